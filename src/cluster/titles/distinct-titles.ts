import { compareText } from '../compare.ts';
import { innermostFrame } from '../exception.ts';
import { peerIn } from '../joins/peer.ts';
import { servicesOf } from '../joins/services.ts';
import type { Member } from '../member.ts';
import { SLOT } from '../skeleton/skeleton.ts';
import { highestSeverity } from '../summary/facts.ts';
import { insideMethod } from './inside-method.ts';
import { joinTitle, type TitleParts, titleParts } from './title.ts';

/** The patterns of a problem, its root among them. */
interface Rooted {
  readonly root: Member;
  readonly members: readonly Member[];
}

interface Titled extends Rooted {
  readonly parts: TitleParts;
  /** What tells it from others that would go by the same title. */
  readonly mark: string;
}

/** Characters; with a fingerprint and what becomes of the process it leaves room for a word or two. */
const LONGEST_MARK = 40;
const MOST_WORDS = 3;

/** What to add to a title, from all problems that go by it; empty where nothing is known. */
type Mark = (alike: readonly Titled[]) => (one: Titled) => string;

const byFingerprint: Mark =
  () =>
  ({ root }) =>
    bracketed(root.fingerprint);

/** What may tell two problems apart whose titles read alike, the most telling first. */
const MARKS: readonly Mark[] = [
  () => (one) => inside(frameOf(one)?.function ?? ''),
  () => (one) => bracketed((frameOf(one)?.file ?? '').split(/[\\/]/).at(-1) ?? ''),
  () => (one) => bracketed(peerOf(one)),
  () => (one) => bracketed(namesOfServices(one)),
  byOwnWords,
  () => (one) => bracketed(highestSeverity(one.root.summary)),
  byFingerprint,
];

/** One title per problem, in the same order; no two are the same. */
export function titlesOf(problems: readonly Rooted[]): string[] {
  const titled = problems.map((problem) => ({
    ...problem,
    parts: titleParts(problem.root, problem.members),
    mark: '',
  }));
  const marked = byTitle(titled).flatMap((alike) => tellApart(alike, MARKS));
  const told = new Map<Member, string>();
  // A mark may have made a title that another problem has without one.
  for (const alike of byTitle(marked)) {
    for (const one of tellApart(alike, [byFingerprint])) told.set(one.root, titleOf(one));
  }
  return problems.map(({ root }) => told.get(root) ?? '');
}

/** Marks problems of one title until each goes by its own. A mark that they all have is left out. */
function tellApart(alike: readonly Titled[], [mark, ...rest]: typeof MARKS): Titled[] {
  if (alike.length === 1 || mark === undefined) return [...alike];
  const markOf = mark(alike);
  const marked = alike.map((one) => {
    const longer = `${one.mark}${markOf(one)}`;
    return longer.length <= LONGEST_MARK || mark === byFingerprint ? { ...one, mark: longer } : one;
  });
  const groups = byTitle(marked);
  return groups.length === 1 ? tellApart(alike, rest) : groups.flatMap((group) => tellApart(group, rest));
}

function titleOf({ parts, mark }: Titled): string {
  return joinTitle(parts, mark);
}

/** Those that go by one title together. */
function byTitle(all: readonly Titled[]): Titled[][] {
  return [...Map.groupBy(all, titleOf).values()];
}

function frameOf({ root: { voices } }: Titled): ReturnType<typeof innermostFrame> {
  const error = voices[0]?.thrown.at(-1);
  return error === undefined ? null : innermostFrame(error);
}

/** A date and an hour, before the minute, which look like host and port. */
const TIME = /^\d{4}-\d\d-\d\d/;

/** The one address that all examples say was not reached. */
function peerOf({ root: { voices } }: Titled): string {
  const [peer = '', ...others] = new Set(voices.map(({ message }) => peerIn(message) ?? ''));
  return others.length > 0 || TIME.test(peer) ? '' : peer;
}

function namesOfServices({ members }: Titled): string {
  return [...new Set(members.flatMap(servicesOf))].sort(compareText).join(', ');
}

/** Where a template first has a word that none of the others has: `for …`, `owner …`, `stripe call`. */
function byOwnWords(alike: readonly Titled[]): (one: Titled) => string {
  const templates = new Map<string, number>();
  for (const { root } of alike) {
    for (const token of new Set(root.tokens)) templates.set(token, (templates.get(token) ?? 0) + 1);
  }
  return ({ root }) => {
    const first = root.tokens.findIndex((token) => isWord(token) && templates.get(token) === 1);
    return first === -1 ? '' : bracketed(phraseIn(root.tokens.slice(first, first + MOST_WORDS)));
  };
}

/** The words up to the first value or sign. */
function phraseIn(tokens: readonly string[]): string {
  const words: string[] = [];
  for (const token of tokens) {
    if (token === SLOT || token.includes('#')) return [...words, '…'].join(' ');
    if (!isWord(token)) break;
    words.push(token);
  }
  return words.join(' ');
}

function isWord(token: string): boolean {
  return /^\p{L}[\p{L}\p{N}_.-]*$/u.test(token);
}

function inside(name: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$.#:]{0,60}$/u.test(name) ? ` in ${name}` : insideMethod(name);
}

function bracketed(text: string): string {
  return text === '' ? '' : ` (${text})`;
}
