import type { LogEntry } from '../model/entry.ts';
import { hideBesideGaps } from './beside-gap.ts';
import type { JoinedParts } from './counted.ts';
import { toLogEntry } from './decode.ts';
import { hashText } from './hash.ts';
import { joinParts } from './join-parts.ts';
import { createSeenIdentities } from './seen-identities.ts';
import type { SplitPart, WaitingEntry } from './split-part.ts';

/** What parts that wait for others may take together, in bytes. */
const ROOM = 64 * 1024 * 1024;
/** What the parts of one entry may. */
const ROOM_OF_ONE = 8 * 1024 * 1024;
/** What a part takes beside its text, about. */
const BESIDE = 512;
const FEW = 2 ** 10;

/** A hash of what is known, lower and upper 32 bits. */
type Known = readonly [low: number, high: number];

/** What an earlier joiner knew: for one that goes on with its work. */
export interface EarlierParts {
  /** Parts that it was given; see identityOfPart. */
  readonly parts: readonly Known[];
  /** Entries that it took though parts were missing. */
  readonly broken: readonly Known[];
  /** Parts that waited in it: they count as read already. */
  readonly waiting: readonly SplitPart[];
}

interface Waiting {
  readonly uid: string;
  readonly total: number;
  readonly parts: Map<number, string>;
  bytes: number;
}

/**
 * Puts entries together that Cloud Logging cut into parts. Parts may come in any order and as far apart as the room
 * allows, each counts once. An entry of which parts never come is taken as it is: at the end, or as soon as the room is
 * full, and then the one that waits longest. Parts that come after that count, but are not read.
 *
 * @param onEntry false = it belongs to another slice of the time, and counts there
 */
export function createSplitJoiner(onEntry: (entry: LogEntry) => unknown, room = ROOM, earlier?: EarlierParts) {
  /** In the order in which their first part came. */
  const waiting = new Map<string, Waiting>();
  const seenParts = createSeenIdentities(FEW);
  const begun = createSeenIdentities(FEW);
  const broken: Known[] = earlier?.broken.slice() ?? [];
  let bytes = 0;
  let parts = 0;
  let entries = 0;
  let incomplete = 0;
  let duplicates = 0;

  const take = (key: string, { total, parts: texts, bytes: taken }: Waiting): void => {
    waiting.delete(key);
    bytes -= taken;
    const isWhole = texts.size === total;
    if (!isWhole) broken.push(hashOf(key));
    const inOrder = [...texts]
      .sort(([a], [b]) => a - b)
      .map(([index, json]) => ({ index, part: toLogEntry(JSON.parse(json)) ?? {} }));
    const joined = joinParts(isWhole ? inOrder.map(({ part }) => part) : hideBesideGaps(inOrder, total), isWhole);
    if (onEntry(joined) === false) return;
    entries += 1;
    if (!isWhole) incomplete += 1;
  };

  const begin = (key: string, { uid, total }: SplitPart): Waiting | null => {
    if (!begun.add(...hashOf(key))) return null;
    const set: Waiting = { uid, total, parts: new Map(), bytes: 0 };
    waiting.set(key, set);
    return set;
  };

  const put = (part: SplitPart): void => {
    const key = keyOf(part);
    const set = waiting.get(key) ?? begin(key, part);
    if (set === null) return;
    const size = 2 * part.json.length + BESIDE;
    set.parts.set(part.index, part.json);
    set.bytes += size;
    bytes += size;
    if (set.parts.size === part.total || set.bytes > ROOM_OF_ONE) take(key, set);
    while (bytes > room) {
      const [oldest] = waiting;
      if (oldest === undefined) break;
      take(...oldest);
    }
  };

  for (const known of broken) begun.add(...known);
  for (const part of earlier?.waiting ?? []) if (seenParts.add(...identityOfPart(part))) put(part);
  for (const known of earlier?.parts ?? []) seenParts.add(...known);

  return {
    /** @param isOurs else it lies in another slice of the time, counts there, and is here to make its entry whole */
    add(part: SplitPart, isOurs = true): void {
      const isNew = seenParts.add(...identityOfPart(part));
      if (isOurs && isNew) parts += 1;
      if (isOurs && !isNew) duplicates += 1;
      if (isNew) put(part);
    },

    /** What waits for other parts. */
    waiting: (): WaitingEntry[] =>
      [...waiting.values()].map(({ uid, total, parts }) => ({ uid, total, indexes: [...parts.keys()] })),

    /** Entries that were taken though parts were missing. */
    broken: (): readonly Known[] => broken,

    /** What became of the parts so far. */
    counts: (): JoinedParts => ({ parts, entries, incomplete, duplicates }),

    /** Takes all that still wait as they are. */
    finish(): JoinedParts {
      for (const [key, set] of [...waiting].sort(([a], [b]) => (a < b ? -1 : 1))) take(key, set);
      return { parts, entries, incomplete, duplicates };
    },
  };
}

/** What became of the parts of two joiners. */
export function addJoined(a: JoinedParts | undefined, b: JoinedParts): JoinedParts {
  if (a === undefined) return b;
  return {
    parts: a.parts + b.parts,
    entries: a.entries + b.entries,
    incomplete: a.incomplete + b.incomplete,
    duplicates: a.duplicates + b.duplicates,
  };
}

/** What tells a part from all others. */
export function identityOfPart(part: SplitPart): Known {
  return hashOf(`${part.index}\n${keyOf(part)}`);
}

function keyOf({ uid, total }: Pick<SplitPart, 'uid' | 'total'>): string {
  return `${total}\n${uid}`;
}

function hashOf(key: string): Known {
  const hash = hashText(key);
  return [hash | 0 || 1, Math.floor(hash / 0x1_0000_0000)];
}
