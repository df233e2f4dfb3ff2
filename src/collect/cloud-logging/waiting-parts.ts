import { z } from 'zod';
import { type SplitPart, splitPartOf, type WaitingEntry } from '../split-part.ts';
import { ofSplits, type Span } from './filter.ts';
import { type PagesRequest, readPages } from './read-pages.ts';
import { Nanoseconds } from './slices.ts';

/**
 * Where the parts of an entry are found again that wait for others. They are not kept themselves: one alone cannot be
 * redacted, since a secret may be cut in two.
 */
export const WaitingParts = z.object({
  uid: z.string(),
  total: z.int(),
  indexes: z.array(z.int()),
  /** When they happened: `since` inclusive, `until` exclusive. */
  since: Nanoseconds,
  until: Nanoseconds,
});
export type WaitingParts = z.infer<typeof WaitingParts>;

/** Remembers when parts happened, of those that wait. */
export function createPartTimes(earlier: readonly WaitingParts[]) {
  const keyOf = ({ uid, total }: Pick<WaitingEntry, 'uid' | 'total'>): string => `${total}\n${uid}`;
  let spans = new Map<string, Span>(earlier.map((parts) => [keyOf(parts), parts]));
  return {
    /** @param time in nanoseconds since 1970 */
    note(part: SplitPart, time: bigint): void {
      const before = spans.get(keyOf(part)) ?? { since: time, until: time + 1n };
      const since = time < before.since ? time : before.since;
      spans.set(keyOf(part), { since, until: time < before.until ? before.until : time + 1n });
    },

    /** Where to find what waits; the rest is forgotten. */
    of(entries: readonly WaitingEntry[]): WaitingParts[] {
      const waiting = entries.flatMap((entry) => {
        const span = spans.get(keyOf(entry));
        return span === undefined ? [] : [{ ...entry, indexes: [...entry.indexes], ...span }];
      });
      spans = new Map(waiting.map((parts) => [keyOf(parts), parts]));
      return waiting;
    },
  };
}

/** Of a filter that may be 20,000 characters long. */
const AT_ONCE = 50;

type PartsRequest = Omit<PagesRequest, 'slices' | 'onPage'> & { readonly onPage: () => void };

/**
 * Reads parts again that an earlier process had read and could not keep.
 *
 * @returns fewer than were waiting where some are not there any more, or the signal came
 * @throws SourceError with what to do
 */
export async function readWaitingParts(waiting: readonly WaitingParts[], request: PartsRequest): Promise<SplitPart[]> {
  const wanted = new Set(waiting.flatMap(({ uid, total, indexes }) => indexes.map((index) => key(uid, total, index))));
  return readParts(
    waiting,
    (some) => {
      const since = some.reduce((least, each) => (each.since < least ? each.since : least), some[0]?.since ?? 0n);
      return [{ since, until: some.reduce((most, each) => (each.until > most ? each.until : most), since) }];
    },
    ({ uid, total, index }) => wanted.has(key(uid, total, index)),
    request,
  );
}

/**
 * Reads the parts that are missing, where they may be.
 *
 * @returns those that are there, as far as the signal did not come
 * @throws SourceError with what to do
 */
export async function readMissingParts(
  waiting: readonly WaitingEntry[],
  spans: readonly Span[],
  request: PartsRequest,
): Promise<SplitPart[]> {
  const wanted = new Set(waiting.map(({ uid, total }) => key(uid, total, 0)));
  return readParts(
    waiting,
    () => spans,
    ({ uid, total }) => wanted.has(key(uid, total, 0)),
    request,
  );
}

async function readParts<Entry extends WaitingEntry>(
  entries: readonly Entry[],
  spansOf: (some: readonly Entry[]) => readonly Span[],
  isWanted: (part: SplitPart) => boolean,
  request: PartsRequest,
): Promise<SplitPart[]> {
  const found = new Map<string, SplitPart>();
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const some = entries.slice(from, from + AT_ONCE);
    await readPages({
      ...request,
      slices: spansOf(some).map((span) => ({ ...span, pageToken: '', reached: span.since, done: false })),
      filterOf: (span) => `${request.filterOf(span)}\nAND ${ofSplits(some.map(({ uid }) => uid))}`,
      onPage: (page) => {
        request.onPage();
        for (const entry of page) {
          const part = splitPartOf(entry, JSON.stringify(entry));
          if (part !== null && isWanted(part)) found.set(key(part.uid, part.total, part.index), part);
        }
      },
    });
  }
  return [...found.values()];
}

function key(uid: string, total: number, index: number): string {
  return `${index}\n${total}\n${uid}`;
}
