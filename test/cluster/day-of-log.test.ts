import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import type { Clustering } from '../../src/cluster/finish-clustering.ts';
import type { KnownTemplate } from '../../src/cluster/names/known-templates.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { knownTemplates, rememberTemplates } from '../../src/store/templates.ts';
import { type DayEntry, dayOfLog } from '../support/day-of-log.ts';
import { collected } from '../support/entries.ts';
import { temporaryStore } from '../support/store.ts';

function cluster(entries: readonly CollectedEntry[], known: readonly KnownTemplate[] = []): Clustering {
  const clusterer = createClusterer({ known });
  for (const entry of entries) clusterer.add(entry);
  return clusterer.finish();
}

const fingerprintsOf = ({ clusters }: Clustering) => clusters.map(({ fingerprint }) => fingerprint);
const sorted = (fingerprints: Iterable<string>) => [...new Set(fingerprints)].sort();
const logged = (log: readonly DayEntry[]) => log.map(({ entry }) => entry);

/** One run after the other as triage does them: known templates in, templates remembered out. */
async function clusterInRuns(parts: readonly (readonly CollectedEntry[])[]): Promise<string[][]> {
  const store = await temporaryStore();
  const runs: string[][] = [];
  for (const part of parts) {
    const clustering = cluster(part, await knownTemplates(store));
    await rememberTemplates(store, clustering.templates);
    runs.push(fingerprintsOf(clustering));
  }
  return runs;
}

function cut(log: readonly DayEntry[], seconds: number): CollectedEntry[][] {
  const slices = Array.from({ length: Math.ceil(86_400 / seconds) }, (_, slice) => slice * seconds);
  return slices.map((from) => logged(log.filter(({ at }) => at >= from && at < from + seconds)));
}

describe.each([1, 2, 3])('a day of log (%i)', (seed) => {
  const log = dayOfLog(seed);
  const whole = cluster(logged(log));
  const problems = new Set(log.map(({ problem }) => problem));

  it('shows each of its problems as one cluster', () => {
    expect(whole.clusters).toHaveLength(problems.size);
  });

  it.each([24, 8, 2, 1])('has the same fingerprints in %i runs with a store as in one without', async (runs) => {
    expect(sorted((await clusterInRuns(cut(log, 86_400 / runs))).flat())).toEqual(sorted(fingerprintsOf(whole)));
  });

  it('has the same fingerprints when it is read a second time with what the first has left', async () => {
    const [first, second] = await clusterInRuns([logged(log), logged(log)]);
    expect(second).toEqual(first);
  });

  it('shows each problem alone under the fingerprint that it has among the others', () => {
    for (const problem of problems) {
      const [alone, ...others] = fingerprintsOf(cluster(logged(log.filter((entry) => entry.problem === problem))));
      expect(others).toEqual([]);
      expect(fingerprintsOf(whole)).toContain(alone);
    }
  });
});

describe('one symptom more, one fewer', () => {
  const log = dayOfLog(4);
  const isDatabase = ({ problem }: DayEntry) => problem.startsWith('a database');
  const isTrace = ({ entry }: DayEntry) => entry.message.startsWith('Traceback');
  const traces = log.filter((one) => isDatabase(one) && isTrace(one));
  const symptoms = traces.flatMap(({ at, entry: { message, trace, instance } }) => {
    const error = message.slice(message.lastIndexOf('(psycopg2'));
    return [
      collected({ at: at + 0.02, trace, instance, message: `Health check failed: ${error}` }),
      collected({
        at: at + 0.03,
        trace,
        instance,
        message: message.replace('Traceback', 'Retry 3 of 3 gave up\nTraceback').replace('in session', 'in retry'),
      }),
    ];
  });
  const find = (clustering: Clustering) =>
    clustering.clusters.find(({ rootCause }) => rootCause?.type === 'sqlalchemy.exc.OperationalError');

  it('join the cluster, which keeps its fingerprint', () => {
    const without = cluster(logged(log.filter((one) => !isDatabase(one) || isTrace(one))));
    const with2 = cluster(logged(log));
    const with4 = cluster([...logged(log), ...symptoms]);
    expect([without, with2, with4].map((clustering) => find(clustering)?.patterns.length)).toEqual([1, 2, 4]);
    expect(sorted(fingerprintsOf(with2))).toEqual(sorted(fingerprintsOf(without)));
    expect(sorted(fingerprintsOf(with4))).toEqual(sorted(fingerprintsOf(without)));
  });

  it('change nothing from run to run either, in whatever order they come and go', async () => {
    const without = logged(log.filter((one) => !isDatabase(one) || isTrace(one)));
    const more = [...logged(log), ...symptoms];
    const runs = await clusterInRuns([without, more, logged(log), without, more]);
    for (const run of runs) expect(sorted(run)).toEqual(sorted(runs[0] ?? []));
    const back = await clusterInRuns([more, without, logged(log)]);
    for (const run of back) expect(sorted(run)).toEqual(sorted(runs[0] ?? []));
  });
});

