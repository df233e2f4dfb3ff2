import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, openStoreIfThere, STORE_FILE, type Store } from '../store/open.ts';

/** The store of a server that runs for days: opened when it is first needed, and anew where its file is another one. */
export interface StoreKeeper {
  /** What is there; where there is no store yet, an empty one that leaves nothing behind. */
  toRead(): Promise<Store>;
  /** Makes the store where there is none. */
  toWrite(): Promise<Store>;
  close(): Promise<void>;
}

/** @param databaseUrl empty = it is a file in the state folder */
export function createStoreKeeper(stateDir: string, databaseUrl: string): StoreKeeper {
  // Of PostgreSQL there is one, which makes what is not there.
  const whichIs = (): string | null => (databaseUrl === '' ? fileOf(stateDir) : databaseUrl);
  let kept: { readonly store: Promise<Store>; readonly which: string | null } | null = null;
  let empty: Promise<Store> | null = null;
  /** Those whose file was taken away: a call that goes on may still use them. */
  const old: Promise<Store>[] = [];

  function keep(store: Promise<Store>): Promise<Store> {
    if (kept !== null) old.push(kept.store);
    const mine = { store, which: null };
    kept = mine;
    return store.then(
      (opened) => {
        if (kept === mine) kept = { store, which: whichIs() };
        return opened;
      },
      (error: unknown) => {
        if (kept === mine) kept = null;
        throw error;
      },
    );
  }
  function current(): Promise<Store> | null {
    if (kept === null) return null;
    return kept.which === null || kept.which === whichIs() ? kept.store : null;
  }
  return {
    async toRead() {
      const open = current();
      if (open !== null) return open;
      if (whichIs() !== null) return keep(openStore(stateDir, databaseUrl));
      empty ??= openStoreIfThere(stateDir, databaseUrl);
      return empty;
    },
    async toWrite() {
      return current() ?? keep(openStore(stateDir, databaseUrl));
    },
    async close() {
      const all = [...old, ...(kept === null ? [] : [kept.store]), ...(empty === null ? [] : [empty])];
      kept = null;
      empty = null;
      await Promise.allSettled(all.map(async (store) => (await store).close()));
    },
  };
}

/** Which file it is, and not only which name; null = there is none. */
function fileOf(stateDir: string): string | null {
  const found = statSync(join(stateDir, STORE_FILE), { throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino}`;
}
