import type { Run } from '../model/run.ts';
import type { Store } from './open.ts';
import { getRun } from './runs.ts';

/**
 * The runs in whose record a text stands, the one begun last first. Read one at a time, since a run may be large; where
 * the text stands is the caller's to find out.
 *
 * @param text letters and digits
 */
export async function* runsNaming(store: Store, text: string): AsyncGenerator<Run> {
  const rows = await store.db
    .selectFrom('runs')
    .select('id')
    .where('record', 'like', `%${text}%`)
    .orderBy('number', 'desc')
    .orderBy('id', 'desc')
    .execute();
  for (const { id } of rows) {
    const run = await getRun(store, id);
    if (run) yield run;
  }
}
