import type { Agreement } from './agreement.ts';
import { type IssueText, mentions, type Sentence } from './issue-text.ts';
import { isTellingWord, type Profile } from './profile.ts';
import { wordsOf } from './vocabulary.ts';

const QUOTED = 65;
const CLAUSE_QUOTED = 60;

/** A line must be this long to be quoted rather than happen to be said. */
const LEAST_WORDS = 4;
const LEAST_TELLING = 2;
/** A clause of a line is enough for an issue that is closed only if it says this much. */
const FIRMLY_TELLING = 3;
/** So many of these must say more than which component it is: names alone never reopen an issue. */
const LEAST_BESIDE_NAMES = 2;
/** So much of a line, in percent, is nearly all of it. */
const NEARLY_WHOLE = 80;

/**
 * The error line itself, nearly whole, in one sentence of the issue; else one of its clauses in the title, a clause of
 * the title in the line, or one of its clauses in a sentence of the body.
 */
export function quotation(issue: IssueText, profile: Profile): Agreement | null {
  const { lines, names, values, subject } = profile;
  const fixed = [...(subject === null ? [] : [subject]), ...values];
  const own = [...names.filter((name) => issue.whole.names.has(name.toLowerCase())), ...fixed];
  const sentences = [issue.title, ...issue.sentences];
  for (const line of lines) {
    const needed = own.filter((name) => holds(line, name));
    const whole =
      isQuotable(line) &&
      sentences.some((one) => quotes(one.stable, line) && needed.every((name) => mentions(one, name)));
    if (whole)
      return { what: 'line', points: QUOTED, reason: 'share the error line nearly word for word', strength: 'firm' };
  }
  const clause = clauseInTitle(issue, profile) ?? clauseOfTitle(issue, profile, fixed);
  if (clause !== null) return clause;
  return clauseInBody(issue, profile);
}

function clauseInTitle({ title }: IssueText, profile: Profile): Agreement | null {
  const clause = profile.clauses.find(
    ({ words }) => isQuotable(words) && title.phrase.includes(` ${words.join(' ')} `),
  );
  return clause === undefined ? null : clauseQuoted(clause, title, profile);
}

/** A title is often one part of the line, without what differs from entry to entry. */
function clauseOfTitle(
  { title, titleClauses }: IssueText,
  profile: Profile,
  needed: readonly string[],
): Agreement | null {
  if (!needed.every((name) => mentions(title, name))) return null;
  const clause = titleClauses.find(
    ({ words }) => isQuotable(words) && profile.lines.some((line) => quotes(line, words)),
  );
  return clause === undefined ? null : clauseQuoted(clause, title, profile);
}

/** Somebody who reports in words of his own may still quote the part of the line that says what is wrong. */
function clauseInBody({ sentences }: IssueText, { clauses }: Profile): Agreement | null {
  const clause = clauses.find(
    ({ words }) => isQuotable(words) && sentences.some(({ phrase }) => phrase.includes(` ${words.join(' ')} `)),
  );
  if (clause === undefined) return null;
  return { what: 'clause', points: CLAUSE_QUOTED, reason: `both say ‘${clause.text}’`, strength: 'strong' };
}

/** Runtimes word many errors alike: of a clause that says little, the rest of the title must not speak of something else. */
function clauseQuoted(
  { text, words }: Profile['clauses'][number],
  title: Sentence,
  { names, known }: Profile,
): Agreement | null {
  const inNames = new Set(names.flatMap(wordsOf));
  const beside = words.filter((word) => !inNames.has(word));
  const isFirm = tellingIn(words) >= FIRMLY_TELLING && tellingIn(beside) >= LEAST_BESIDE_NAMES;
  const rest = title.stable.filter((word) => isTellingWord(word) && !words.includes(word));
  if (!isFirm && rest.length > 0 && !rest.some((word) => known.has(word))) return null;
  const strength = isFirm ? 'firm' : 'strong';
  return { what: 'clause', points: CLAUSE_QUOTED, reason: `both say ‘${text}’`, strength, quoted: text };
}

function holds(line: readonly string[], name: string): boolean {
  const sentence: Sentence = {
    phrase: ` ${line.join(' ')} `,
    stable: line,
    names: new Set(line),
    named: { kinds: new Set(), words: new Set() },
  };
  return mentions(sentence, name);
}

function isQuotable(words: readonly string[]): boolean {
  return words.length >= LEAST_WORDS && tellingIn(words) >= LEAST_TELLING;
}

function tellingIn(words: readonly string[]): number {
  return new Set(words.filter(isTellingWord)).size;
}

/** A line says what is wrong at its beginning; sentences of more words are dumps. */
const LONGEST_LINE = 40;
const LONGEST_SENTENCE = 120;
/** Words that may stand between, where an id was or a value is another today. */
const LONGEST_GAP = 2;

/** In order, with gaps for what differs from entry to entry. */
function quotes(text: readonly string[], line: readonly string[]): boolean {
  const words = text.slice(0, LONGEST_SENTENCE);
  const head = line.slice(0, LONGEST_LINE);
  return 100 * longestRun(words, head) >= NEARLY_WHOLE * head.length;
}

/** How many words of the line follow each other in the sentence at most. */
function longestRun(sentence: readonly string[], line: readonly string[]): number {
  // By place in the sentence: the longest run of words of the line so far that ends there.
  const runs: number[] = sentence.map(() => 0);
  for (const word of line) {
    for (let at = sentence.length - 1; at >= 0; at -= 1) {
      if (sentence[at] !== word) continue;
      const before = Math.max(0, ...runs.slice(Math.max(0, at - LONGEST_GAP - 1), at));
      runs[at] = Math.max(runs[at] ?? 0, before + 1);
    }
  }
  return Math.max(0, ...runs);
}
