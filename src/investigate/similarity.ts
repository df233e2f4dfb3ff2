import type { Issue } from '../model/issue.ts';
import { joinWords } from '../wording/words.ts';
import type { Agreement } from './agreement.ts';
import { agreementsOf } from './agreements.ts';
import { kindsIn, sharedKinds } from './error-kinds.ts';
import type { Frequency } from './frequency.ts';
import { type IssueText, mentions, readIssue } from './issue-text.ts';
import { objectionsTo } from './objections.ts';
import { isTellingWord, type Profile } from './profile.ts';
import { TITLE_TAGS, wordsOf } from './vocabulary.ts';

/** How near an issue is to a cluster, and whether that is near enough to write to it. */
export interface Similarity {
  /** 0 to 100: the points of all that speaks for it. */
  readonly score: number;
  /** What speaks for it, in words that follow `they`. */
  readonly reasons: string[];
  /** What speaks against it, in words that follow `but`. */
  readonly objections: string[];
  /** Whether it is the same problem: never with an objection, and a closed issue takes more than an open one. */
  readonly same: boolean;
  /** Whether they share anything of their own, not only what every issue says. */
  readonly telling: boolean;
  /** Names of our own code that of all issues found only this one holds; none where it lacks one that the message says. */
  readonly ownNames: string[];
  /** Whether the error line itself stands in it. */
  readonly quoted: boolean;
  /** Whether nothing but what somebody tells in words of his own makes it the same. */
  readonly retold: boolean;
}

/** What is compared of an issue or a pull request. */
export type Comparable = Pick<Issue, 'title' | 'body' | 'labels' | 'state'>;

/** From here on an issue is taken for the cluster's own: two names that are rare and the same kind of error. */
const SAME_PROBLEM = 60;
/** What speaks for an issue counts little where something speaks against it. */
const MOST_WITH_OBJECTION = 40;
const TITLE_AGREES = 15;
const SUBJECT = 30;
const WORD = 4;
/** Less for each name that the message says and the issue does not: the same component has other troubles too. */
const NAME_NOT_SAID = -10;
const MOST_NOT_SAID = 2;
const MOST_WORDS = 3;
const MOST_NAMES = 3;

/** Compares a cluster with an issue: a sum of independent kinds of evidence. Deterministic; integers only. */
export function compare(profile: Profile, issue: Comparable, frequency: Frequency): Similarity {
  const text = readIssue(issue);
  const names = profile.names.filter((name) => mentions(text.whole, name));
  const words = profile.words.filter((word) => mentions(text.whole, word));
  const agreements = agreementsOf(text, profile, frequency);
  const inTitle = titleOf(text, profile);
  const bySubject = profile.subject !== null && mentions(text.title, profile.subject) ? SUBJECT : 0;
  const strong = agreements.some(({ strength }) => strength !== 'weak');
  const notSaid = profile.spokenNames.filter((name) => !names.includes(name));
  const points = [
    ...agreements.map((agreement) => agreement.points),
    ...names
      .slice(0, MOST_NAMES)
      .map((name) => (name === profile.subject && bySubject > 0 ? bySubject : pointsForName(frequency(name)))),
    WORD * Math.min(words.length, MOST_WORDS),
    inTitle ? TITLE_AGREES : 0,
    strong || names.length === 0 ? 0 : NAME_NOT_SAID * Math.min(notSaid.length, MOST_NOT_SAID),
  ];
  const telling = names.length > 0 || words.length > 1 || strong;
  const objections = telling ? objectionsTo(text, profile, agreements) : [];
  const sum = Math.max(
    0,
    Math.min(
      100,
      points.reduce((total, one) => total + one, 0),
    ),
  );
  const score = objections.length > 0 ? Math.min(sum, MOST_WITH_OBJECTION) : sum;
  return {
    score,
    reasons: reasonsFor(names, words, agreements),
    objections,
    same: score >= SAME_PROBLEM && isEnough(issue.state, agreements, inTitle),
    telling,
    ownNames: notSaid.length > 0 ? [] : names.filter((name) => frequency(name) === 1 && !isOfErrors(name, profile)),
    quoted: agreements.some(({ what }) => what === 'line'),
    retold: agreements.every(({ what, strength }) => what === 'retold' || strength === 'weak'),
  };
}

/** Names alone never reopen an issue, and nothing that only stands somewhere in a body makes it the target. */
function isEnough(state: Issue['state'], agreements: readonly Agreement[], inTitle: boolean): boolean {
  if (agreements.some(({ strength }) => strength === 'firm')) return true;
  return state === 'open' && (inTitle || agreements.some(({ strength }) => strength === 'strong'));
}

/** `PermissionDenied` says how it failed, not where. */
function isOfErrors(name: string, { types }: Profile): boolean {
  return types.includes(name) || kindsIn(name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})|[_.]/gu, ' ')).kinds.size > 0;
}

function pointsForName(holders: number): number {
  if (holders <= 2) return 20;
  return holders <= 5 ? 12 : 5;
}

/** Whether a title is about this: it shares a name, or words, and says little that the cluster knows nothing of. */
function titleOf({ title, shownTitle, whole }: IssueText, profile: Profile): boolean {
  const sameKind = sharedKinds(profile.kinds, whole.named.kinds).length > 0;
  const names = profile.names.filter((name) => mentions(title, name));
  const words = profile.words.filter((word) => mentions(title, word));
  if (names.length === 0 && words.length < (sameKind ? 1 : 3)) return false;
  const agreed = sharedKinds(profile.kinds, title.named.kinds).length > 0 ? title.named.words : new Set<string>();
  const own = (shownTitle.match(/[\p{L}\p{N}_]+/gu) ?? []).filter(
    (word) =>
      !TITLE_TAGS.has(word.toLowerCase()) &&
      (profile.types.includes(word) || !/(?:Error|Exception)$/.test(word)) &&
      wordsOf(word).some(isTellingWord),
  );
  const foreign = own.filter((word) => !wordsOf(word).every((part) => profile.known.has(part) || agreed.has(part)));
  // A kind that only the body names may be that of something else: then the title must say nearly nothing but this.
  return (agreed.size > 0 ? 2 : 4) * foreign.length <= own.length;
}

function reasonsFor(names: readonly string[], words: readonly string[], agreements: readonly Agreement[]): string[] {
  const reasons: string[] = [];
  if (names.length > 0)
    reasons.push(
      `${names.length > 1 ? 'share the names' : 'share the name'} ${joinWords(names.map((name) => `\`${name}\``))}`,
    );
  if (words.length > 0) reasons.push(`share the words ${joinWords(words.map(shown))}`);
  return [...reasons, ...agreements.map(({ reason }) => reason)];
}

/** Before the next issue's number such a word would read as an order to close it. */
const CLOSING = /^(?:clos|fix|resolv)(?:e[sd]?|ed)?$/i;

/** A word in lower case, a name as it is spelled. */
function shown(word: string): string {
  if (CLOSING.test(word)) return `\`${word.toLowerCase()}\``;
  return /^\p{L}\p{Ll}*$|^\p{Lu}+$/u.test(word) ? word.toLowerCase() : `\`${word}\``;
}
