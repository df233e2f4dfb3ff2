import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Plan, planReading } from '../../src/collect/cloud-logging/plan.ts';
import { cutSlices } from '../../src/collect/cloud-logging/slices.ts';
import { formatTime } from '../../src/collect/time.ts';
import { collectStep } from '../../src/fleet/collect-step.ts';
import { mergeStep } from '../../src/fleet/merge-step.ts';
import { HandedBack, type Scene } from '../../src/fleet/scene.ts';
import { planOfSlice, sliceReading } from '../../src/fleet/slice-plan.ts';
import { sliceStep } from '../../src/fleet/slice-step.ts';
import type { Run } from '../../src/model/run.ts';
import { isFenced, openSharedStore, type SharedStore } from '../../src/store/fences.ts';
import { giveUpSlice, type SlicedReading, slicedReading, slicedReadings, sliceStates } from '../../src/store/slices.ts';
import { logEntry } from '../support/log-entries.ts';
import { FORMATS, tempFile } from '../support/log-files.ts';
import { NOON } from '../support/sliced-log.ts';
import { MINUTE, sceneWith, startFleetLogging } from '../support/slicing.ts';
import { databaseOf, temporaryFolder } from '../support/store.ts';

const STARTED = '2026-03-20T13:00:00.000Z';

/** An hour of them, two a minute. */
const ENTRIES = Array.from({ length: 120 }, (_, nth) =>
  logEntry({
    insertId: `entry-${nth}`,
    logName: 'projects/acme/logs/stderr',
    timestamp: formatTime(NOON + (BigInt(nth) * MINUTE) / 2n),
    receiveTimestamp: formatTime(NOON + (BigInt(nth) * MINUTE) / 2n + 1_000_000n),
    textPayload: nth % 3 === 0 ? 'Payment gateway timed out' : `Cart ${nth} could not be saved`,
  }),
);

async function sharedStore(): Promise<SharedStore> {
  const store = await openSharedStore(databaseOf(temporaryFolder()));
  onTestFinished(() => store.close());
  return store;
}

const nobody = async (): Promise<boolean> => false;
const somebody = async (): Promise<boolean> => true;

/** Shares out what a job is to read. */
async function share(scene: Scene, job = 'job-1'): Promise<SlicedReading> {
  const collected = await collectStep(job, STARTED, scene, nobody);
  return 'reading' in collected ? collected.reading : expect.unreachable();
}

async function readAll({ run }: SlicedReading, scene: Scene, but: readonly number[] = []): Promise<void> {
  const states = await sliceStates(scene.deps.store, run);
  for (const number of states.keys()) if (!but.includes(number)) await sliceStep(run, number, scene);
}

/** What one worker makes of the same. */
async function atOnce(scene: Scene): Promise<Run> {
  const collected = await collectStep('job-1', STARTED, scene, nobody);
  return collected.status === 'read' ? collected.run : expect.unreachable();
}

/** What differs honestly: how many reads it took, and how that went. */
function withoutEffort({ collected, ...run }: Run) {
  const { pages: _, cloud: _how, requestLog, ...record } = collected;
  const { entries, truncated } = requestLog ?? { entries: 0, truncated: null };
  return { ...run, collected: { ...record, requestLog: { entries, truncated } } };
}

