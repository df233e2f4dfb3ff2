import type { Kysely } from 'kysely';
import { millisecondsOf } from '../config/duration.ts';
import type { Config } from '../config/schema.ts';
import { sortableInstant } from './instant.ts';
import { type Store, transactOn } from './open.ts';
import type { Tables } from './tables.ts';

/** Before when things are removed, RFC 3339; null = never. */
export interface KeptSince {
  readonly runs: string | null;
  readonly transcripts: string | null;
}

/** @param now milliseconds since 1970 */
export function keptSince({ runs, transcripts }: Config['retention'], now: number): KeptSince {
  const before = (span: string | null): string | null =>
    span === null ? null : new Date(now - millisecondsOf(span)).toISOString();
  return { runs: before(runs), transcripts: before(transcripts) };
}

/** What was removed. */
export interface Removed {
  readonly runs: number;
  readonly drafts: number;
  readonly transcripts: number;
}

/** A draft that waits for somebody, or is on its way to GitHub, keeps its run. */
const UNSETTLED = ['pending', 'approved', 'posting'];

/**
 * Removes runs that ended before, with their drafts, what the ledger and reviewers say of these, transcripts and tapes; and
 * transcripts that are older than they may be. Templates, issues, what is tracked, when a problem was seen last and how
 * far was read stay: later runs know problems by them.
 */
export async function removeOld(store: Store, { runs, transcripts }: KeptSince): Promise<Removed> {
  return transactOn(store, 'retention', async ({ db }) => {
    const oldTalk = await endedBefore(db, transcripts);
    const oldRuns = await endedBefore(db, runs);
    const spoken = await removeTranscripts(db, [...new Set([...oldTalk, ...oldRuns])]);
    let [gone, drafts] = [0, 0];
    for (const run of oldRuns) {
      const own = await db.selectFrom('drafts').select(['id', 'status']).where('run', '=', run).execute();
      if (own.some(({ status }) => UNSETTLED.includes(status))) continue;
      for (const { id } of own) {
        for (const table of ['ledger', 'reviews', 'looks'] as const) {
          await db.deleteFrom(table).where('draft', '=', id).execute();
        }
        await db.deleteFrom('drafts').where('id', '=', id).execute();
      }
      await db.deleteFrom('tapes').where('run', '=', run).execute();
      // Its row stays, without what it holds: by it, and by what it saw, later runs know what is new.
      await db.updateTable('runs').set({ record: null }).where('id', '=', run).execute();
      gone += 1;
      drafts += own.length;
    }
    return { runs: gone, drafts, transcripts: spoken };
  });
}

async function endedBefore(db: Kysely<Tables>, time: string | null): Promise<string[]> {
  if (time === null) return [];
  const rows = await db
    .selectFrom('runs')
    .select('id')
    .where('window_until', '<', sortableInstant(time))
    .where('status', 'in', ['done', 'partial', 'failed'])
    .where('record', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

async function removeTranscripts(db: Kysely<Tables>, runs: readonly string[]): Promise<number> {
  let removed = 0n;
  for (const run of runs) {
    await db.deleteFrom('turns').where('run', '=', run).execute();
    removed += (await db.deleteFrom('transcripts').where('run', '=', run).executeTakeFirst()).numDeletedRows;
  }
  return Number(removed);
}
