import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** What is asked for at every cluster or run, of tables that only grow. */
const ASKED = [
  ['runs_by_number', 'runs', ['number']],
  ['drafts_by_number', 'drafts', ['number']],
  ['templates_by_number', 'templates', ['number', 'fingerprint']],
  ['sightings_by_run', 'sightings', ['run']],
  ['tracked_by_problem', 'tracked', ['repository', 'fingerprint']],
  ['transcripts_by_opening', 'transcripts', ['fingerprint', 'opening_hash']],
] as const;

/** So that a cluster costs no more in a store that has seen a million of them. */
export async function addIndexes(db: Kysely<Tables>): Promise<void> {
  for (const [name, table, columns] of ASKED) {
    await db.schema
      .createIndex(name)
      .ifNotExists()
      .on(table)
      .columns([...columns])
      .execute();
  }
}
