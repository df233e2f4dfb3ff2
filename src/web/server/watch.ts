import { listDraftStates, Status } from '../../store/draft-pages.ts';
import type { Store } from '../../store/open.ts';
import { listRunStatuses, readRunHead, readRunRecord } from '../../store/run-heads.ts';
import { storeVersion } from '../../store/version.ts';
import type { ReviewEvent } from '../views.ts';

const EVERY_MS = 1_000;
/** What nobody looks at is not watched. */
const MOST_RUNS = 50;

/** Calls `work` again and again until it is stopped. */
export type Repeat = (work: () => void, milliseconds: number) => { stop(): void };

/** Tells of what changes in the store, whoever changes it: this process or another. */
export interface Watch {
  /** From when it answers on. @returns ends it; while nobody listens nothing is asked */
  listen(listener: (event: ReviewEvent) => void): Promise<() => void>;
}

/** What was there when it was last looked. */
interface Seen {
  readonly version: string;
  readonly drafts: ReadonlyMap<string, string>;
  readonly runs: ReadonlyMap<string, { readonly status: string | null; readonly record: string | null }>;
}

/** @param onError told when the store cannot be read; the watch goes on */
export function watchStore(store: Store, repeat: Repeat, onError: (error: unknown) => void): Watch {
  const listeners = new Set<(event: ReviewEvent) => void>();
  let timer: { stop(): void } | null = null;
  let seen: Seen | null = null;
  let looking: Promise<void> | null = null;
  let isBroken = false;
  // A look that takes longer than the pause is not overtaken by the next.
  const look = (): Promise<void> => {
    looking ??= lookOnce();
    return looking;
  };
  const lookOnce = async (): Promise<void> => {
    try {
      const { now, events } = await compare(store, seen);
      seen = now;
      isBroken = false;
      for (const event of events) for (const listener of listeners) listener(event);
    } catch (error) {
      // Once, and not every second until it is mended.
      if (!isBroken) onError(error);
      isBroken = true;
    } finally {
      looking = null;
    }
  };
  return {
    async listen(listener) {
      listeners.add(listener);
      if (timer === null) {
        seen = null;
        timer = repeat(() => void look(), EVERY_MS);
      }
      await look();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        timer?.stop();
        timer = null;
      };
    },
  };
}

async function compare(store: Store, before: Seen | null): Promise<{ now: Seen; events: ReviewEvent[] }> {
  const version = await storeVersion(store);
  if (before?.version === version) return { now: before, events: [] };
  const events: ReviewEvent[] = [];
  const drafts = new Map<string, string>();
  for (const { id, run, hash, status } of await listDraftStates(store)) {
    const known = Status.safeParse(status);
    drafts.set(id, `${hash} ${status}`);
    if (before !== null && known.success && before.drafts.get(id) !== `${hash} ${status}`) {
      events.push({ kind: 'draft', draft: id, run, hash, status: known.data });
    }
  }
  const runs = new Map<string, { status: string | null; record: string | null }>();
  for (const { id, status } of await listRunStatuses(store, MOST_RUNS)) {
    const known = before?.runs.get(id);
    // A run that is over changes only by its drafts, and those are told of by themselves.
    const isOver = status !== 'running' && status === known?.status;
    const record = isOver || before === null ? null : await readRunRecord(store, id);
    runs.set(id, { status, record: status === 'running' ? record : null });
    if (record === null || record === known?.record) continue;
    const head = readRunHead(record);
    if (head !== null) events.push({ kind: 'run', run: id, updatedAt: head.updatedAt, status: head.status });
  }
  return { now: { version, drafts, runs }, events };
}
