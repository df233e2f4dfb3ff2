import { listDraftStates } from '../store/draft-pages.ts';
import type { Store } from '../store/open.ts';
import { newestRunIds } from '../store/runs.ts';
import { storeVersion } from '../store/version.ts';
import type { Repeat } from '../web/server/watch.ts';
import type { StoreKeeper } from './store-keeper.ts';

/** Resources of each kind. */
export const MOST_LISTED = 50;

const EVERY_MS = 1_000;

/** Tells when there is another list of resources, whoever changed it: a call to this server, or another process. */
export interface ListWatch {
  /** While nobody listens nothing is looked at. @returns ends it */
  listen(onChange: () => void): () => void;
  /** Looks now, as after a call that may have changed it; nobody has to wait for the next round then. */
  look(): Promise<void>;
}

/** What was there when it was last looked. */
interface Seen {
  readonly store: Store;
  readonly version: string;
  readonly listed: string;
}

/** @param onError told once when the store cannot be read; the watch goes on */
export function watchLists(
  stores: Pick<StoreKeeper, 'toRead'>,
  repeat: Repeat,
  onError: (error: unknown) => void,
): ListWatch {
  const listeners = new Set<() => void>();
  let timer: { stop(): void } | null = null;
  let seen: Seen | null = null;
  let isBroken = false;
  let looking: Promise<void> | null = null;

  async function lookOnce(): Promise<void> {
    if (listeners.size === 0) return;
    try {
      const before = seen;
      seen = await compare(await stores.toRead(), before);
      isBroken = false;
      if (before !== null && before.listed !== seen.listed) for (const tell of listeners) tell();
    } catch (error) {
      // The last listener may have gone meanwhile, and the store with it.
      if (!isBroken && listeners.size > 0) onError(error);
      isBroken = true;
    }
  }
  /** One after the other: a look that began before a change does not tell of it. */
  function look(): Promise<void> {
    const mine = (looking ?? Promise.resolve()).then(lookOnce).finally(() => {
      if (looking === mine) looking = null;
    });
    looking = mine;
    return mine;
  }
  return {
    listen(onChange) {
      listeners.add(onChange);
      if (timer === null) {
        seen = null;
        void look();
        timer = repeat(() => looking ?? void look(), EVERY_MS);
      }
      return () => {
        listeners.delete(onChange);
        if (listeners.size > 0) return;
        timer?.stop();
        timer = null;
      };
    },
    look,
  };
}

async function compare(store: Store, before: Seen | null): Promise<Seen> {
  const version = await storeVersion(store);
  if (before?.store === store && before.version === version) return before;
  const pending = (await listDraftStates(store)).filter(({ status }) => status === 'pending');
  const listed = JSON.stringify([await newestRunIds(store, MOST_LISTED), pending.map(({ id, hash }) => [id, hash])]);
  return { store, version, listed };
}
