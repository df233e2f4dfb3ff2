import { LEVEL_NAMES } from '../../collect/severity-names.ts';
import { BLANK } from './blank-slots.ts';
import { balanced, closersOf, outside, splitOutside } from './brackets.ts';
import { countWords } from './words.ts';

/** Characters in a headline. */
export const LONGEST_HEADLINE = 90;

const LEVELS = LEVEL_NAMES.join('|');
/** Of a word. `\b` knows no letter beyond ASCII: to it, `Peña` ends in the word `a`. */
const BEGIN = '(?<![\\p{L}\\p{N}_])';
const PREPOSITIONS =
  'from|to|for|of|in|on|at|by|with|after|before|via|as|within|during|into|over|under|until|since|between|against';
const NOUNS =
  'user|server|connection|session|request|id|thread|run|pid|port|host|instance|worker|job|task|order|account|message|file|path|' +
  'line|code|status|client|address|ip|device|node|url|endpoint|tenant|customer|process|container|signal|attempt|' +
  'size|length|timeout|version|offset|partition|row|column|index|value|count|step|batch|chunk|block';

/** What stands before a message and says nothing about it; taken off as long as anything fits. */
const PREFIXES: readonly RegExp[] = [
  new RegExp(`^${BLANK}[\\s,:|-]+(?:(?:${LEVELS})\\b[\\s:|-]*)?`),
  new RegExp(`^(?:${LEVELS})\\s*(?::|[|-]\\s)\\s*`, 'i'),
  /^[^\p{L}\p{N}'"`([{<$/_…-]+/u,
  /^\[[^\]]{0,60}\](?::\d{1,5}\b)?[\s:]*/,
  /^(?:[\w$]{1,60}\.){1,10}[\w$]{1,60}\s+-\s+/,
  // SQLAlchemy names the driver's exception so.
  /^\((?:\w{1,60}\.){1,10}\w{1,60}\)\s+/,
  /^-+\s+/,
  // Cloud SQL: `db=shop,user=app ERROR: …`.
  new RegExp(`^db=[\\w.-]{0,60},user=[\\w.@-]{0,60}(?:,\\w{1,20}=(?:${BLANK}|[^\\s,]{1,80})){0,3}\\s+`),
  // PHP: `SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry …`.
  new RegExp(`^SQLSTATE\\[[^\\]]{1,8}\\](?:: [A-Z][a-z' ]{3,60}:| \\[[^\\]]{1,8}\\]|:)?(?: (?:${BLANK}|\\d{1,6}))? `),
  // Redis; TensorFlow: `E external/xla/driver.cc:152] …`
  new RegExp(`^(?:${BLANK}:)?[XCSM](?:\\s?${BLANK}){1,3} (?:[*.-] )?(?=\\S)`),
  new RegExp(`^[IWEF]\\s?(?:${BLANK})?\\] (?=\\S)`),
  // Cloud Run, before it says why.
  new RegExp(
    `^(?:[A-Z_]{4,30}: )?Revision ['"]?(?:${BLANK}|[\\w-]{1,80})['"]? is not ready and cannot serve traffic\\.\\s+(?=\\S)`,
  ),
  // Ruby: `client.rb:97:in `connect': …`.
  /^in [`'][^`']{1,80}': /,
];

/** Where a clause ends, and with it what a value may be left out of without breaking a sentence. */
const END = '(?=\\s*(?:$|[.:](?!\\w)|[,;!)\\]}|]|(?:-+>?|=?>) |—))';
const UNIT = '(?:\\s(?:used|ago|left|elapsed|EUR|USD|GBP)\\b)?';

/** How a value is taken out of a sentence together with the words that only led up to it. */
const BLANKS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`${BEGIN}(than|took) ${BLANK}`, 'giu'), '$1 …'],
  // `<urllib3.connection.HTTPConnection object at 0x7f…>`, a Python object that says only what it is.
  [new RegExp(`\\(<[^<>]{0,200}${BLANK}[^<>]{0,200}>:\\s`, 'g'), ': '],
  [new RegExp(`=<${BLANK}>`, 'g'), `=${BLANK}`],
  [new RegExp(`<[^<>]{0,200}${BLANK}[^<>]{0,200}>(?::\\s)?`, 'g'), ''],
  [new RegExp(`(['"\`])[^\\s'"\`]{0,40}${BLANK}[^\\s'"\`]{0,40}\\1`, 'g'), BLANK],
  [new RegExp(`${BLANK}(?:[\\s,:/|+>-]*${BLANK})+`, 'g'), BLANK],
  // `(attempted address: db:5432, timeout: 300 ms)`
  [
    new RegExp(
      `\\s?[([{](?:[\\w ]{1,30}[:=#]?\\s?)?${BLANK}(?:\\s\\w{1,12})?(?:, (?:[\\w ]{1,30}[:=#]?\\s?)?${BLANK}(?:\\s\\w{1,12})?){0,4}[)\\]}]`,
      'g',
    ),
    '',
  ],
  [
    new RegExp(
      `^(?:[\\w.-]{1,60}\\s?=\\s?${BLANK}(?:\\s|$)){1,6}|[\\s,][\\w.-]{1,60}\\s?=\\s?${BLANK}(?=\\s[\\w.-]{1,60}=)`,
      'g',
    ),
    '',
  ],
  [new RegExp(`[\\s,][\\w.-]{1,60}\\s?=\\s?${BLANK}${END}`, 'g'), ''],
  // `failed (2: No such file or directory)`
  [new RegExp(`\\(${BLANK}: (?=\\p{L})`, 'gu'), '('],
  [
    new RegExp(
      `(?:${BEGIN}(?:${PREPOSITIONS})\\s(?:the\\s)?(?:(?:${NOUNS})s?:?\\s)?#?${BLANK}${UNIT}\\s?){1,4}${END}`,
      'giu',
    ),
    '',
  ],
  [new RegExp(`,\\s(?:${NOUNS})s?:?\\s#?${BLANK}`, 'gi'), ''],
  [new RegExp(`\\s(?:port|pid|tid|uid|id|ip):?\\s#?${BLANK}${END}`, 'gi'), ''],
  // `src: … dest: …`, but not what a single colon announces: `failed: …`, `For input string: …`.
  [new RegExp(`(?:,?\\s[a-z]{2,6}:\\s?/?${BLANK}){2,}|,\\s[a-z]{2,6}:\\s?/?${BLANK}${END}`, 'g'), ''],
];

