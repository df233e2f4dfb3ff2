import type { Store } from './open.ts';

/** The right to do something that only one process may do at a time, for a while. */
export interface Lease {
  readonly key: string;
  /** Unlike that of anyone else who may want the same key. */
  readonly holder: string;
}

/**
 * Takes a lease that is free, has run out, or whose holder is dead.
 *
 * @returns false when another holds it
 */
export async function takeLease(
  store: Store,
  { key, holder }: Lease,
  { now, until, isDead }: { readonly now: Date; readonly until: Date; readonly isDead: (holder: string) => boolean },
): Promise<boolean> {
  const expires_at = until.toISOString();
  const current = await store.db.selectFrom('leases').selectAll().where('key', '=', key).executeTakeFirst();
  if (current === undefined) {
    const inserted = await store.db
      .insertInto('leases')
      .values({ key, holder, expires_at })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('key')
      .executeTakeFirst();
    return inserted !== undefined;
  }
  if (Date.parse(current.expires_at) > now.getTime() && !isDead(current.holder)) return false;
  // Only from exactly what was seen: of two that find it abandoned, one takes it.
  const { numUpdatedRows } = await store.db
    .updateTable('leases')
    .set({ holder, expires_at })
    .where('key', '=', key)
    .where('holder', '=', current.holder)
    .where('expires_at', '=', current.expires_at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Who holds it, dead or alive; null = it is free, or has run out. */
export async function holderOf(store: Store, key: string, now: Date): Promise<string | null> {
  const current = await store.db.selectFrom('leases').selectAll().where('key', '=', key).executeTakeFirst();
  return current === undefined || Date.parse(current.expires_at) <= now.getTime() ? null : current.holder;
}

/** @returns false when the lease has passed to another */
export async function renewLease(store: Store, { key, holder }: Lease, until: Date): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('leases')
    .set({ expires_at: until.toISOString() })
    .where('key', '=', key)
    .where('holder', '=', holder)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function releaseLease(store: Store, { key, holder }: Lease): Promise<void> {
  await store.db.deleteFrom('leases').where('key', '=', key).where('holder', '=', holder).execute();
}
