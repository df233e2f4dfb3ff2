import { describe, expect, it } from 'vitest';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { balanced, CALLED, call, ran, task } from '../support/platform-entries.ts';

/** A line of a request log. */
const request = (at: number, { url = CALLED, status = 500, agent = 'Google-Cloud-Scheduler', method = 'POST' } = {}) =>
  collected({
    at,
    message: `${method} ${new URL(url).pathname} ${status}`,
    http: { method, status, latencyMs: 5, path: new URL(url).pathname },
    hasText: false,
    instance: '',
    trace: `t${at}`,
    entry: { httpRequest: { requestMethod: method, requestUrl: url, status, userAgent: agent } },
  });

const sizes = (entries: readonly CollectedEntry[]): number[] =>
  clusterAll(entries)
    .map(({ patterns }) => patterns.length)
    .sort();
const titles = (entries: readonly CollectedEntry[]) => clusterAll(entries).map(({ title }) => title);

describe('jobs, queues, workflows and backends that fail alike', () => {
  it.each<[string, (at: number, name: string) => CollectedEntry]>([
    ['jobs', (at, job) => call(at, { job })],
    ['statuses of a job', (at, name) => call(at, { name: name.toUpperCase() })],
    ['queues', (at, queue) => task(at, { queue })],
    ['endpoints of a queue', (at, path) => task(at, { url: `https://a.run.app/${path.replaceAll(/\d/g, 'x')}/send` })],
    ['workflows', (at, workflow) => ran(at, 'no such key', workflow)],
    ['backends', (at, backend) => balanced(at, { backend })],
    ['reasons of a load balancer', (at, statusDetails) => balanced(at, { statusDetails })],
  ])('are problems of their own, however many there are: %s', (_, make) => {
    const names = [
      'flour-order',
      'till-export',
      'night-shift',
      'sync-2',
      'k8s1-18cca515-web-80',
      ...'abcdefghijklmnopqrst',
    ];
    const entries = names.flatMap((name, i) => repeat(4, (n) => make(n * 60 + i, name)));
    expect(clusterAll(entries)).toHaveLength(names.length);
  });

  it('are one problem for all ids in the path of a task, and all values in what a workflow threw', () => {
    expect(
      clusterAll(repeat(60, (i) => task(i, { url: `https://x.run.app/orders/ORD-${i * 7919}/charge` }))),
    ).toHaveLength(1);
    const thrown = repeat(60, (i) => ran(i, `RuntimeError: order ${i * 7919} of customer ${i} not found`));
    expect(titles(thrown)).toEqual([
      'Cloud Workflows workflow pay failed: RuntimeError: order … of customer … not found',
    ]);
  });

  it('have the fingerprint that one entry gives, and titles that name them', () => {
    const all = [
      repeat(5, (i) => call(i)),
      repeat(5, (i) => task(i)),
      repeat(5, (i) => balanced(i)),
      repeat(5, (i) => ran(i, 'no such key')),
    ];
    const clusters = clusterAll(all.flat());
    const alone = all.flatMap(([first]) => (first === undefined ? [] : clusterAll([first])));
    const fingerprints = (found: typeof clusters) => found.map(({ fingerprint }) => fingerprint).sort();
    expect(fingerprints(alone)).toEqual(fingerprints(clusters));
    expect(clusters.map(({ title }) => title).sort()).toEqual([
      'Cloud Scheduler job report failed: INTERNAL (HTTP 500)',
      'Cloud Tasks queue mail: POST /send/{id} failed: UNAVAILABLE',
      'Cloud Workflows workflow pay failed: no such key',
      'Load balancer answered 502 for web: failed_to_pick_backend',
    ]);
  });
});