describe('slices of files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-gardener-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const sources = [
    tempFile(FORMATS.ndjson(ENTRIES.toReversed()), 'export', folder),
    tempFile('{"broken\n', 'broken', folder),
  ];

  it('make the run that one worker makes, also where each step is done twice', async () => {
    const store = await sharedStore();
    const scene = sceneWith(store, { sources, sliceLength: 10n * MINUTE });
    const reading = await share(scene);
    expect(await share({ ...scene, sliceLength: MINUTE })).toEqual(reading);
    expect(await sliceStates(store, reading.run)).toHaveLength(6);
    await expect(mergeStep(reading.run, scene)).rejects.toThrow(/still read/);
    await readAll(reading, scene);
    await readAll(reading, scene);
    const run = await mergeStep(reading.run, scene);
    expect(await mergeStep(reading.run, scene)).toEqual(run);
    expect(await collectStep('job-1', STARTED, scene, nobody)).toEqual({ status: 'read', run });
    expect(await slicedReadings(store)).toEqual([]);
    const { collected, ...whole } = await atOnce(sceneWith(await sharedStore(), { sources }));
    const malformedFile = expect.stringMatching(/malformed\/.*Z\.ndjson$/);
    expect(run).toEqual({ ...whole, collected: { ...collected, malformedFile } });
    expect(collected).toMatchObject({ kept: 120, malformed: 1 });
  });

  it('are eight at most, since each reads all files', async () => {
    const store = await sharedStore();
    const reading = await share(sceneWith(store, { sources, sliceLength: MINUTE }));
    expect(await sliceStates(store, reading.run)).toHaveLength(8);
  });

  it('are read by nobody whose placeholders would be others', async () => {
    const store = await sharedStore();
    const { run } = await share(sceneWith(store, { sources, sliceLength: 30n * MINUTE }));
    const stranger = sceneWith(store, { sources, key: 'another key' });
    await expect(sliceStep(run, 0, stranger)).rejects.toThrow(/same redaction\.key/);
    expect(await sliceStates(store, run)).toEqual([{ status: 'open' }, { status: 'open' }]);
  });

  it('are stored by nobody who has lost the job', async () => {
    const store = await sharedStore();
    const reading = await share(sceneWith(store, { sources, sliceLength: 30n * MINUTE }));
    const paused = await store.takeOver('slice 0');
    await store.takeOver('slice 0');
    const late = sliceStep(reading.run, 0, sceneWith(paused, { sources }));
    await expect(late.catch(isFenced)).resolves.toBe(true);
    expect(await sliceStates(store, reading.run)).toEqual([{ status: 'open' }, { status: 'open' }]);
  });

  it('are handed back when the worker is to stop', async () => {
    const store = await sharedStore();
    const scene = sceneWith(store, { sources, sliceLength: 30n * MINUTE });
    const { run } = await share(scene);
    const stopping = { ...scene, deps: { ...scene.deps, signal: AbortSignal.abort() } };
    await expect(sliceStep(run, 1, stopping)).rejects.toThrow(HandedBack);
    expect(await sliceStates(store, run)).toEqual([{ status: 'open' }, { status: 'open' }]);
  });

  it('are given up as a whole where none could be read', async () => {
    const store = await sharedStore();
    const scene = sceneWith(store, { sources, sliceLength: 30n * MINUTE });
    const { run } = await share(scene);
    for (const slice of [0, 1]) await giveUpSlice(store, run, slice, 'the disk is gone');
    expect(await mergeStep(run, scene)).toBeNull();
    expect(await slicedReading(store, run)).toBeNull();
  });
});

