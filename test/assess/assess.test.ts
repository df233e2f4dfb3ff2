import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import type { RequestsRead } from '../../src/assess/failing-requests.ts';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import { Config } from '../../src/config/schema.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { collected } from '../support/entries.ts';
import { aRun } from '../support/runs.ts';

/** Not at all severities. */
const READ: RequestsRead = { truncated: null };
const WINDOW = { since: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' };
const config = Config.parse({
  components: [
    { name: 'Chat', importance: 'critical', modules: ['app.websocket.**'], revenue: '$5K MRR' },
    { name: 'Sign-in', importance: 'important', messages: ['*authentication*'] },
  ],
  signatures: [{ message: '*checksum mismatch*', meaning: 'data loss' }],
});

/** The one cluster of entries, a second apart unless they say otherwise. */
function clusterOf(entries: Parameters<typeof collected>[0][]): Cluster {
  const clusterer = createClusterer();
  entries.forEach((overrides, index) => {
    clusterer.add(collected({ insertId: `e${index}`, at: index, ...overrides }));
  });
  const { clusters } = clusterer.finish();
  const [first] = clusters;
  if (!first || clusters.length > 1) throw new Error(`${clusters.length} clusters, not one`);
  return first;
}

function repeat(count: number, overrides: Partial<CollectedEntry>): Parameters<typeof collected>[0][] {
  return Array.from({ length: count }, () => overrides);
}

function assessed(entries: Parameters<typeof collected>[0][], previous: ReturnType<typeof aRun> | null = null) {
  return assess(clusterOf(entries), { config, window: WINDOW, read: READ, previous });
}

const chat = { module: 'app.websocket.handlers', function: 'route', file: '', line: '12' };

/** A Python stack trace of which every line is an entry of its own. */
const traceLines = (at: number): Parameters<typeof collected>[0][] =>
  [
    'Traceback (most recent call last):',
    ...Array.from({ length: 30 }, (_, line) => `  File "/app/shop/step${line}.py", line ${line + 1}, in run`),
    "KeyError: 'price'",
  ].map((message, line) => ({ at: at + line / 1000, severity: 'ERROR' as const, message }));

describe('base priority', () => {
  it('counts none but errors as errors', () => {
    const message = 'Cache is slow';
    const mixed = [...repeat(30, { severity: 'ERROR', message }), ...repeat(30, { severity: 'WARNING', message })];
    expect(assessed(mixed)).toMatchObject({ basePriority: 'P2' });
    expect(assessed(repeat(60, { severity: 'ERROR', message }))).toMatchObject({
      basePriority: 'P1',
      rules: ['P1: ERROR 60 times in its busiest hour'],
    });
  });

  it('says of a severity that alone makes it urgent where it was read', () => {
    const critical = { severity: 'CRITICAL', message: 'Ledger is out of balance' } as const;
    expect(assessed([{ ...critical, severitySource: 'text' }]).rules).toEqual([
      'P1: severity CRITICAL (read from the text)',
    ]);
    expect(assessed([critical]).rules).toEqual(['P1: severity CRITICAL']);
  });

  it('counts a stack trace once, though each of its lines is an entry', () => {
    expect(assessed([0, 10, 20].flatMap(traceLines))).toMatchObject({ basePriority: 'P2', rules: ['P2: ERROR'] });
  });

  const start = { severity: 'WARNING', message: 'Container called exit(3).' } as const;
  const kills = [0, 1, 2].flatMap((at) => [
    { at, message: 'Memory limit of 512 MiB exceeded with 514 MiB used.' },
    { at, severity: 'WARNING' as const, message: 'Uncaught signal: 9, pid=5, tid=5, fault_addr=0.' },
  ]);
  const ofTwo = (times: number) => ['shop', 'mail'].flatMap((service) => repeat(times, { ...start, service }));
  it.each<[string, Parameters<typeof collected>[0][], string, RegExp]>([
    ['two exits of each of two services', ofTwo(2), 'P3', /WARNING/],
    ['a loop of exits of each of two services', ofTwo(4), 'P0', /crash loop \(8 exits of 2 services in 7 s\)/],
    ['a loop of exits', repeat(4, start), 'P0', /crash loop \(4 exits in 3 s\)/],
    ['two exits', repeat(2, start), 'P3', /WARNING/],
    [
      'exits of a job, each of an execution of its own',
      repeat(4, { ...start, entry: { resource: { type: 'cloud_run_job', labels: { job_name: 'shop' } } } }),
      'P3',
      /WARNING/,
    ],
    [
      'a service that says so itself, in the words of the log',
      repeat(1, { message: 'The request failed because the instance could not start successfully.' }),
      'P0',
      /the service cannot start \(“The request failed because the instance could not start successfully\.”\)/,
    ],
    ['kills, each of them told of twice', kills, 'P0', /crash loop \(3 exits in 2 s\)/],
    [
      'a configured signature',
      repeat(1, { severity: 'INFO', message: 'Page 12: checksum mismatch found' }),
      'P0',
      /data loss/,
    ],
    ['CRITICAL', repeat(1, { severity: 'CRITICAL', message: 'Ledger is out of balance' }), 'P1', /severity CRITICAL/],
    [
      'an ERROR in a critical component',
      repeat(1, { severity: 'ERROR', message: 'Routing failed', place: chat }),
      'P1',
      /Chat/,
    ],
    ['an ERROR 60 times in an hour', repeat(60, { severity: 'ERROR', message: 'Routing failed' }), 'P1', /60 times/],
    ['an ERROR 59 times in an hour', repeat(59, { severity: 'ERROR', message: 'Routing failed' }), 'P2', /ERROR/],
    [
      'an ERROR for five users',
      [1, 2, 3, 4, 5].map((n) => ({ severity: 'ERROR', message: 'Routing failed', user: `u${n}` })),
      'P1',
      /5 users/,
    ],
    ['another ERROR', repeat(1, { severity: 'ERROR', message: 'Routing failed' }), 'P2', /ERROR/],
    [
      'a WARNING twice in an important component',
      repeat(2, { severity: 'WARNING', message: 'Optional authentication failed' }),
      'P2',
      /Sign-in/,
    ],
    ['the same once', repeat(1, { severity: 'WARNING', message: 'Optional authentication failed' }), 'P3', /seen once/],
    [
      'a WARNING that calls itself non-blocking',
      repeat(9, { severity: 'WARNING', message: 'SSOT issues (non-blocking)', place: chat }),
      'P3',
      /non-blocking/,
    ],
    [
      'a WARNING that only calls itself non-fatal',
      repeat(2, { severity: 'WARNING', message: 'SSOT issues (non-fatal)', place: chat }),
      'P2',
      /Chat/,
    ],
    [
      'an ERROR more than a thousand times',
      repeat(1_500, { severity: 'ERROR', message: 'Routing failed' }),
      'P1',
      /1,500 times in its busiest hour/,
    ],
    ['a WARNING elsewhere', repeat(9, { severity: 'WARNING', message: 'Buffer is half empty' }), 'P3', /outside/],
    ['a NOTICE', repeat(9, { severity: 'NOTICE', message: 'Configuration reloaded', place: chat }), 'P3', /NOTICE/],
  ])('of %s', (_name, entries, priority, rule) => {
    const assessment = assessed(entries);
    expect(assessment.basePriority).toBe(priority);
    expect(assessment.rules.join('\n')).toMatch(rule);
  });
});

describe('evidence', () => {
  it('numbers its facts and counts what is there', () => {
    const { evidence } = assessed(
      repeat(3, { severity: 'ERROR', message: 'Routing failed', revision: 'shop-1', instance: 'i1', place: chat }),
    );
    expect(evidence.map(({ id }) => id)).toEqual(evidence.map((_, index) => `E${index + 1}`));
    const value = (name: string) => evidence.find((fact) => fact.name === name)?.value;
    expect(value('entries')).toBe(3);
    expect(value('severities')).toBe('ERROR 3');
    const inText = { severity: 'ERROR', severitySource: 'text' } as const;
    const mixed = assessed([...repeat(2, inText), ...repeat(1, { severity: 'ERROR' })]).evidence;
    expect(mixed.find(({ name }) => name === 'severities')?.value).toBe('ERROR 3 (2 of them read from the text)');
    expect(value('instances')).toBe(1);
    expect(value('revision')).toBe('shop-1');
    expect(value('share of failing requests')).toMatch(/not measured/);
  });

  it('compares rates with the earlier run, not counts, where both windows are about an hour at least', () => {
    const entries = repeat(48, { severity: 'ERROR', message: 'Routing failed' });
    const cluster = clusterOf(entries);
    const run = aRun();
    const [first] = run.clusters;
    if (!first) throw new Error('a run without clusters');
    const previous = {
      ...run,
      window: { since: '2025-12-31T23:00:00Z', until: '2026-01-01T00:00:00Z' },
      clusters: [{ ...first, cluster }],
    };
    const { trend, evidence } = assess(cluster, { config, window: WINDOW, read: READ, previous });
    expect(trend.kind).toBe('compared');
    expect(evidence.find(({ name }) => name.startsWith('entries per hour'))?.value).toBe('48 → 2');
    const minutes = { since: '2025-12-31T23:50:00Z', until: '2026-01-01T00:00:00Z' };
    const brief = assess(cluster, { config, window: WINDOW, read: READ, previous: { ...previous, window: minutes } });
    expect(brief.evidence.filter(({ name }) => name.startsWith('entries per hour'))).toEqual([]);
    expect(assess(cluster, { config, window: WINDOW, read: READ, previous: null }).trend).toEqual({
      kind: 'no-earlier-run',
    });
    expect(
      assess(cluster, { config, window: WINDOW, read: READ, previous: { ...previous, clusters: [] } }).trend.kind,
    ).toBe('first-seen');
  });
});

describe('impact', () => {
  it('quotes revenue as configured, with the component that carries it', () => {
    const { components } = assessed(repeat(1, { severity: 'ERROR', message: 'Routing failed', place: chat }));
    expect(components).toMatchObject([
      { name: 'Chat', revenue: '$5K MRR', because: expect.stringContaining('app.websocket.handlers') },
    ]);
  });

  it('of a service that does not come up is all of its components', () => {
    const { components } = assessed(repeat(5, { severity: 'WARNING', message: 'Container called exit(1).' }));
    expect(components.map(({ name }) => name)).toEqual(['Chat', 'Sign-in']);
  });
});