/** Verbs that say something of what stands before them. */
const DOES = 'is|are|was|were|has|have|had|does|do|did|can|could|cannot|must|will|would|should';
/** A value that only tells which one of its kind, before what is said of it: `Worker 7 has`. */
const WHICH = new RegExp(
  `(?<!\\b(?:${PREPOSITIONS}|where|when|that|which|and|or|but|if|than|only) )(?<=\\p{L}{2} )#?${BLANK} (?=(?:${DOES})\\b)`,
  'gu',
);
/** A value at the end of a clause, that says enough without it. */
const AT_END = new RegExp(
  `(?<=[\\p{L}\\p{N})\\]'"])(?<!\\b(?:is|are|was|were))(?:[\\s#]*${BLANK}${END}|:${BLANK}(?=$| - )|(?<=['"])=${BLANK}${END})`,
  'gu',
);

/** What a value does: without it, nobody would know that somebody did it. */
const SUBJECT = new RegExp(`(^|[^\\p{Ll}\\s]\\s*)${BLANK}(?=\\s(?:${DOES})\\b)`, 'gu');

/** The package before an exception's name, which may go where the line is too long. */
const QUALIFIER = /^(?:\w{1,60}(?:\.|::)){1,10}(?=[A-Z]\w{0,80}: )/;
/** A full stop that is not that of `e.g. `. */
const SENTENCE_END = /(?<!\b(?:e\.g|i\.e|etc|vs|cf|approx))\. /gi;
const LEADS_UP = new RegExp(`^(?:${PREPOSITIONS})\\s(?!.*[:;,])`, 'i');
const REDACTED = /(?:^|\s)[\w.-]{1,60}=\[?REDACTED\]?(?=\s|$)/g;
const TYPE_NOTE = /\s*\((?:type: [\w.]{1,80}|\w{1,80}(?:::\w{1,80}){1,10})\)$/;
const DANGLING = new RegExp(
  `(?:[\\s,:;(\\[{=|-]|${BEGIN}(?:${PREPOSITIONS}|and|or|but|the|a|an|is|was|are|were))+$`,
  'iu',
);

