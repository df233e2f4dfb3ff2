import { joinWords } from '../wording/words.ts';
import type { Agreement } from './agreement.ts';
import { contradict } from './error-kinds.ts';
import { type IssueText, mentions } from './issue-text.ts';
import { sourceFilesIn } from './message-lines.ts';
import { type Profile, quotedValues } from './profile.ts';
import { EMPTY_WORDS, wordsOf } from './vocabulary.ts';

/**
 * What speaks against an issue's being about this cluster, in words that follow `but`. One is enough, whatever else the
 * two share: a comment on a stranger's issue is worse than an issue that a person closes as a duplicate.
 */
export function objectionsTo(issue: IssueText, profile: Profile, agreements: readonly Agreement[]): string[] {
  const agree = (what: Agreement['what']) => agreements.some((one) => one.what === what);
  // The same line from the same place in the code is the same line, whatever name stands in it today.
  const sameCode = agree('line') && agree('place');
  return [
    // Whoever quotes the line means it, however the issue was sorted, or as the work that will end it.
    agree('line') && (issue.byLabel || issue.otherThan === 'a chore') ? null : purpose(issue, profile),
    digest(issue),
    kind(issue, profile, agree('line')),
    type(issue, profile),
    value(issue, profile),
    file(issue, profile),
    name(issue, profile),
    sameCode ? null : word(issue, profile, agreements),
  ].filter((objection) => objection !== null);
}

function purpose({ otherThan, improvement }: IssueText, { advice }: Profile): string | null {
  if (otherThan === null || (advice !== null && improvement)) return null;
  return `it is ${otherThan}`;
}

function digest(issue: IssueText): string | null {
  return issue.digest ? 'it lists many problems' : null;
}

/** The title says what an issue is about; its body, where the title does not. Who quotes the line may say more of it. */
function kind(issue: IssueText, profile: Profile, isQuoted: boolean): string | null {
  const spoken = isQuoted || issue.title.named.kinds.size > 0 ? issue.title : issue.whole;
  if (profile.advice !== null || !contradict(profile.kinds, spoken.named.kinds)) return null;
  return `the log speaks of ${joinWords([...profile.kinds])} and the issue of ${joinWords([...spoken.named.kinds])}`;
}

function type({ shownTitle, whole }: IssueText, { types }: Profile): string | null {
  const named: readonly string[] = shownTitle.match(/\b[A-Z][A-Za-z]{2,60}(?:Error|Exception)\b/g) ?? [];
  const [other] = named;
  if (other === undefined || types.length === 0 || types.some((one) => named.includes(one) || mentions(whole, one)))
    return null;
  return `its title names another exception, \`${other}\``;
}

/** `template 'welcome' not found` and `template 'reset' not found` differ in all that matters. */
function value({ shownTitle, title }: IssueText, { values, known }: Profile): string | null {
  const other = quotedValues(shownTitle).find((one) => !values.includes(one) && !isKnown(one, known));
  const missing = values.find((one) => !mentions(title, one));
  if (other === undefined || missing === undefined) return null;
  return `its title says \`${other}\` where the log says \`${missing}\``;
}

/** A runtime says the same of many files. */
function file({ shownTitle, whole }: IssueText, { places }: Profile): string | null {
  const [ours] = places.map((place) => place.file).filter((name) => name !== '');
  const [other] = sourceFilesIn(shownTitle);
  if (ours === undefined || other === undefined || places.some((place) => mentions(whole, place.file))) return null;
  return `its title names \`${other}\` where the log names \`${ours}\``;
}

/** A name of the same make in the place of ours: `customer_id` for `warehouse_id`. */
function name({ shownTitle, title }: IssueText, { names, types, places, known }: Profile): string | null {
  const theirs = (shownTitle.match(/[\p{L}\p{N}_.]+/gu) ?? []).filter(
    (token) =>
      makeOf(token) !== null &&
      !names.some((one) => sameName(one, token)) &&
      !types.includes(token) &&
      !isKnown(token, known),
  );
  // `socket.gaierror` or `relay.py` says how it failed or where, and no title needs to say that.
  const isElsewhere = (one: string) =>
    types.some((type) => one.endsWith(`.${type}`)) || places.some(({ file }) => file === one);
  for (const other of theirs) {
    const ours = names.find((one) => makeOf(one) === makeOf(other) && !isElsewhere(one) && !mentions(title, one));
    if (ours !== undefined) return `its title names \`${other}\` where the log names \`${ours}\``;
  }
  return null;
}

