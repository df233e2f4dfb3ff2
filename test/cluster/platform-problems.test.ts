import { describe, expect, it } from 'vitest';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

const JOB = 'https://jobs.run.app/jobs/report';

/** What Cloud Scheduler says of a call. */
const call = (at: number, status = 500, url = JOB, job = 'report') =>
  collected({
    at,
    message: `Cloud Scheduler job ${job} failed: INTERNAL (HTTP ${status})`,
    service: job,
    trace: '',
    instance: '',
    entry: { jsonPayload: { url }, httpRequest: { status } },
  });

/** A line of a request log. */
const request = (at: number, { url = JOB, status = 500, agent = 'Google-Cloud-Scheduler', method = 'POST' } = {}) =>
  collected({
    at,
    message: `${method} ${new URL(url).pathname} ${status}`,
    http: { method, status, latencyMs: 5, path: new URL(url).pathname },
    hasText: false,
    trace: `t${at}`,
    entry: { httpRequest: { requestMethod: method, requestUrl: url, status, userAgent: agent } },
  });

const sizes = (entries: readonly CollectedEntry[]): number[] =>
  clusterAll(entries)
    .map(({ patterns }) => patterns.length)
    .sort();

describe('jobs, queues, workflows and backends that fail alike', () => {
  it.each([
    ['jobs', (name: string) => `Cloud Scheduler job ${name} failed: INTERNAL (HTTP 500)`],
    ['queues', (name: string) => `Cloud Tasks queue ${name}: POST /send failed: UNAVAILABLE`],
    ['calls of one queue', (name: string) => `Cloud Tasks queue mail: POST /${name}/send failed: UNAVAILABLE`],
    ['workflows', (name: string) => `Cloud Workflows workflow ${name} failed: no such key`],
    ['backends', (name: string) => `Load balancer answered 502 for ${name}: failed_to_pick_backend`],
  ])('are problems of their own, however many there are: %s', (_, message) => {
    const names = 'flour-order till-export night-shift oven-check mail-digest sync-2 sync-3 k8s1-18cca515-web-80'.split(
      ' ',
    );
    const many = [...names, ...'abcdefghijklmnopqrst'];
    const entries = many.flatMap((name, i) => repeat(4, (n) => collected({ at: n * 60 + i, message: message(name) })));
    expect(clusterAll(entries)).toHaveLength(many.length);
  });

  it('are told apart by what befell them too', () => {
    const says = ['INTERNAL (HTTP 500)', 'DEADLINE_EXCEEDED (HTTP 504)'].map(
      (status) => `Cloud Scheduler job report failed: ${status}\nURL_ERROR. Original HTTP response code number`,
    );
    expect(sizes(says.flatMap((message) => repeat(5, (i) => collected({ at: i, message }))))).toEqual([1, 1]);
  });
});

describe('a call that failed', () => {
  const failing = repeat(6, (i) => [call(i * 300 + 2), request(i * 300)]);

  it('is one problem with its line in the request log', () => {
    const [cluster, ...others] = clusterAll(failing);
    expect(others).toEqual([]);
    expect(cluster?.rules[0]).toBe(
      "joined: 'Cloud Scheduler job report failed: INTERNAL (HTTP 500)' is the call that 'POST /jobs/report 500' answered",
    );
    const [root] = cluster?.patterns ?? [];
    expect(root?.template).toBe('POST /jobs/report 500');
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
    const elsewhere = repeat(6, (i) => request(i * 300, { url: 'https://jobs.run.app/jobs/other' }));
    const otherwise = repeat(6, (i) => request(i * 300, { status: 503 }));
    const otherHost = repeat(6, (i) => request(i * 300, { url: 'https://shop.run.app/jobs/report' }));
    const calls = repeat(6, (i) => call(i * 300 + 2));
    for (const others of [elsewhere, otherwise, otherHost]) expect(sizes([...calls, ...others])).toEqual([1, 1]);
  });

  it('is the one that names the caller, where several fail; else none can be told', () => {
    const calls = repeat(6, (i) => call(i * 300 + 2));
    const byHand = repeat(6, (i) => request(i * 300 + 50, { method: 'GET', agent: 'curl/8' }));
    const scheduled = repeat(6, (i) => request(i * 300));
    const unknown = repeat(6, (i) => request(i * 300, { agent: 'proxy' }));
    expect(sizes([...calls, ...byHand, ...scheduled])).toEqual([1, 2]);
    expect(sizes([...calls, ...byHand, ...unknown])).toEqual([1, 1, 1]);
  });

  it('may be a task, whose status has another name', () => {
    const task = (at: number, status: string) =>
      collected({
        at,
        message: `Cloud Tasks queue mail: POST /send/{id} failed: ${status}`,
        trace: '',
        instance: '',
        entry: { jsonPayload: { attemptResponseLog: { status, targetAddress: `POST https://a.run.app/send/${at}` } } },
      });
    const answers = repeat(6, (i) =>
      request(i * 300, { url: `https://a.run.app/send/${i * 300}`, status: 503, agent: 'Google-Cloud-Tasks' }),
    );
    expect(sizes([...repeat(6, (i) => task(i * 300, 'UNAVAILABLE')), ...answers])).toEqual([2]);
    expect(sizes([...repeat(6, (i) => task(i * 300, 'INTERNAL')), ...answers])).toEqual([1, 1]);
    expect(sizes([...repeat(6, (i) => task(i * 300, 'UNKNOWN')), ...answers])).toEqual([1, 1]);
  });
});
