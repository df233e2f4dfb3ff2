import { expect, test } from 'vitest';
import { createEntries } from '../../bench/entries/entries.ts';
import { plantSecret } from '../../bench/entries/secrets.ts';
import { createSkeletons } from '../../bench/entries/skeletons.ts';
import { type Figures, rowsOf, type Taken } from '../../bench/figures.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { LogEntry } from '../../src/model/entry.ts';

const COUNT = 10_000;

function draw(seed: number, count = COUNT): { json: string; template: string }[] {
  const next = createEntries(seed);
  return Array.from({ length: count }, next);
}

const generated = draw(42);
const entries = generated.map(({ json }) => LogEntry.parse(JSON.parse(json)));

function share(holds: (entry: LogEntry, json: string) => boolean): number {
  return entries.filter((entry, index) => holds(entry, generated[index]?.json ?? '')).length / COUNT;
}

test('the same seed gives the same entries, another seed others', () => {
  expect(draw(7, 500)).toEqual(draw(7, 500));
  expect(draw(7, 500)).not.toEqual(draw(8, 500));
});

test('a longer log begins as a shorter one', () => {
  expect(draw(42, 500)).toEqual(generated.slice(0, 500));
});

test('every entry is one line with its own insertId, a time, a log, a resource and something to say', () => {
  expect(generated.filter(({ json }) => json.includes('\n'))).toEqual([]);
  expect(new Set(entries.map(({ insertId }) => insertId)).size).toBe(COUNT);
  for (const entry of entries) {
    expect(entry.timestamp).toMatch(/^2026-01-05T\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(entry.logName).toMatch(/^projects\/[^/]+\/logs\/[^/]+$/);
    expect(Object.keys(entry.resource?.labels ?? {})).not.toEqual([]);
    const said = [entry.textPayload, entry.jsonPayload, entry.protoPayload, entry.httpRequest];
    expect(said.filter((payload) => payload !== undefined)).toHaveLength(1);
  }
});

test('keys come by name, as Cloud Logging exports them', () => {
  for (const { json } of generated) {
    const keys = Object.keys(JSON.parse(json));
    expect(keys).toEqual(keys.toSorted());
  }
});

test('entries have about 700 bytes', () => {
  const bytes = generated.reduce((sum, { json }) => sum + Buffer.byteLength(json), 0) / COUNT;
  expect(bytes).toBeGreaterThan(650);
  expect(bytes).toBeLessThan(800);
});

test('secrets are planted in nearly every entry that is asked to hold one, of several kinds, and all are found', () => {
  const redactor = createRedactor({ key: 'bench', patterns: [] });
  const kinds = new Set<string>();
  let able = 0;
  for (const [index, { json }] of generated.slice(0, 1_000).entries()) {
    const planted = plantSecret(json, index);
    if (planted === null) continue;
    able += 1;
    const { insertId } = LogEntry.parse(JSON.parse(planted));
    expect(insertId).toBe(entries[index]?.insertId);
    const at = json.split('').findIndex((_, place) => json[place] !== planted[place]);
    const secret = planted.slice(at, at + planted.length - json.length);
    const hidden = redactor.text(secret);
    expect(hidden).not.toBe(secret);
    kinds.add(/\[([a-z-]+)-[0-9a-f]{4}\]/.exec(hidden)?.[1] ?? '');
  }
  expect(able).toBeGreaterThan(900);
  expect(kinds.size).toBeGreaterThanOrEqual(6);
});

test('payloads and platforms are mixed', () => {
  expect(share((entry) => entry.jsonPayload !== undefined)).toBeGreaterThan(0.6);
  expect(share((entry) => entry.textPayload !== undefined)).toBeGreaterThan(0.1);
  expect(share((entry) => entry.httpRequest !== undefined)).toBeGreaterThan(0.1);
  expect(share((entry) => entry.protoPayload !== undefined)).toBeGreaterThan(0.001);
  const platforms = new Set(entries.map(({ resource }) => resource?.type));
  expect([...platforms].sort()).toEqual([
    'cloud_function',
    'cloud_run_job',
    'cloud_run_revision',
    'gae_app',
    'k8s_container',
  ]);
  for (const key of ['event', 'msg', 'logger_name', 'ecs.version', 'caller', 'exc_info', 'err', 'stack_trace'])
    expect(
      share(({ jsonPayload }) => jsonPayload?.[key] !== undefined),
      key,
    ).toBeGreaterThan(0);
});

test('severities are mixed as in a log of a healthy shop, and some entries name none', () => {
  expect(share(({ severity }) => severity === 'INFO')).toBeGreaterThan(0.5);
  expect(share(({ severity }) => severity === 'WARNING')).toBeGreaterThan(0.05);
  expect(share(({ severity }) => severity === 'ERROR')).toBeGreaterThan(0.03);
  expect(share(({ severity }) => severity === 'ERROR')).toBeLessThan(0.1);
  expect(share(({ severity }) => severity === undefined)).toBeGreaterThan(0.05);
});

test('a few percent are stack traces, of four languages, some of them chained', () => {
  const traces = /Traceback \(most|\\n {4}at |\\n\\tat |goroutine \d+ \[running\]/;
  expect(share((_, json) => traces.test(json))).toBeGreaterThan(0.02);
  expect(share((_, json) => traces.test(json))).toBeLessThan(0.06);
  for (const language of ['Traceback (most recent', '\\n    at ', '\\n\\tat com.', 'goroutine '])
    expect(
      share((_, json) => json.includes(language)),
      language,
    ).toBeGreaterThan(0);
  for (const chain of ['direct cause of the following', '[cause]: ', 'Caused by: ', ' [recovered]'])
    expect(
      share((_, json) => json.includes(chain)),
      chain,
    ).toBeGreaterThan(0);
});

test('a few percent go beyond ASCII, some of them escaped; quotes and line ends are escaped', () => {
  const unicode = share((_, json) => /[^\0-\x7f]|\\u[0-9a-f]{4}/.test(json));
  expect(unicode).toBeGreaterThan(0.02);
  expect(unicode).toBeLessThan(0.06);
  expect(share((_, json) => /\\u[0-9a-f]{4}/.test(json))).toBeGreaterThan(0.003);
  expect(share((_, json) => json.includes('\\"'))).toBeGreaterThan(0.03);
  expect(share((_, json) => json.includes('\\n'))).toBeGreaterThan(0.02);
});

test('several hundred templates, the frequent ones much more frequent', () => {
  const counts = new Map<string, number>();
  for (const { template } of generated) counts.set(template, (counts.get(template) ?? 0) + 1);
  expect(counts.size).toBeGreaterThan(300);
  const sorted = [...counts.values()].sort((a, b) => b - a);
  expect(sorted[0]).toBeGreaterThan(20 * (sorted[100] ?? COUNT));
});

test('several services with several instances and users, and traces of several entries', () => {
  const instances = new Set(entries.map(({ labels, resource }) => labels?.instanceId ?? resource?.labels?.pod_name));
  expect(instances.size).toBeGreaterThan(50);
  const traces = entries.map(({ trace }) => trace).filter((trace) => trace !== undefined);
  expect(traces.length / new Set(traces).size).toBeGreaterThan(1.5);
  expect(new Set(entries.map(({ jsonPayload }) => jsonPayload?.user_id)).size).toBeGreaterThan(500);
});

test('skeletons are distinct, as many as asked for, and the same for the same seed', () => {
  const skeletons = createSkeletons(2_000, 7);
  expect(new Set(skeletons.map((tokens) => tokens.join(' '))).size).toBe(2_000);
  expect(createSkeletons(2_000, 7)).toEqual(skeletons);
});

function taken(milliseconds: number): Taken {
  return { milliseconds, cpu: milliseconds };
}

function figures(overrides: Partial<Figures> = {}): Figures {
  return {
    entries: 1_000_000,
    skeletons: 100_000,
    bare: taken(2_000),
    parseOnly: 1_800,
    oneThread: taken(2_400),
    twoWorkers: taken(1_300),
    stage2: 1_000,
    redaction: [{ planted: 10, on: [1_200, 1_300, 1_250], off: [1_000, 1_000, 1_000] }],
    help: 100,
    peaks: [{ name: 'one thread', tenth: 200, all: 230 }],
    ...overrides,
  };
}

function missed(overrides: Partial<Figures>): string[] {
  return rowsOf(figures(overrides))
    .filter(({ isMissed }) => isMissed)
    .map(({ name }) => name);
}

test('the table says which targets were missed', () => {
  expect(missed({})).toEqual([]);
  expect(missed({ oneThread: taken(2_501), twoWorkers: taken(1_400) })).toEqual(['bare / one thread']);
  expect(missed({ twoWorkers: taken(1_500) })).toEqual(['one thread / two workers']);
  expect(missed({ stage2: 2_001 })).toEqual(['stage 2 / bare']);
  const redaction = (planted: number, last: number) => ({
    planted,
    on: [1_200, 1_300, last],
    off: [1_000, 1_000, 1_000],
  });
  expect(missed({ redaction: [redaction(0, 1_000), redaction(10, 1_251)] })).toEqual([
    'redaction adds, secrets planted in 1 %',
  ]);
  expect(missed({ peaks: [{ name: 'one thread', tenth: 200, all: 241 }] })).toEqual(['growth, one thread']);
  expect(missed({ peaks: [{ name: 'one thread', tenth: 330, all: 334 }] })).toEqual([
    'peak memory, one thread, 1,000,000',
  ]);
});