describe('text of a program that reads like theirs', () => {
  it('is text like any other', () => {
    const lost = repeat(60, (i) => collected({ at: i, message: `Cloud Tasks queue ${i * 7919}: task lost` }));
    expect(clusterAll(lost)).toHaveLength(1);
    const thrown = ['KeyError: 1', 'ValueError: 2'].flatMap((error) =>
      repeat(5, (i) =>
        collected({
          at: i,
          message: `Cloud Scheduler job x failed: y\n${traceback(`${error.slice(0, 3)}.py`, 'run', error)}`,
        }),
      ),
    );
    expect(clusterAll(thrown)).toHaveLength(2);
  });

  it('is joined with no request', () => {
    const entry = {
      jsonPayload: { message: 'Cloud Scheduler job x failed: y', url: CALLED },
      httpRequest: { status: 500 },
    };
    const said = repeat(6, (i) =>
      collected({ at: i * 300 + 2, message: entry.jsonPayload.message, instance: '', entry }),
    );
    expect(sizes([...said, ...repeat(6, (i) => request(i * 300))])).toEqual([1, 1]);
  });
});

describe('a call that failed', () => {
  const calls = repeat(6, (i) => call(i * 300 + 2));
  const failing = [...calls, ...repeat(6, (i) => request(i * 300))];

  it('is one problem with its line in the request log', () => {
    const [cluster, ...others] = clusterAll(failing);
    expect(others).toEqual([]);
    expect(cluster?.rules[0]).toBe(
      "joined: 'Cloud Scheduler job report failed: INTERNAL (HTTP 500)' is the call that 'POST /jobs/report 500' answered",
    );
    expect(cluster?.patterns[0]?.template).toBe('POST /jobs/report 500');
    expect(cluster?.title).toBe('Cloud Scheduler job report failed: INTERNAL (HTTP 500)');
  });

  it('is one problem with what was thrown', () => {
    const thrown = repeat(6, (i) =>
      collected({ at: i * 300 + 1, message: traceback('job.py', 'run', 'KeyError: 1'), trace: `t${i * 300}` }),
    );
    const [cluster, ...others] = clusterAll([...failing, ...thrown]);
    expect(others).toEqual([]);
    expect(cluster?.patterns).toHaveLength(3);
    expect(cluster?.title).toBe('KeyError in run');
  });

  it('has nothing to do with another address, or another status', () => {
    const elsewhere = { url: 'https://jobs.run.app/jobs/other' };
    for (const other of [elsewhere, { status: 503 }, { url: 'https://shop.run.app/jobs/report' }]) {
      expect(sizes([...calls, ...repeat(6, (i) => request(i * 300, other))])).toEqual([1, 1]);
    }
  });

  it('is no part of what others call too', () => {
    const byHand = repeat(6, (i) => request(i * 300 + 50, { agent: 'curl/8' }));
    expect(sizes([...calls, ...byHand])).toEqual([1, 1]);
    expect(sizes([...calls, ...byHand, ...repeat(1, () => request(10))])).toEqual([1, 1]);
    // The browser's requests are a pattern of their own.
    const reading = repeat(6, (i) => request(i * 300 + 50, { agent: 'curl/8', method: 'GET' }));
    expect(sizes([...failing, ...reading])).toEqual([1, 2]);
  });

  it('stays one of two jobs that call the same', () => {
    const other = repeat(6, (i) => call(i * 300 + 4, { job: 'second' }));
    expect(sizes([...failing, ...other])).toEqual([1, 1, 1]);
  });

  it('stays apart from a refusal, whose pattern has no address', () => {
    const refused = [
      ...repeat(6, (i) => call(i * 300 + 2, { status: 403, name: 'PERMISSION_DENIED' })),
      ...repeat(6, (i) => request(i * 300, { status: 403 })),
    ];
    expect(sizes(refused)).toEqual([1, 1]);
  });

  it('may be a task, whose status has another name', () => {
    const answers = repeat(6, (i) =>
      request(i * 300, { url: `https://a.run.app/send/${i * 300}`, status: 503, agent: 'Google-Cloud-Tasks' }),
    );
    expect(sizes([...repeat(6, (i) => task(i * 300)), ...answers])).toEqual([2]);
    for (const status of ['INTERNAL', 'UNKNOWN', 'NOT_FOUND']) {
      expect(sizes([...repeat(6, (i) => task(i * 300, { status })), ...answers])).toEqual([1, 1]);
    }
  });
});
