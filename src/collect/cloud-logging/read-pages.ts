import type { Clock } from '../../model/clock.ts';
import { SourceError } from '../../model/errors.ts';
import { isObject } from '../json-fields.ts';
import { parseTime } from '../time.ts';
import { remedyOf, unreachable } from './failure.ts';
import type { Span } from './filter.ts';
import type { Quota } from './quota.ts';
import type { Slice } from './slices.ts';

/** Entries in plain JSON, oldest first. */
interface Page {
  readonly entries: readonly unknown[];
  /** Empty on the last page. */
  readonly nextPageToken: string;
}

/** Reads one page of at most 1,000 entries, oldest first; rejects with the errors of the gRPC client. */
export type ReadPage = (request: { readonly filter: string; readonly pageToken: string }) => Promise<Page>;

export interface PagesRequest {
  readonly project: string;
  /** Where each slice stands; those that are done are left alone. */
  readonly slices: readonly Slice[];
  readonly filterOf: (span: Span) => string;
  readonly readPage: ReadPage;
  readonly quota: Quota;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Takes a page, and where its slice stands after it. Both must last once this returns: they are not read again. */
  readonly onPage: (entries: readonly unknown[], index: number, after: Slice) => void;
  /** A read that failed and is tried again; the wait in milliseconds. */
  readonly onRetry: (why: string, waitMs: number) => void;
}

/** Slices that are read at the same time. */
const READERS = 4;
/** In a row, for one page. */
const MOST_TRIES = 10;
/** Where nothing was ever read, it is more likely the address or the network. */
const MOST_FIRST_TRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Restarts that lead no further, one after the other. */
const MOST_RESTARTS = 5;

/**
 * Reads all slices to their ends, several at once, under one quota. What passes is waited for, and the same page read
 * again; a page token that has expired starts its slice again at the last timestamp, so an entry may come twice then.
 * Returns early, cleanly, when the signal comes.
 *
 * @throws SourceError with what to do
 */
export async function readPages(request: PagesRequest): Promise<void> {
  const waiting = request.slices.map((_, index) => index).filter((index) => request.slices[index]?.done === false);
  const failed = new AbortController();
  const signal = AbortSignal.any([request.signal, failed.signal]);
  const shared = { readAny: false };
  const readNext = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const slice = request.slices[index];
      if (slice !== undefined) await readSlice({ ...request, signal }, slice, index, shared);
      if (signal.aborted) return;
    }
  };
  const readers = Array.from({ length: READERS }, () =>
    readNext().catch((error: unknown) => {
      // The others stop where they are; what they have read is kept.
      if (!failed.signal.aborted) failed.abort(error);
    }),
  );
  await Promise.all(readers);
  if (failed.signal.aborted) throw failed.signal.reason;
}

async function readSlice(
  request: PagesRequest,
  begun: Slice,
  index: number,
  shared: { readAny: boolean },
): Promise<void> {
  let slice = begun;
  let restarts = 0;
  while (!slice.done) {
    const page = await readPatiently(request, slice, shared);
    if (page === 'stopped') return;
    if (page === 'expired') {
      restarts += 1;
      if (restarts > MOST_RESTARTS) {
        throw new SourceError('Cloud Logging takes none of the page tokens that it gives out. Try again later.');
      }
      slice = { ...slice, since: slice.reached, pageToken: '' };
      continue;
    }
    shared.readAny = true;
    const reached = lastTime(page.entries) ?? slice.reached;
    if (reached > slice.reached) restarts = 0;
    slice = { ...slice, reached, pageToken: page.nextPageToken, done: page.nextPageToken === '' };
    request.onPage(page.entries, index, slice);
  }
}

async function readPatiently(
  { project, filterOf, readPage, quota, clock, signal, onRetry }: PagesRequest,
  slice: Slice,
  shared: { readonly readAny: boolean },
): Promise<Page | 'expired' | 'stopped'> {
  const { pageToken } = slice;
  for (let tries = 1; ; tries += 1) {
    await quota.turn(signal);
    if (signal.aborted) return 'stopped';
    try {
      return await orStopped(readPage({ filter: filterOf(slice), pageToken }), signal);
    } catch (error) {
      const remedy = remedyOf(error, { project, hasToken: pageToken !== '' });
      if (remedy.kind === 'give up') throw remedy.error;
      if (remedy.kind === 'restart') return 'expired';
      const most = shared.readAny || remedy.all ? MOST_TRIES : MOST_FIRST_TRIES;
      if (tries >= most) throw unreachable(remedy.why, tries, shared.readAny);
      const wait = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
      onRetry(remedy.why, wait);
      if (remedy.all) quota.pause(wait);
      else await clock.sleep(wait, signal);
    }
  }
}

/** What is read when the signal comes is left unread: it is read again when this is taken up. */
async function orStopped<T>(read: Promise<T>, signal: AbortSignal): Promise<T | 'stopped'> {
  const { promise, resolve } = Promise.withResolvers<'stopped'>();
  const stop = (): void => resolve('stopped');
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([read, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function lastTime(entries: readonly unknown[]): bigint | null {
  const last = entries.at(-1);
  return isObject(last) && typeof last.timestamp === 'string' ? parseTime(last.timestamp) : null;
}