/** Another word between the same words: `column price missing` for `column sku missing`. */
function word({ shownTitle, title }: IssueText, profile: Profile, agreements: readonly Agreement[]): string | null {
  // Another word for the same kind of error is no other thing; another kind is an objection of its own.
  const known = new Set([...profile.known, ...title.named.words]);
  const theirs = readWords(shownTitle);
  for (const line of profile.shownLines) {
    const ours = readWords(line);
    for (const { start, end } of foreignRuns(theirs, known)) {
      const other = theirs.slice(start, end);
      const instead = between(ours, theirs.slice(Math.max(0, start - 2), start), theirs[end]);
      // What the title says beside a clause that it quotes whole is no part of it.
      const isBeside = agreements.some(
        ({ quoted, strength }) => quoted !== undefined && strength === 'firm' && !quoted.includes(joined(other)),
      );
      if (instead === null || isBeside || instead.every(isEmpty) || instead.some(isNumber)) continue;
      if (instead.some(({ stem }) => theirs.some((one) => one.stem === stem))) continue;
      return `its title says \`${joined(other)}\` where the log says \`${joined(instead)}\``;
    }
  }
  return null;
}

interface Word {
  readonly text: string;
  readonly stem: string;
}

const MOST_WORDS = 100;
/** A value is seldom more than two words long. */
const LONGEST_VALUE = 2;

function readWords(text: string): Word[] {
  const words = (text.match(/[\p{L}\p{N}_.]+/gu) ?? []).slice(0, MOST_WORDS);
  return words.map((one) => ({ text: one, stem: wordsOf(one).join(' ') })).filter(({ stem }) => stem !== '');
}

function joined(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}

/** Up to two words in a row that the cluster does not know. */
function foreignRuns(words: readonly Word[], known: ReadonlySet<string>): { start: number; end: number }[] {
  const isForeign = (word: Word | undefined) =>
    word !== undefined && !EMPTY_WORDS.has(word.text.toLowerCase()) && !isKnown(word.text, known);
  const runs: { start: number; end: number }[] = [];
  for (let start = 0; start < words.length; start += 1) {
    let end = start;
    while (isForeign(words[end])) end += 1;
    if (end > start && end - start <= LONGEST_VALUE) runs.push({ start, end });
    start = end;
  }
  return runs;
}

/** What stands in the line behind the one word and before the other; at the end of a title, two words before are needed. */
function between(line: readonly Word[], before: readonly Word[], after: Word | undefined): Word[] | null {
  const previous = before.at(-1);
  if (previous === undefined) return null;
  for (const [at, word] of line.entries()) {
    if (word.stem !== previous.stem) continue;
    for (let length = 1; length <= LONGEST_VALUE; length += 1) {
      const next = line[at + 1 + length];
      const sameNext = after !== undefined && next?.stem === after.stem;
      const sameBefore = before.length > 1 && after === undefined && line[at - 1]?.stem === before[0]?.stem;
      if (sameNext || (sameBefore && next === undefined)) return line.slice(at + 1, at + 1 + length);
    }
  }
  return null;
}

function isEmpty({ text }: Word): boolean {
  return EMPTY_WORDS.has(text.toLowerCase());
}

/** `27h` is another one tomorrow. */
function isNumber({ text }: Word): boolean {
  return /^\d+\p{L}{0,2}$/u.test(text);
}

function makeOf(token: string): 'constant' | 'snake' | 'Camel' | 'camel' | 'dotted' | null {
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(token)) return 'constant';
  if (/^\w+(?:\.\w+)+$/.test(token) && /[A-Za-z]{2}\.[A-Za-z]{2}/.test(token)) return 'dotted';
  if (/^[a-z0-9]+(?:_[a-z0-9]+)+$/.test(token)) return 'snake';
  if (/^[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*$/.test(token)) return 'Camel';
  return /^[a-z]+[A-Z][A-Za-z0-9]*$/.test(token) ? 'camel' : null;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function isKnown(token: string, known: ReadonlySet<string>): boolean {
  return wordsOf(token).every((word) => known.has(word));
}
