import { z } from 'zod';
import { Severity } from '../model/severity.ts';
import { inStatements } from './in-statements.ts';
import { sortableInstant } from './instant.ts';
import { type Store, transactOn } from './open.ts';
import { parseRecord } from './parse-record.ts';

/** What all runs so far saw of a problem on one service. Times are sortable instants. */
export interface Tracked {
  /** As the entries name it; where they name none, that of the run. */
  readonly service: string;
  readonly fingerprint: string;
  readonly title: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** On which it was last seen; null = the entries named none. */
  readonly revision: string | null;
  /** The highest when it was last seen. */
  readonly severity: Severity;
  /** Entries that were counted; more may have been logged where no run looked. */
  readonly total: number;
  /** The most entries in one hour. */
  readonly peak: number;
  /** Up to here nothing is counted again. */
  readonly countedUntil: string;
  /** Entries of the service that were read since it was last seen: of whole runs without it, so rather too few. */
  readonly entriesSince: number;
  /** What was said of its recovery since it was last seen; null = nothing. */
  readonly told: 'holds' | 'quiet' | null;
}

/** The problems that were seen on one of these services, in order of service and fingerprint. */
export async function listTracked(
  store: Store,
  { repository, services }: { readonly repository: string; readonly services: readonly string[] },
): Promise<Tracked[]> {
  if (services.length === 0) return [];
  const rows = await store.db
    .selectFrom('tracked')
    .selectAll()
    .where('repository', '=', repository.toLowerCase())
    .where('service', 'in', [...services])
    .orderBy('service')
    .orderBy('fingerprint')
    .execute();
  return rows.map((row) => read(store, row));
}

/** What is known of some problems, by fingerprint and service; with nothing in it where nothing is known. */
export async function recallTracked(
  store: Store,
  { repository, fingerprints }: { readonly repository: string; readonly fingerprints: readonly string[] },
): Promise<ReadonlyMap<string, readonly Tracked[]>> {
  const known = new Map<string, Tracked[]>(fingerprints.map((fingerprint) => [fingerprint, []]));
  for (const together of inStatements([...known.keys()])) {
    const rows = await store.db
      .selectFrom('tracked')
      .selectAll()
      .where('repository', '=', repository.toLowerCase())
      .where('fingerprint', 'in', together)
      .orderBy('service')
      .execute();
    for (const row of rows) known.get(row.fingerprint)?.push(read(store, row));
  }
  return known;
}

/** What a transaction over a repository's tracked problems is named after. */
export function trackedOf(repository: string): string {
  return `tracked problems of ${repository.toLowerCase()}`;
}

/**
 * Seen on one service, a problem is gone from none: what was read since on the others is counted anew.
 *
 * @param seen as it was saved
 */
export async function breakSilence(
  store: Store,
  repository: string,
  seen: readonly Pick<Tracked, 'service' | 'fingerprint' | 'lastSeen'>[],
): Promise<void> {
  if (seen.length === 0) return;
  await transactOn(store, trackedOf(repository), async ({ db }) => {
    for (const { service, fingerprint, lastSeen } of seen) {
      await db
        .updateTable('tracked')
        .set({ entries_since: 0, recovery_told: null })
        .where('repository', '=', repository.toLowerCase())
        .where('fingerprint', '=', fingerprint)
        .where('service', '!=', service)
        .where('last_seen', '<', sortableInstant(lastSeen))
        .execute();
    }
  });
}

/** Keeps what is known now, over what was known: all of it or nothing. */
export async function saveTracked(store: Store, repository: string, all: readonly Tracked[]): Promise<void> {
  if (all.length === 0) return;
  // Of one that is named twice the last counts.
  const latest = new Map(all.map((one) => [JSON.stringify([one.service, one.fingerprint]), one]));
  const rows = [...latest.values()].map(({ service, fingerprint, ...known }) => ({
    repository: repository.toLowerCase(),
    service,
    fingerprint,
    title: known.title,
    first_seen: sortableInstant(known.firstSeen),
    last_seen: sortableInstant(known.lastSeen),
    revision: known.revision,
    severity: known.severity,
    total: known.total,
    peak: known.peak,
    counted_until: sortableInstant(known.countedUntil),
    entries_since: known.entriesSince,
    recovery_told: known.told,
  }));
  await transactOn(store, trackedOf(repository), async ({ db }) => {
    for (const together of inStatements(rows)) {
      await db
        .insertInto('tracked')
        .values(together)
        .onConflict((conflict) =>
          conflict.columns(['repository', 'service', 'fingerprint']).doUpdateSet(({ ref }) => ({
            title: ref('excluded.title'),
            first_seen: ref('excluded.first_seen'),
            last_seen: ref('excluded.last_seen'),
            revision: ref('excluded.revision'),
            severity: ref('excluded.severity'),
            total: ref('excluded.total'),
            peak: ref('excluded.peak'),
            counted_until: ref('excluded.counted_until'),
            entries_since: ref('excluded.entries_since'),
            recovery_told: ref('excluded.recovery_told'),
          })),
        )
        .execute();
    }
  });
}

const Row = z
  .object({
    service: z.string(),
    fingerprint: z.string(),
    title: z.string(),
    first_seen: z.string(),
    last_seen: z.string(),
    revision: z.string().nullable(),
    severity: Severity,
    total: z.int(),
    peak: z.int(),
    counted_until: z.string(),
    entries_since: z.int(),
    recovery_told: z.enum(['holds', 'quiet']).nullable(),
  })
  .transform(
    (row): Tracked => ({
      service: row.service,
      fingerprint: row.fingerprint,
      title: row.title,
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
      revision: row.revision,
      severity: row.severity,
      total: row.total,
      peak: row.peak,
      countedUntil: row.counted_until,
      entriesSince: row.entries_since,
      told: row.recovery_told,
    }),
  );

function read(store: Store, row: { service: string; fingerprint: string }): Tracked {
  return parseRecord(Row, row, `record of ${row.fingerprint} on ${row.service}`, store.where);
}
