import { isLoggingPlace } from '../collect/place.ts';
import { plainLine } from '../draft/one-line.ts';
import type { Place } from '../model/entry.ts';
import type { ExplainedPattern, Explanation } from '../triage/explanation.ts';
import { severityWords } from '../wording/severities.ts';
import { thrownText } from '../wording/thrown.ts';
import { uncountedNote } from '../wording/uncounted.ts';
import { count, formatNumber, formatSpan } from '../wording/words.ts';
import { wrap } from './wrap.ts';

/** What is shown of a long list or text; all of it is in the JSON. */
const MOST_PATTERNS = 12;
const MOST_THROWN = 3;
const MOST_PLACES = 2;
const MOST_SLOTS = 4;
const MOST_VALUES = 3;
const LONGEST_VALUE = 40;
const LONGEST_VALUES = 45;
/** Lines of a template, and of what is said about it. */
const [MOST_TEXT, MOST_LINES] = [3, 4];

/** The patterns of a cluster with their numbers, the root first; the one that was asked for is always among them. */
export function patternLines({ patterns, asked, root }: Explanation, width: number): string[] {
  if (patterns.length === 1) return [];
  const numbered = patterns.map((pattern, index) => ({ pattern, number: index + 1 }));
  const shown = numbered.filter(({ pattern, number }) => number <= MOST_PATTERNS || pattern.fingerprint === asked);
  const left = patterns.length - shown.length;
  const digits = String(shown.at(-1)?.number).length;
  return [
    'Patterns, and why each is here',
    ...shown.flatMap(({ pattern, number }) => {
      const { fingerprint, count: entries, firstSeen, lastSeen, rules } = pattern;
      const counted = `${formatNumber(entries)}${uncountedNote(pattern)} × ${severityWords(pattern)}`;
      const facts = [fingerprint, counted, formatSpan(firstSeen, lastSeen)];
      const why = fingerprint === root.fingerprint ? ['the root'] : rules.map((rule) => shortRule(rule, root.cause));
      const first = `  ${String(number).padStart(digits)}  `;
      const rest = ' '.repeat(first.length);
      return [...wrap(facts.join('  '), { width, first, rest }), ...saidLines(pattern, why, { width, indent: rest })];
    }),
    ...(left > 0 ? [`  and ${count(left, 'more pattern')}, see --json`] : []),
  ];
}

/** The only pattern of a cluster, whose numbers stand at the head already. */
export function onePatternLines(pattern: ExplainedPattern, width: number): string[] {
  return saidLines(pattern, pattern.rules, { width, indent: '    ' });
}

function saidLines(
  pattern: ExplainedPattern,
  why: readonly string[],
  { width, indent }: { width: number; indent: string },
): string[] {
  const details = [...why, ...thrownIn(pattern), ...placesOf(pattern), ...slotsOf(pattern)];
  return [
    ...wrap(plainLine(pattern.text), { width, first: indent, most: MOST_TEXT }),
    ...details.flatMap((line) =>
      wrap(plainLine(line), { width, first: `${indent}- `, rest: `${indent}  `, most: MOST_LINES }),
    ),
  ];
}

/** A rule for readers who have just been told the root cause. */
export function shortRule(rule: string, cause: Explanation['root']['cause']): string {
  if (cause === null) return rule;
  const name = `'${thrownText(cause)}'`;
  return rule
    .replace(`same root exception ${name}`, 'same root cause')
    .replace(`exception ${name}`, 'root cause')
    .replaceAll(name, () => 'the root cause');
}

/** The root cause first, since that is what is looked for; where the text has said it, only its place. */
function thrownIn({ thrown, text }: ExplainedPattern): string[] {
  const shown = thrown.toReversed().slice(0, MOST_THROWN);
  const lines = shown.flatMap(({ type, message, at }) => {
    const error = [type, message.split('\n', 1)[0] ?? ''].filter((part) => part !== '').join(': ');
    const where = at === null ? '' : frameText(at);
    const isSaid = withoutSpace(text).includes(withoutSpace(error));
    return isSaid ? (where === '' ? [] : [`thrown ${where}`]) : [`threw ${error}${where === '' ? '' : `, ${where}`}`];
  });
  const left = thrown.length - shown.length;
  return left > 0 ? [...lines, `and ${count(left, 'more exception')}`] : lines;
}

/** `at app/main.py:23 in start`, as far as the frame says it. */
function frameText({ file, line, function: name }: NonNullable<ExplainedPattern['thrown'][number]['at']>): string {
  const place = `at ${file}${line === null ? '' : `:${line}`}`;
  return name === '' ? place : `${place} in ${name}`;
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

/** A place inside the logging library says nothing about who had something to say. */
function placesOf({ places }: ExplainedPattern): string[] {
  const telling = places.filter((place) => !isLoggingPlace(place));
  if (telling.length === 0) return [];
  const named = telling.slice(0, MOST_PLACES).map((place) => `${placeText(place)} (${formatNumber(place.count)})`);
  const left = telling.length - named.length;
  return [`logged from ${named.join(', ')}${left > 0 ? ` and ${count(left, 'more place')}` : ''}`];
}

/** `app.handlers.route:1271`, or the file where no module is named. */
function placeText({ module, function: name, file, line }: Place): string {
  const where = [module === '' ? file : module, name].filter((part) => part !== '').join('.');
  return `${where}${line === '' ? '' : `:${line}`}`;
}

/** The time a line begins with: when it was first and last seen stands there already. */
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** `<*> 1: pending | connected; <*> 2: 3`, as far as the entries that are kept tell. */
function slotsOf({ slots, shown: kept }: ExplainedPattern): string[] {
  const telling = slots
    .map((values, index) => ({ values, number: index + 1 }))
    .filter(({ values }) => values.some((value) => !TIME.test(value)));
  const shown = telling.slice(0, MOST_SLOTS).map(({ values, number }) => {
    const slot = slots.length === 1 ? '<*>' : `<*> ${number}`;
    return `${slot}: ${someOf(values)}`;
  });
  const left = telling.length - shown.length;
  if (shown.length === 0) return [];
  const values = [...shown, ...(left > 0 ? [count(left, 'more slot')] : [])].join('; ');
  return [`${values} (in ${count(kept, 'entry', 'entries')})`];
}

/** As many values as fit about a line, and how many are left. */
function someOf(values: readonly string[]): string {
  let text = '';
  let shown = 0;
  for (const value of values.slice(0, MOST_VALUES)) {
    const more = `${text === '' ? '' : `${text} | `}${clip(plainLine(value))}`;
    if (text !== '' && more.length > LONGEST_VALUES) break;
    text = more;
    shown += 1;
  }
  return shown < values.length ? `${text} and ${formatNumber(values.length - shown)} more` : text;
}

function clip(value: string): string {
  const characters = [...value];
  return characters.length <= LONGEST_VALUE ? value : `${characters.slice(0, LONGEST_VALUE - 1).join('')}…`;
}
