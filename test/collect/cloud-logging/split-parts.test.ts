import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadPage } from '../../../src/collect/cloud-logging/read-pages.ts';
import { formatTime } from '../../../src/collect/time.ts';
import type { LogEntry } from '../../../src/model/entry.ts';
import { logOf } from '../../support/cloud-logging/log.ts';
import { identityOf } from '../../support/cloud-logging/noisy-log.ts';
import { planOf, startWorld } from '../../support/cloud-logging/world.ts';

const LONG = process.env.LONG === '1';
const LONG_ENOUGH = LONG ? 1_800_000 : 60_000;
const SINCE = 1_767_312_000_000_000_000n;
/** Between two entries: they fill two slices. */
const STEP = 4_000_000_000n;
const SIZE = 4_000;
const UNTIL = SINCE + BigInt(SIZE) * STEP;
const SPAN = { plan: planOf({ since: SINCE, until: UNTIL }), start: Number(UNTIL / 1_000_000n) + 600_000 };

/** Cut in the middle of a secret; either half alone looks like nothing. */
const SECRET = `sk-ant-api03-${'x'.repeat(80)}`;
const texts = [`key ${SECRET.slice(0, 40)}`, `${SECRET.slice(40)} and`, ' more'];

const at = (place: number, textPayload: string, more: Partial<LogEntry> = {}): LogEntry => ({
  insertId: `plain-${place}`,
  logName: 'projects/acme/logs/stderr',
  timestamp: formatTime(SINCE + BigInt(place) * STEP),
  severity: 'ERROR',
  resource: { type: 'cloud_run_revision', labels: { service_name: 'shop' } },
  textPayload,
  ...more,
});

/** An entry in three parts, of which those come that have a place. */
const cut = (uid: string, places: readonly (number | null)[]): LogEntry[] =>
  places.flatMap((place, index) => {
    if (place === null) return [];
    const split = { uid, ...(index > 0 && { index }), totalSplits: 3 };
    return [at(place, texts[index] ?? '', { insertId: `${uid}-${index}`, split })];
  });

const parts = [
  ...cut('side by side', [999, 999, 999]),
  ...cut('over two pages', [1_998, 1_999, 2_001]),
  ...cut('over all of the time', [3_900, 30, 2_100]),
  ...cut('within one slice', [5, 1_000, 1_900]),
  ...cut('never whole', [null, 40, 3_000]),
  ...cut('given twice', [2_500, 2_500, 2_501]),
  ...cut('given twice', [2_500, 2_500, 2_501]),
];
const log = logOf([...Array.from({ length: SIZE }, (_, place) => at(place, 'plain')), ...parts]);
const world = (fault: (call: number) => 'expire tokens' | null = () => null) => startWorld({ log, fault }, SPAN);

type Reading = Awaited<ReturnType<Awaited<ReturnType<typeof world>>['read']>>;

function expectAll({ entries, completeness }: Reading): void {
  expect(new Set(entries.map(identityOf)).size).toBe(SIZE + 6);
  expect(entries).toHaveLength(SIZE + 6);
  const joined = entries.filter(({ textPayload }) => /^key \S+ and more$/.test(textPayload ?? ''));
  expect(joined).toHaveLength(5);
  expect(completeness).toMatchObject({
    kept: SIZE + 6,
    split: { parts: 17, entries: 6, incomplete: 1 },
    truncated: null,
  });
}

describe('an entry in parts that lie far apart', () => {
  it('is put together', async () => {
    const reading = await (await world()).read();
    expectAll(reading);
    expect(reading.completeness).toMatchObject({ read: SIZE + parts.length, duplicates: 3 });
  });

  it(
    'is put together once, however often the process is killed, and no part of it is on the disk',
    async () => {
      const deaths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(deaths, fc.boolean(), async (pages, expire) => {
          const { read, readUntilKilled, folder } = await world((call) =>
            expire && call % 4 === 0 ? 'expire tokens' : null,
          );
          for (const survived of pages) {
            await readUntilKilled(survived);
            const kept = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
            expect(kept.join()).not.toMatch(/xxxxx|ant-api/);
          }
          const reading = await read();
          expectAll(reading);
          const { read: count, kept, duplicates } = reading.completeness;
          expect(count).toBe(kept + duplicates + 17 - 6);
        }),
        { numRuns: LONG ? 60 : 5, seed: 5 },
      );
    },
    LONG_ENOUGH,
  );

  it('is still whole after a reading that ended at once', async () => {
    const { read, readUntilKilled } = await world();
    await readUntilKilled(3);
    const { completeness } = await read({ signal: AbortSignal.abort() });
    expect(completeness.truncated).toMatch(/stopped/);
    expectAll(await read());
  });

  it('is read from the beginning where its first parts are not there any more', async () => {
    const { read, readUntilKilled, client } = await world();
    await readUntilKilled(3);
    const readPage: ReadPage = async (request) => {
      if (request.filter.includes('split.uid')) return { entries: [], nextPageToken: '' };
      return client.readPage(request);
    };
    const reading = await read({ readPage });
    expectAll(reading);
    expect(reading.completeness.cloud?.resumed).toBe(false);
  });
});