/** A word that led up to a value, before the next clause: `is from; using`. */
const LEADING_NOWHERE = new RegExp(`(?: (?:${PREPOSITIONS}|is|are|was|were|and|or))+(?=[;:,.](?:\\s|$))`, 'gi');

/** One line for people out of a message whose values are blanked; empty when nothing is left of it. */
export function headlineOf(blanked: string, longest: number = LONGEST_HEADLINE): string {
  const line = withoutPrefixes(
    blanked
      .slice(0, 1_000)
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .replace(SUBJECT, '$1…'),
  );
  const said = withoutEcho(line.replace(REDACTED, '').replace(TYPE_NOTE, '').trim());
  let text = said.replace(/\[(['"])((?:(?!\1[,\]]).){1,400})\1\]/, '$2');
  for (const [shape, instead] of BLANKS) text = text.replace(shape, instead);
  const headline = tidy(balanced(firstSentence(tidy(dropBrokenClauses(text))), 2));
  // `Timeout is 300 ms`: nothing but the value made it a sentence.
  const shown = countWords(headline) >= 2 ? headline : tidy(balanced(said.replaceAll(BLANK, '…'), 2));
  if (!/\p{L}/u.test(shown)) return '';
  return clipAtWord([...shown].length > longest ? shown.replace(QUALIFIER, '') : shown, longest);
}

/** Whether it is no more than the way to a value: `For input string`. */
export function leadsUp(headline: string): boolean {
  return LEADS_UP.test(headline);
}

/** The first sentence, unless it says too little by itself. */
function firstSentence(text: string): string {
  const [sentence = '', ...rest] = splitOutside(text, SENTENCE_END);
  return rest.length > 0 && countWords(sentence) >= 3 ? sentence : text;
}

function withoutPrefixes(text: string): string {
  for (const prefix of PREFIXES) {
    const rest = text.replace(prefix, '');
    if (rest !== text && rest !== '') return withoutPrefixes(rest);
  }
  return text;
}

/** `OPTIONAL Optional authentication` → `Optional authentication`; `DENIED: DENIED` → `DENIED`. */
function withoutEcho(text: string): string {
  const [word = '', second = ''] = text.split(' ', 2);
  const first = word.endsWith(':') ? word.slice(0, -1) : word;
  if (word !== first && first === second) return text.slice(word.length + 1);
  return first !== second && first.toLowerCase() === second.toLowerCase() ? text.slice(first.length + 1) : text;
}

/** Words of a clause that says something though it ends in a value: `This model's maximum context length is …`. */
const LEAST_ABOUT_VALUE = 4;
const ENDS_IN_VALUE = new RegExp(`(?:\\b(?:is|are|was|were)|=|^[\\w.-]{1,40}:)\\s*${BLANK}$`);

/** A clause that lives on its values (`run_id … but thread_id is …`) goes, if another one is left to carry the title. */
function dropBrokenClauses(text: string): string {
  const parts = splitOutside(text, /: | - |\. |; |, /g);
  const clauses = parts.filter((_part, i) => i % 2 === 0);
  if (!clauses.some((clause) => !isBroken(clause) && countWords(clause) >= 2))
    return parts.map((part, i) => (i % 2 === 0 ? showValues(part) : part)).join('');
  let kept = '';
  let separator = '';
  let wasDropped = false;
  let wasSaying = false;
  for (let i = 0; i < parts.length; i += 2) {
    const clause = parts[i] ?? '';
    const before = parts[i - 1] ?? '';
    // What goes on after a comma is half a sentence.
    const isSubject = kept === '' && parts[i + 1] === ', ' && countWords(outside(clause)) >= LEAST_ABOUT_VALUE;
    const isHalf: boolean = wasSaying && before === ', ' && /^\p{Ll}/u.test(clause);
    if (before === '. ' || !wasDropped) separator = before;
    wasDropped = isHalf || (isBroken(clause) && !isSubject);
    wasSaying = wasDropped && /\p{L}{2}/u.test(clause);
    if (!wasDropped) kept += kept === '' ? showValues(clause) : `${separator}${showValues(clause)}`;
  }
  return kept;
}

/** A clause with `…` for each value, but for what says enough without it. */
function showValues(clause: string): string {
  const shorter = clause.replace(WHICH, '').replace(AT_END, '');
  return (countWords(shorter) >= 2 ? shorter : clause.replace(WHICH, '')).replaceAll(BLANK, '…');
}

function isBroken(clause: string): boolean {
  const bare = outside(clause);
  const values = bare.split(BLANK).length - 1;
  if (values === 0) return clause.trim() === '';
  return (
    values > 2 || !/\p{L}{2}/u.test(bare) || (countWords(bare) < LEAST_ABOUT_VALUE && ENDS_IN_VALUE.test(bare.trim()))
  );
}

function tidy(text: string): string {
  return text
    .replace(/(['"`])\s*\1|(?<!\w)\(\)|\(\s+\)|\[\s*\]|\{\s*\}/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ([,;)\]]|[.:](?!\w))/g, '$1')
    .replace(/([([]) /g, '$1')
    .replace(/ (?:[-=]?>|<[-=]|-)(?=$|[,;:)\]])/g, '')
    .replace(/[,;:]\s*(?=[)\]}])/g, '')
    .replace(LEADING_NOWHERE, '')
    .replace(/(?!(?<=\w)::\w)(?:[,:;] ?)+([:;,.])/g, '$1')
    .replace(/([:;,]) - /g, '$1 ')
    .replace(/^\s*[,;:]\s/, '')
    .trim()
    .replace(/[\s.,:;!-]+$/, '')
    .replace(DANGLING, '')
    .replace(/^([^(]*)\)$/, '$1');
}

/**
 * At most `longest` characters, cut between words and before a bracket that would be left open; one that opens too early
 * for that is closed. A cut is shown by `…`.
 */
export function clipAtWord(text: string, longest: number): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const cut = cutAtWord(characters, longest);
  const closers = closersOf(cut);
  const whole = balanced(cut, LEAST_BEFORE_CUT);
  const isCutBefore = whole.length < cut.length - closers.length;
  if (isCutBefore && whole.length > longest / 2) return `${withoutTail(whole)}…`;
  if (closers.length > MOST_CLOSERS) return `${withoutTail(cut)}…`;
  const shorter = withoutTail(cutAtWord(characters, longest - closers.length));
  return `${shorter}…${closersOf(shorter).slice(0, closers.length)}`;
}

/** Words that have to stand before a bracket which a cut would leave open, for the cut to be made there. */
const LEAST_BEFORE_CUT = 3;
const MOST_CLOSERS = 5;

function cutAtWord(characters: readonly string[], longest: number): string {
  const cut = characters.slice(0, longest - 1).join('');
  const space = cut.lastIndexOf(' ');
  return space > longest / 2 ? cut.slice(0, space) : cut;
}

function withoutTail(text: string): string {
  return text.replace(DANGLING, '').replace(/[\s.,:;…-]+$/, '');
}
