import type { LogEntry } from '../model/entry.ts';
import { toLogEntry } from './decode.ts';
import { hashText } from './hash.ts';
import { joinParts } from './join-parts.ts';
import { createSeenIdentities, type SeenIdentities } from './seen-identities.ts';
import type { SplitPart } from './split-part.ts';

/** What parts that wait for others may take together, in bytes. */
const ROOM = 64 * 1024 * 1024;
/** What the parts of one entry may. */
const ROOM_OF_ONE = 8 * 1024 * 1024;
/** What a part takes beside its text, about. */
const BESIDE = 512;
const FEW = 2 ** 10;

/** What became of parts. */
export interface JoinedParts {
  /** Parts read, each once. */
  readonly parts: number;
  /** Entries that they made. */
  readonly entries: number;
  /** Entries among these of which parts were missing. */
  readonly incomplete: number;
  readonly duplicates: number;
}

interface Waiting {
  readonly total: number;
  readonly parts: Map<number, string>;
  bytes: number;
}

/**
 * Puts entries together that Cloud Logging cut into parts. Parts may come in any order and as far apart as the room
 * allows, each counts once. An entry of which parts never come is taken as it is: at the end, or as soon as the room is
 * full, and then the one that waits longest. Parts that come after that count, but are not read.
 */
export function createSplitJoiner(onEntry: (entry: LogEntry) => void, room = ROOM) {
  /** In the order in which their first part came. */
  const waiting = new Map<string, Waiting>();
  const seenParts = createSeenIdentities(FEW);
  const begun = createSeenIdentities(FEW);
  let bytes = 0;
  let parts = 0;
  let entries = 0;
  let incomplete = 0;
  let duplicates = 0;

  const take = (key: string, { total, parts: texts, bytes: taken }: Waiting): void => {
    waiting.delete(key);
    bytes -= taken;
    entries += 1;
    const isWhole = texts.size === total;
    if (!isWhole) incomplete += 1;
    const inOrder = [...texts].sort(([a], [b]) => a - b).map(([, json]) => toLogEntry(JSON.parse(json)) ?? {});
    onEntry(joinParts(inOrder, isWhole));
  };

  const begin = (key: string, total: number): Waiting | null => {
    if (!isNew(begun, key)) return null;
    const set: Waiting = { total, parts: new Map(), bytes: 0 };
    waiting.set(key, set);
    return set;
  };

  return {
    add({ uid, index, total, json }: SplitPart): void {
      const key = `${total}\n${uid}`;
      if (!isNew(seenParts, `${index}\n${key}`)) {
        duplicates += 1;
        return;
      }
      parts += 1;
      const set = waiting.get(key) ?? begin(key, total);
      if (set === null) return;
      const size = 2 * json.length + BESIDE;
      set.parts.set(index, json);
      set.bytes += size;
      bytes += size;
      if (set.parts.size === total || set.bytes > ROOM_OF_ONE) take(key, set);
      while (bytes > room) {
        const [oldest] = waiting;
        if (oldest === undefined) break;
        take(...oldest);
      }
    },

    /** Whether parts wait for others. */
    isWaiting: (): boolean => waiting.size > 0,

    /** What became of the parts so far. */
    counts: (): JoinedParts => ({ parts, entries, incomplete, duplicates }),

    /** Takes all that still wait as they are. */
    finish(): JoinedParts {
      for (const [key, set] of [...waiting].sort(([a], [b]) => (a < b ? -1 : 1))) take(key, set);
      return { parts, entries, incomplete, duplicates };
    },
  };
}

function isNew(seen: SeenIdentities, key: string): boolean {
  const hash = hashText(key);
  return seen.add(hash | 0 || 1, Math.floor(hash / 0x1_0000_0000));
}
