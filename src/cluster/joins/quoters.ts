import { quotesWords, type RootException } from '../exception.ts';
import { firstLine, type Member, wordsOf } from '../member.ts';
import { keyOf } from '../token-key.ts';
import type { KnownException } from './known-exception.ts';
import { causesBeside } from './said.ts';
import type { Wrapper } from './wrappers.ts';

/** What some exceptions say, by type: the same words may be thrown by several, and mean several causes. */
interface Wording {
  readonly words: readonly string[];
  readonly byType: Map<string, { types: Set<string>; meant: Set<KnownException> }>;
}

/**
 * A pattern quotes an exception when every example does, and it is clear which exception is meant. Who quotes one that
 * wraps another tells of what it followed from, if that is but one.
 */
export function addQuoters(
  known: readonly KnownException[],
  wrappers: readonly Wrapper[],
  members: readonly Member[],
  heldBy: ReadonlyMap<number, KnownException>,
): void {
  const byWord = indexByRarestWord(wordingsOf(known, wrappers));
  if (byWord.size === 0) return;
  for (const [index, member] of members.entries()) {
    const first = saidIn(member, 0);
    const near = new Set(first.flat().flatMap((word) => byWord.get(word) ?? []));
    if (near.size === 0) continue;
    const said = member.voices.map((_, example) => saidIn(member, example));
    const held = heldBy.get(index);
    const ownWords = held?.root.home == null ? null : wordsThrown(member);
    const quoted = [...near].filter(
      ({ words }) =>
        // The same message thrown elsewhere is another exception, not a quotation.
        ownWords?.has(keyOf(words)) !== true && said.every((texts) => texts.some((text) => quotesWords(text, words))),
    );
    const meant = theOneMeant(quoted, first.flat(), held);
    if (meant === null) continue;
    const own = quoted.some(({ words }) => keyOf(words) === keyOf(meant.root.words));
    (own ? meant.quoters : meant.wrappers).push(index);
  }
}

/** The words of all that an example says. */
function saidIn(member: Member, example: number): (readonly string[])[] {
  const texts = member.voices[example]?.texts ?? [];
  return [...texts, ...causesBeside(member, example).map(wordsOf)];
}

function wordingsOf(known: readonly KnownException[], wrappers: readonly Wrapper[]): Wording[] {
  const wordings = new Map<string, Wording>();
  const add = ({ words, type, error }: RootException, meant: Iterable<KnownException>): void => {
    const key = keyOf(words);
    const wording = wordings.get(key) ?? { words, byType: new Map() };
    wordings.set(key, wording);
    const sense = wording.byType.get(type) ?? { types: new Set([type]), meant: new Set() };
    wording.byType.set(type, sense);
    sense.types.add(error.type);
    for (const exception of meant) sense.meant.add(exception);
  };
  const wrapping = new Set(known.flatMap((exception) => exception.wrappers));
  for (const { exception, roots } of wrappers) if (exception.specific) add(exception, roots);
  for (const exception of known) {
    if (!exception.root.specific || exception.holders.every((index) => wrapping.has(index))) continue;
    add(exception.root, [exception]);
  }
  return [...wordings.values()];
}

/** What a pattern's own exceptions say. */
function wordsThrown({ voices }: Member): Set<string> {
  return new Set(voices.flatMap(({ thrown }) => thrown.map(({ message }) => keyOf(wordsOf(firstLine(message))))));
}

/** Each wording under the word that the fewest others have, so that few must be compared with a text. */
function indexByRarestWord(wordings: readonly Wording[]): Map<string, Wording[]> {
  const frequency = new Map<string, number>();
  for (const { words } of wordings) {
    for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  return Map.groupBy(wordings, ({ words }) =>
    words.reduce((a, b) => ((frequency.get(b) ?? 0) < (frequency.get(a) ?? 0) ? b : a), words[0] ?? ''),
  );
}

/** Of exceptions that a text quotes: the longest, since it may quote the others; if two are as long, the one whose type it names. */
function theOneMeant(
  quoted: readonly Wording[],
  words: readonly string[],
  held: KnownException | undefined,
): KnownException | null {
  const longest = Math.max(...quoted.map((wording) => wording.words.length));
  const senses = quoted
    .filter((wording) => wording.words.length === longest)
    .flatMap(({ byType }) => [...byType.values()])
    .filter(({ meant }) => held === undefined || !meant.has(held));
  const typed = senses.filter(({ types }) => words.some((word) => types.has(word)));
  const [sense, ...others] = senses.length > 1 ? typed : senses;
  if (sense === undefined || others.length > 0) return null;
  const [meant, ...rivals] = sense.meant;
  return meant === undefined || rivals.length > 0 ? null : meant;
}
