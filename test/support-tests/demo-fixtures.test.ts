import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Config } from '../../src/config/schema.ts';
import { LogEntry } from '../../src/model/entry.ts';
import { readHistory } from '../support/github/history.ts';

const file = (name: string) => new URL(`../../fixtures/demo/${name}`, import.meta.url).pathname;

const DemoEntry = LogEntry.required({ insertId: true, timestamp: true, receiveTimestamp: true, severity: true }).extend(
  {
    severity: z.string(),
    jsonPayload: z.looseObject({
      message: z.string(),
      timestamp: z.string(),
      labels: z.object({ function: z.string(), line: z.string(), module: z.string() }),
    }),
    resource: z.object({ type: z.literal('cloud_run_revision'), labels: z.record(z.string(), z.string()) }),
    labels: z.object({
      instanceId: z.string(),
      'migration-run': z.literal('1757350810'),
      'vpc-connectivity': z.literal('enabled'),
    }),
  },
);
type DemoEntry = z.infer<typeof DemoEntry>;

const read = (name: string) =>
  readFileSync(file(name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => DemoEntry.parse(JSON.parse(line)));
const first = read('seed-1.ndjson');
const second = read('seed-2.ndjson');

const message = (entry: DemoEntry) => entry.jsonPayload.message;
const having = (entries: readonly DemoEntry[], severity: string, text: string) =>
  entries.filter((entry) => entry.severity === severity && message(entry).includes(text));
const revision = (entry: DemoEntry) => entry.resource.labels.revision_name;
const OLD = 'netra-backend-staging-00623-kxq';
const NEW = 'netra-backend-staging-00624-m9m';

describe('seed-1.ndjson', () => {
  test('holds 50 entries: five problems and ten quiet ones', () => {
    expect(first).toHaveLength(50);
    expect(having(first, 'ERROR', "'function' object has no attribute 'can_handle'")).toHaveLength(8);
    expect(having(first, 'WARNING', "No module named 'dev_launcher'")).toHaveLength(10);
    expect(having(first, 'WARNING', 'SessionMiddleware must be installed')).toHaveLength(15);
    expect(having(first, 'WARNING', 'LOW BUFFER UTILIZATION: 24.5%')).toHaveLength(1);
    expect(having(first, 'WARNING', 'Thread ID mismatch')).toHaveLength(6);
    expect(first.filter(({ severity }) => severity === 'INFO')).toHaveLength(10);
  });

  test('lies within the 24 hours before 2025-09-12T23:30Z, in order', () => {
    expectWindow(first, '2025-09-11T23:30:00Z', '2025-09-12T23:30:00Z');
  });

  test('holds the representative entries of the worklog it is written after', () => {
    const places = first.map(({ severity, jsonPayload: { timestamp, labels } }) =>
      [severity, timestamp, labels.module, labels.function, labels.line].join(' '),
    );
    expect(places).toEqual(
      expect.arrayContaining([
        'ERROR 2025-09-12T23:26:25.718912+00:00 netra_backend.app.websocket_core.handlers route_message 1271',
        'WARNING 2025-09-12T23:26:23.403238+00:00 logging callHandlers 1706',
        'WARNING 2025-09-12T23:26:23.130037+00:00 logging callHandlers 1706',
        'WARNING 2025-09-12T23:26:23.382934+00:00 logging callHandlers 1706',
        'WARNING 2025-09-12T23:25:25.043497+00:00 netra_backend.app.services.user_execution_context _validate_id_consistency 301',
      ]),
    );
  });

  test('emoji arrive mangled, as they did then', () => {
    const mangled = (emoji: string) => new TextDecoder('windows-1252').decode(new TextEncoder().encode(emoji));
    const [keyed] = having(first, 'WARNING', 'dev_launcher');
    const [alarm] = having(first, 'WARNING', 'LOW BUFFER');
    expect(keyed && message(keyed)).toMatch(new RegExp(`^\\[${mangled('🔑')}\\] OPTIONAL`));
    expect(alarm && message(alarm).startsWith(`${mangled('🚨')} ALERT`)).toBe(true);
  });

  test('the routing errors come in bursts within the last hour, one or two seconds apart', () => {
    const times = having(first, 'ERROR', 'can_handle').map(({ timestamp }) => Date.parse(timestamp));
    expect(Math.min(...times)).toBeGreaterThan(Date.parse('2025-09-12T22:30:00Z'));
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const within = gaps.filter((gap) => gap < 60_000);
    expect(within).toHaveLength(5);
    expect(within.every((gap) => gap >= 1000 && gap <= 2000)).toBe(true);
  });

  test('shows the start of the revision that has the fix, and the session warning on that revision only', () => {
    const started = first.filter((entry) => revision(entry) === NEW).map(({ timestamp }) => timestamp);
    const before = first.filter(({ timestamp }) => timestamp < (started[0] ?? ''));
    expect(started[0]).toMatch(/^2025-09-12T09:14:/);
    expect(before.map(revision)).toEqual([OLD, OLD, OLD]);
    expect(first.filter((entry) => revision(entry) === OLD).every(({ severity }) => severity === 'INFO')).toBe(true);
    const sessions = having(first, 'WARNING', 'SessionMiddleware');
    expect(new Set(sessions.map(revision))).toEqual(new Set([NEW]));
    expect(sessions.at(-1)?.timestamp).toMatch(/^2025-09-12T23:26:/);
  });

  test('no two thread id warnings name the same ids', () => {
    const ids = having(first, 'WARNING', 'Thread ID mismatch').map((entry) => message(entry).match(/demo_\w+/g));
    expect(new Set(ids.flat()).size).toBe(12);
    expect(ids.every((found) => found?.length === 3 && found[0] === found[1])).toBe(true);
  });
});

describe('seed-2.ndjson', () => {
  test('holds more than 100 entries: four problems and quiet ones', () => {
    expect(having(second, 'WARNING', 'SSOT validation issues (non-blocking)')).toHaveLength(54);
    expect(having(second, 'CRITICAL', 'GOLDEN PATH')).toHaveLength(12);
    expect(having(second, 'WARNING', 'SessionMiddleware must be installed')).toHaveLength(7);
    expect(having(second, 'ERROR', "'function' object has no attribute 'can_handle'")).toHaveLength(6);
    expect(second.filter(({ severity }) => severity === 'INFO')).toHaveLength(second.length - 79);
    expect(second.length).toBeGreaterThan(100);
  });

  test('lies within the two days before 2025-09-14T21:00Z, in order, all on one revision and instance', () => {
    expectWindow(second, '2025-09-12T21:00:00Z', '2025-09-14T21:00:00Z');
    expect(new Set(second.map(revision))).toEqual(new Set([NEW]));
    expect(new Set(second.map((entry) => entry.labels.instanceId)).size).toBe(1);
  });

  test('names two places for the managers and a connection of its own for each login', () => {
    const lines = having(second, 'WARNING', 'SSOT').map((entry) => entry.jsonPayload.labels.line);
    expect(new Set(lines)).toEqual(new Set(['118', '137']));
    const connections = having(second, 'CRITICAL', 'GOLDEN PATH').map((entry) => message(entry).match(/main_\w+/)?.[0]);
    expect(new Set(connections).size).toBe(12);
    expect(connections).toEqual(expect.arrayContaining(['main_91cf01d1', 'main_bb526627']));
  });

  test('shares no entry with the first; the one from its time arrived after it was read', () => {
    const known = new Set(first.map(({ insertId }) => insertId));
    expect(second.filter(({ insertId }) => known.has(insertId))).toEqual([]);
    const early = second.filter(({ timestamp }) => timestamp < '2025-09-12T23:30:00Z');
    expect(early.map((entry) => entry.jsonPayload.timestamp)).toEqual(['2025-09-12T23:21:43.625002+00:00']);
    expect(early.every(({ receiveTimestamp }) => receiveTimestamp > '2025-09-12T23:30:00Z')).toBe(true);
  });
});

describe('history.yaml and log-gardener.yaml', () => {
  const history = readHistory(file('history.yaml'));

  test('the three known issues are open, under the titles that the worklog gives', () => {
    const titles = [169, 394, 584].map((number) => history.issues.find((issue) => issue.number === number));
    expect(titles.map((issue) => [issue?.state, issue?.title])).toEqual([
      ['open', 'GCP-staging-P2-SessionMiddleware-high-frequency-warnings'],
      ['open', '🟢 LOW: Performance Baseline Monitoring Missing for System Optimization'],
      ['open', 'GCP-active-dev-P2-thread-id-run-id-generation-inconsistency'],
    ]);
  });

  test('the fix of #169 is #421, merged before the first entry, and the next issue is #640', () => {
    const fix = history.pulls.find((pull) => pull.closes.includes(169));
    expect([fix?.number, fix?.merged_at]).toEqual([421, '2025-09-11T18:02:00Z']);
    expect(history.nextNumber).toBe(640);
  });

  test('nothing in the tracker was written after the first run', () => {
    const times = JSON.stringify(history).match(/\d{4}-\d\d-\d\dT[\d:]+Z/g) ?? [];
    expect(times.length).toBeGreaterThan(20);
    expect(times.filter((time) => time >= '2025-09-12T23:30:00Z')).toEqual([]);
  });

  test('the config is valid and speaks of the same service and repository', () => {
    const config = Config.parse(parse(readFileSync(file('log-gardener.yaml'), 'utf8')));
    expect(config.repository).toBe(`${history.repository.owner}/${history.repository.name}`);
    const services = new Set([...first, ...second].map((entry) => entry.resource.labels.service_name));
    expect(services).toEqual(new Set([config.service]));
    expect([config.github.allowPublic, history.repository.private]).toEqual([false, true]);
  });
});

function expectWindow(entries: readonly DemoEntry[], since: string, until: string): void {
  const times = entries.map(({ timestamp }) => timestamp);
  expect(times.filter((time) => time < since || time >= until)).toEqual([]);
  expect(times).toEqual(times.toSorted());
  expect(new Set(entries.map(({ insertId }) => insertId)).size).toBe(entries.length);
  expect(entries.filter((entry) => entry.receiveTimestamp <= entry.timestamp)).toEqual([]);
}
