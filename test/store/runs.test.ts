import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/model/draft.ts';
import type { Run, TriagedCluster } from '../../src/model/run.ts';
import { getRun, lastRun, newRunId, previousRun, runsWithFailures, saveRun } from '../../src/store/runs.ts';
import { seenBefore, seenSince } from '../../src/store/sightings.ts';
import { aRun } from '../support/runs.ts';
import { takeBack, temporaryFolder, temporaryStore } from '../support/store.ts';

const endingAt = (id: string, until: string, more: Parameters<typeof aRun>[0] = {}) =>
  aRun({ id, window: { since: '2025-09-01T00:00:00Z', until }, ...more });

const never = (id: string): never => expect.unreachable(`told that ${id} cannot be read`);

const NEW_FIELDS = new Set(['answeredBy', 'remembered', 'closing', 'fixesOnTheWay', 'movedTo']);

describe('run ids', () => {
  it('are the time of the start in UTC, then counted', async () => {
    const store = await temporaryStore();
    expect(await newRunId(store, '2025-09-12T23:30:00Z')).toBe('2025-09-12T23-30-00Z');
    expect(await newRunId(store, '2025-09-13T01:30:00.999+02:00')).toBe('2025-09-12T23-30-00Z-2');
    expect(await newRunId(store, '2025-09-12T23:30:00.123456789Z')).toBe('2025-09-12T23-30-00Z-3');
    expect(await newRunId(store, '2025-09-12T23:30:01Z')).toBe('2025-09-12T23-30-01Z');
  });

  it('are never given twice, however many ask at once', async () => {
    const store = await temporaryStore();
    const ids = await Promise.all(Array.from({ length: 20 }, () => newRunId(store, '2025-09-12T23:30:00Z')));
    expect(new Set(ids).size).toBe(20);
  });

  it('need a time with zone', async () => {
    const store = await temporaryStore();
    await expect(newRunId(store, '2025-09-12 23:30')).rejects.toThrow('"2025-09-12 23:30" is no time with zone');
    await expect(newRunId(store, '2025-99-12T23:30:00Z')).rejects.toThrow(/no time/);
  });
});