describe('slices of Cloud Logging', () => {
  const END = NOON + 60n * MINUTE;
  const clock = { now: END + 2n * MINUTE };
  const world = async () => {
    clock.now = END + 2n * MINUTE;
    const { loggingFor, fake } = await startFleetLogging(ENTRIES, () => clock.now);
    const open = async (sliceLength: bigint) => {
      const store = await sharedStore();
      return sceneWith(store, { logging: loggingFor(store), sliceLength });
    };
    return { open, fake };
  };

  it('make the run that one worker makes, and the next one goes on where they ended', async () => {
    const { open } = await world();
    const [scene, alone] = [await open(7n * MINUTE), await open(120n * MINUTE)];
    const reading = await share(scene);
    expect(await sliceStates(scene.deps.store, reading.run)).toHaveLength(9);
    await readAll(reading, scene);
    const run = (await mergeStep(reading.run, scene)) ?? expect.unreachable();
    const whole = await atOnce(alone);
    expect(withoutEffort(run)).toEqual(withoutEffort(whole));
    expect(run.collected).toMatchObject({ truncated: null, requestLog: { truncated: null } });
    expect(run.clusters.map(({ cluster }) => cluster.facts.count).reduce((a, b) => a + b)).toBe(run.collected.kept);
    clock.now += 30n * MINUTE;
    const next = await scene.logging?.plan();
    expect(next?.plan).toEqual((await alone.logging?.plan())?.plan);
    expect(next?.plan.window.since).toBe(END + MINUTE);
  });

  it('say what nobody could read, and it is read again', async () => {
    const { open } = await world();
    const scene = await open(15n * MINUTE);
    const { store } = scene.deps;
    const before = await scene.logging?.plan();
    const reading = await share(scene);
    await readAll(reading, scene, [2]);
    await giveUpSlice(store, reading.run, 2, 'Cloud Logging answers no more.');
    const run = await mergeStep(reading.run, scene);
    const cut = 'nothing from 2026-03-20T12:31:00Z to 2026-03-20T12:46:00Z was read (Cloud Logging answers no more)';
    expect(run?.collected).toMatchObject({
      truncated: `Cloud Logging (project acme, service shop): ${cut}`,
      requestLog: { truncated: cut },
      kept: 88,
    });
    expect((await scene.logging?.plan())?.plan).toEqual(before?.plan);
    // Its dead letter is revived when the run has begun.
    await sliceStep(reading.run, 2, scene);
    expect(await mergeStep(reading.run, scene)).toEqual(run);
  });

  it('wait for nobody twice: a later job of the service leaves them alone, or begins anew where nobody reads them', async () => {
    const { open } = await world();
    const scene = await open(15n * MINUTE);
    const { store } = scene.deps;
    const reading = await share(scene);
    await sliceStep(reading.run, 0, scene);
    expect(await collectStep('job-2', STARTED, scene, somebody)).toEqual({ status: 'under way', reading });
    const files = { ...sceneWith(store, { sources: [tempFile(FORMATS.ndjson(ENTRIES))] }) };
    await expect(collectStep('job-3', STARTED, files, somebody)).rejects.toThrow(/these come after them/);
    const anew = await share(scene, 'job-2');
    expect((await slicedReadings(store)).map(({ run }) => run)).toEqual([anew.run]);
    // Whoever still had the first one does nothing.
    await sliceStep(reading.run, 1, scene);
    expect(await mergeStep(reading.run, scene)).toBeNull();
    await readAll(anew, scene);
    expect((await mergeStep(anew.run, scene))?.collected).toMatchObject({ kept: 118, truncated: null });
  });
});

describe('the cuts', () => {
  const HOUR = 60n * MINUTE;
  const day = planReading({ asked: null, reached: null, now: NOON, lookBack: 24n * HOUR, settle: MINUTE });

  it('leave nothing out and nothing twice, and make no slice much longer than was asked for', () => {
    for (const hours of [1n, 3n, 5n, 7n, 23n]) {
      const times = sliceReading(day, hours * HOUR);
      expect([times[0]?.since, times.at(-1)?.until]).toEqual([day.time.since, day.time.until]);
      for (const [index, { until }] of times.slice(0, -1).entries()) expect(times[index + 1]?.since).toBe(until);
      const windows = times.map((time) => planOfSlice(day, time).window);
      for (const { since, until } of windows) expect(until - since).toBeLessThanOrEqual(hours * HOUR);
      expect(windows).toHaveLength(Math.ceil(24 / Number(hours)));
    }
  });

  it('leave a window alone that is no longer than a slice, and are 64 at most', () => {
    expect(sliceReading(day, 24n * HOUR)).toEqual([day.time]);
    expect(sliceReading(day, MINUTE)).toHaveLength(64);
    const empty = { ...day, window: { since: NOON, until: NOON } };
    expect(sliceReading(empty, HOUR)).toEqual([day.time]);
  });

  it('cost not one read more than one worker needs, with slices of three hours', () => {
    const reads = (plan: Plan): number => cutSlices(plan.time, plan.window).length;
    const inSlices = sliceReading(day, 3n * HOUR).map((time) => reads(planOfSlice(day, time)));
    expect(inSlices.reduce((a, b) => a + b)).toBe(reads(day));
    expect(sliceReading(day, 15n * MINUTE).reduce((sum, time) => sum + reads(planOfSlice(day, time)), 0)).toBe(65);
  });
});