describe('any log', () => {
  // Values as machines make them: wherever a log is cut, one of them is enough to know that it is one.
  const value = fc.oneof(
    fc.integer({ min: 0, max: 99_999 }).map(String),
    fc.uuid(),
    fc.stringMatching(/^shard-[0-9]{1,2}$/),
    fc.stringMatching(/^eu\/[a-z]{2,5}\/[a-z]{2,5}$/),
    fc.stringMatching(/^[a-z]{2,4}@[a-z]{2,4}$/),
  );
  const sentence = fc.constantFrom(
    (a: string, b: string) => `Cannot copy ${a} while ${b} is locked by another writer`,
    (a: string, b: string) => `Lost ${a} on the way to ${b}`,
    (a: string) => `Gave up on ${a} after three attempts`,
    (a: string) =>
      `Job ${a} broke\nTraceback (most recent call last):\n  File "/app/jobs.py", line 3, in run\n    go()\nKeyError: 'id'`,
    (a: string) =>
      `Traceback (most recent call last):\n  File "/app/mail.py", line 3, in send\n    go()\nValueError: no mailbox for ${a} here`,
  );
  const entries = fc.array(
    fc
      .tuple(sentence, value, value, fc.integer({ min: 0, max: 86_399 }))
      .map(([say, a, b, at]) => ({ at, entry: collected({ at, message: say(a, b) }) })),
    { minLength: 1, maxLength: 40 },
  );
  const cuts = fc.array(fc.integer({ min: 1, max: 86_399 }), { maxLength: 8 });

  it('has the same fingerprints in one run and in any number of runs, wherever it is cut', () => {
    fc.assert(
      fc.property(entries, cuts, (log, at) => {
        const whole = cluster(log.map(({ entry }) => entry));
        const bounds = [0, ...at.sort((a, b) => a - b), 86_400];
        let known: KnownTemplate[] = [];
        const seen = bounds.slice(1).flatMap((end, index) => {
          const part = log.filter((one) => one.at >= (bounds[index] ?? 0) && one.at < end);
          const run = cluster(
            part.map(({ entry }) => entry),
            known,
          );
          const now = new Map([...known, ...run.templates].map((template) => [template.fingerprint, template]));
          known = [...now.values()];
          return fingerprintsOf(run);
        });
        expect(sorted(seen)).toEqual(sorted(fingerprintsOf(whole)));
      }),
      { numRuns: process.env.LONG ? 3000 : 150 },
    );
  });

  it('has the same fingerprints in every part of it, without a store', () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.boolean()), (log, take) => {
        const whole = fingerprintsOf(cluster(log.map(({ entry }) => entry)));
        const part = log.filter(() => take.next().value).map(({ entry }) => entry);
        expect(whole).toEqual(expect.arrayContaining(fingerprintsOf(cluster(part))));
      }),
      { numRuns: process.env.LONG ? 3000 : 150 },
    );
  });
});