describe('runs', () => {
  it('come back as they were saved last', async () => {
    const store = await temporaryStore();
    await saveRun(store, aRun({ status: 'running', clusters: [] }));
    const run = aRun();
    await saveRun(store, run);
    expect(await getRun(store, run.id)).toEqual(run);
  });

  it('come back from before recoveries and requests per cluster were kept', async () => {
    const store = await temporaryStore();
    const run = aRun();
    await saveRun(store, run);
    const { recoveries, clusters, ...rest } = run;
    const old = { ...rest, clusters: clusters.map(({ githubRequests, ...cluster }) => cluster) };
    const record = JSON.stringify(old, (key, value) => (NEW_FIELDS.has(key) ? undefined : value));
    await store.db.updateTable('runs').set({ record }).execute();
    expect(await getRun(store, run.id)).toEqual(run);
  });

  it('are null when there is none, also when only the id is taken', async () => {
    const store = await temporaryStore();
    const id = await newRunId(store, '2025-09-12T23:30:00Z');
    expect(await getRun(store, id)).toBeNull();
    expect(await lastRun(store)).toBeNull();
  });

  it('keep the order in which they were begun, whatever the clock was set to', async () => {
    const store = await temporaryStore();
    await newRunId(store, '2030-01-01T00:00:00Z');
    const later = aRun({ id: '2030-01-01T00-00-00Z', service: 'web' });
    const replay = aRun({ id: '2025-01-01T00-00-00Z', service: 'api' });
    await saveRun(store, replay);
    await saveRun(store, later);
    expect((await lastRun(store))?.id).toBe(replay.id);
  });

  it('name themselves when they cannot be read', async () => {
    const store = await temporaryStore();
    const { id } = aRun();
    await saveRun(store, aRun());
    await store.db.updateTable('runs').set({ record: '{"id": 7}' }).execute();
    await expect(getRun(store, id)).rejects.toThrow(/run 2025-09-12T23-30-00Z in .* cannot be read \(id: /);
    await store.db.updateTable('runs').set({ record: '{"id": ' }).execute();
    await expect(lastRun(store)).rejects.toThrow(/cannot be read .*no JSON/);
  });
});

describe('the previous run', () => {
  it('is the newest of the service whose window had ended when this one began', async () => {
    const store = await temporaryStore();
    await saveRun(store, endingAt('a', '2025-09-10T00:00:00Z'));
    await saveRun(store, endingAt('b', '2025-09-11T02:00:00.5+02:00'));
    await saveRun(store, endingAt('c', '2025-09-12T00:00:00Z'));
    await saveRun(store, endingAt('other', '2025-09-11T12:00:00Z', { service: 'web' }));
    await saveRun(store, endingAt('failed', '2025-09-11T13:00:00Z', { status: 'failed' }));
    await saveRun(store, endingAt('running', '2025-09-11T13:00:00Z', { status: 'running' }));
    const endedBy = async (since: string) => (await previousRun(store, { ...aRun(), since }, never))?.id;
    expect(await endedBy('2025-09-12T00:00:00Z')).toBe('c');
    expect(await endedBy('2025-09-11T23:59:59.999999999Z')).toBe('b');
    expect(await endedBy('2025-09-11T00:00:00.500Z')).toBe('b');
    expect(await endedBy('2025-09-11T00:00:00.499Z')).toBe('a');
    expect(await endedBy('2025-09-09T00:00:00Z')).toBeUndefined();
  });

  it('may be one that is done in part', async () => {
    const store = await temporaryStore();
    await saveRun(store, endingAt('partial', '2025-09-10T00:00:00Z', { status: 'partial' }));
    const found = await previousRun(store, { ...aRun(), since: '2025-09-11T00:00:00Z' }, never);
    expect(found?.id).toBe('partial');
  });

  it('is one that asked the same and read all of it: counts of others compare with nothing', async () => {
    const store = await temporaryStore();
    const { collected } = aRun();
    await saveRun(store, endingAt('whole', '2025-09-09T00:00:00Z'));
    await saveRun(store, endingAt('errors', '2025-09-10T01:00:00Z', { minSeverity: 'ERROR' }));
    await saveRun(store, endingAt('staging', '2025-09-10T02:00:00Z', { project: 'elsewhere' }));
    await saveRun(store, endingAt('narrow', '2025-09-10T02:30:00Z', { filter: 'labels.tenant = "7"' }));
    const cut = { ...collected, truncated: 'stopped before its end' };
    await saveRun(store, endingAt('cut', '2025-09-10T03:00:00Z', { status: 'partial', collected: cut }));
    const previous = async (more: Parameters<typeof aRun>[0] = {}) =>
      (await previousRun(store, { ...aRun(more), since: '2025-09-11T00:00:00Z' }, never))?.id;
    expect(await previous()).toBe('whole');
    expect(await previous({ minSeverity: 'ERROR' })).toBe('errors');
    expect(await previous({ project: 'elsewhere' })).toBe('staging');
    expect(await previous({ filter: 'labels.tenant = "7"' })).toBe('narrow');
    expect(await previous({ filter: 'labels.tenant = "8"' })).toBeUndefined();
    expect(await previous({ minSeverity: 'DEBUG' })).toBeUndefined();
  });
});

describe('a run whose record cannot be read', () => {
  it.each(['{"id": ', '{"id": "broken"}'])('is told of and passed over as the previous one: %s', async (record) => {
    const store = await temporaryStore();
    await saveRun(store, endingAt('older', '2025-09-09T00:00:00Z'));
    await saveRun(store, endingAt('broken', '2025-09-10T00:00:00Z'));
    await store.db.updateTable('runs').set({ record }).where('id', '=', 'broken').execute();
    const told: string[] = [];
    const question = { ...aRun(), since: '2025-09-11T00:00:00Z' };
    const found = await previousRun(store, question, (id, why) => told.push(`${id}: ${why}`));
    expect(found?.id).toBe('older');
    expect(told).toEqual([expect.stringMatching(/^broken: \S/)]);
  });

  it('is not passed over where the store itself fails', async () => {
    const store = await temporaryStore();
    await saveRun(store, endingAt('older', '2025-09-09T00:00:00Z'));
    await store.db.schema.alterTable('runs').dropColumn('record').execute();
    const question = { ...aRun(), since: '2025-09-11T00:00:00Z' };
    await expect(previousRun(store, question, never)).rejects.toThrow(/no such column|column .* does not exist/);
  });
});

describe('runs in which clusters are left open', () => {
  const unverified: Decision = { action: 'unverified', issue: 100, verdict: null, reasons: ['#100 was not read'] };
  const [one] = aRun().clusters;
  const withCluster = (id: string, change: Partial<TriagedCluster>, more: Partial<Run> = {}) =>
    aRun({
      id,
      clusters: aRun()
        .clusters.slice(0, 1)
        .map((cluster) => ({ ...cluster, ...change })),
      ...more,
    });

  it('are found by repository, the newest first', async () => {
    const store = await temporaryStore();
    await saveRun(store, withCluster('failed', { error: 'the disk is full' }));
    await saveRun(store, withCluster('unread', { decision: unverified, draft: null }));
    await saveRun(store, withCluster('waits for a person', { decision: unverified }));
    await saveRun(store, withCluster('nobody asked', { decision: { ...unverified, issue: null }, draft: null }));
    await saveRun(store, withCluster('well', {}));
    await saveRun(store, withCluster('goes on', { error: 'the disk is full' }, { status: 'running' }));
    await saveRun(store, withCluster('elsewhere', { error: 'the disk is full' }, { repository: 'acme/other' }));
    await saveRun(store, withCluster('mended', { error: 'the disk is full' }));
    await saveRun(store, withCluster('mended', {}));
    const ids = (await runsWithFailures(store, 'Netra-Systems/netra-apex', never)).map(({ id }) => id);
    expect(ids).toEqual(['unread', 'failed']);
  });

  it('are followed by those that saw the problem since', async () => {
    const store = await temporaryStore();
    const fingerprint = one?.cluster.fingerprint ?? '';
    const run = withCluster('failed', { error: 'the disk is full' });
    await saveRun(store, run);
    await saveRun(store, aRun({ id: 'other', clusters: [] }));
    await saveRun(store, withCluster('elsewhere', {}, { repository: 'acme/other' }));
    await saveRun(store, withCluster('failed as a whole', {}, { status: 'failed' }));
    expect(await seenSince(store, run, fingerprint)).toBe(false);
    await saveRun(store, withCluster('later', {}));
    expect(await seenSince(store, run, fingerprint)).toBe(true);
  });
});

describe('a problem seen before', () => {
  const scope = aRun();
  const [triaged] = aRun().clusters;
  const fingerprint = triaged?.cluster.fingerprint ?? '';

  it('is known with its last priority, from windows that ended earlier', async () => {
    const store = await temporaryStore();
    const withPriority = (priority: 'P0' | 'P2') => aRun().clusters.map((one) => ({ ...one, priority }));
    await saveRun(store, endingAt('old', '2025-09-10T00:00:00Z', { clusters: withPriority('P2') }));
    await saveRun(store, endingAt('new', '2025-09-11T00:00:00Z', { clusters: withPriority('P0') }));
    const seen = (until: string) => seenBefore(store, { ...scope, fingerprint, until });
    expect(await seen('2025-09-12T00:00:00Z')).toBe('P0');
    expect(await seen('2025-09-11T00:00:00Z')).toBe('P2');
    expect(await seen('2025-09-10T00:00:00Z')).toBeNull();
  });

  it('is not known from another project, nor from runs for another repository', async () => {
    const store = await temporaryStore();
    const until = '2025-09-12T00:00:00Z';
    await saveRun(store, endingAt('project', '2025-09-10T00:00:00Z', { project: 'elsewhere' }));
    await saveRun(store, endingAt('repository', '2025-09-10T00:00:00Z', { repository: 'acme/other' }));
    await saveRun(store, endingAt('none', '2025-09-10T00:00:00Z', { repository: null }));
    const seen = (of: Partial<typeof scope>) => seenBefore(store, { ...scope, ...of, fingerprint, until });
    expect(await seen({})).toBeNull();
    expect(await seen({ repository: 'Acme/Other' })).toBe('P1');
    expect(await seen({ project: 'elsewhere' })).toBe('P1');
    expect(await seen({ project: 'elsewhere', repository: 'acme/other' })).toBeNull();
  });

  it('is known from before runs named their project and repository', async () => {
    const folder = temporaryFolder();
    const store = await temporaryStore(folder);
    await saveRun(store, endingAt('old', '2025-09-10T00:00:00Z'));
    await saveRun(store, endingAt('broken', '2025-09-11T00:00:00Z'));
    await store.db.updateTable('runs').set({ record: '{"id": ' }).where('id', '=', 'broken').execute();
    await takeBack(store, 7);
    const later = await temporaryStore(folder);
    const until = '2025-09-12T00:00:00Z';
    expect(await seenBefore(later, { ...scope, fingerprint, until })).toBe('P1');
    expect(await seenBefore(later, { ...scope, project: 'elsewhere', fingerprint, until })).toBeNull();
    expect((await previousRun(later, { ...scope, since: until }, never))?.id).toBe('old');
  });

  it('is not known from runs that go on, from other services, or once a run says otherwise', async () => {
    const store = await temporaryStore();
    const until = '2025-09-12T00:00:00Z';
    await saveRun(store, endingAt('running', '2025-09-10T00:00:00Z', { status: 'running' }));
    await saveRun(store, endingAt('web', '2025-09-10T00:00:00Z', { service: 'web' }));
    await saveRun(store, endingAt('corrected', '2025-09-10T00:00:00Z'));
    await saveRun(store, endingAt('corrected', '2025-09-10T00:00:00Z', { clusters: [] }));
    expect(await seenBefore(store, { ...scope, fingerprint, until })).toBeNull();
  });
});
