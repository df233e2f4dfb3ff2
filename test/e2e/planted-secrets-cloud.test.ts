import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LogEntry } from '../../src/model/entry.ts';
import { logOf } from '../support/cloud-logging/log.ts';
import { startFakeLogging } from '../support/cloud-logging/server.ts';
import { bytes, integer, message, struct, text } from '../support/cloud-logging/wire.ts';
import { startGitHub } from '../support/github/server.ts';
import { found, leftIn, type Place } from '../support/leaks.ts';
import { entriesWith } from '../support/planted-entries.ts';
import { type Positive, readPositives } from '../support/redaction-corpus.ts';
import { type Finished, startGardener } from '../support/run-gardener.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

/** One of every kind. */
const planted = readPositives().filter(
  ({ kind }, index, all) => !all.slice(0, index).some((each) => each.kind === kind),
);
const SINCE = '2026-01-01T10:00:00Z';
const UNTIL = '2026-01-01T11:00:00Z';
const PAGE = 1_000;

/** An entry for each place, of Cloud Logging's own audit log too, so often that they fill more than one page. */
function plantedEntries(): LogEntry[] {
  const rounds = Math.ceil((1.5 * PAGE) / (planted.length * 11));
  return Array.from({ length: rounds * planted.length }, (_, number) => {
    const each = planted[number % planted.length];
    return each === undefined ? [] : entriesWith(each, number).map((entry) => ofApi(entry, each));
  }).flat();
}

function ofApi(entry: object, { text: secret }: Positive): LogEntry {
  const { protoPayload, ...rest } = LogEntry.parse(entry);
  if (protoPayload === undefined) return rest;
  const audit = message(
    bytes(2, message(integer(1, 7), text(2, secret))),
    bytes(3, message(text(1, secret))),
    text(8, 'google.cloud.run.v1.Services.ReplaceService'),
    bytes(16, struct({ spec: secret })),
  );
  return { ...rest, protoPayload: { '@type': 'type.googleapis.com/google.cloud.audit.AuditLog', bytes: audit } };
}

it('secrets that come from Cloud Logging are nowhere, not after kill -9 in the middle of reading either', async () => {
  const entries = plantedEntries();
  const secrets = planted.map(({ secret }) => secret);
  const asWritten = { name: 'the log', content: JSON.stringify(planted.flatMap(entriesWith)) };
  expect(found(secrets, [asWritten])).toHaveLength(secrets.length);
  let onCall = (_call: number): void => undefined;
  const fake = await startFakeLogging({
    log: logOf(entries),
    projects: ['p'],
    now: () => Date.parse('2026-01-01T12:00:00Z'),
    fault: (call) => {
      onCall(call);
      return null;
    },
  });
  onTestFinished(() => fake.stop());
  const repository = { owner: 'acme', name: 'shop', private: true };
  const github = await startGitHub({
    history: { repository, viewer: 'gardener-bot', nextNumber: 1 },
    now: () => new Date('2026-01-02T00:00:00Z'),
  });
  onTestFinished(() => github.stop());
  const folder = temporaryFolder();
  const config = ['project: p', 'service: shop', 'github:', '  writeIntervalMs: 0', 'limits:', '  maxNewIssues: 8', ''];
  writeFileSync(join(folder, 'log-gardener.yaml'), config.join('\n'));
  const env = {
    LOGGING_EMULATOR_HOST: fake.host,
    METADATA_SERVER_DETECTION: 'none',
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
  };
  const args = ['--since', SINCE, '--until', UNTIL, '--min-severity', 'DEFAULT', '--json', '--debug'];
  const said: Place[] = [];
  const hear = (command: string, { stdout, stderr, ...end }: Finished) => {
    said.push({ name: `what ${command} said`, content: `${stdout}\n${stderr}` });
    return { ...end, stdout };
  };
  const run = async (command: string, ...more: string[]) =>
    hear(command, await runHere([command, ...more, ...args], { cwd: folder, env }));

  const triage = ['triage', '--repo', 'acme/shop', '--mode', 'auto'] as const;
  const dying = startGardener([...triage, ...args], { cwd: folder, env });
  onCall = (call) => {
    if (call === 2) dying.kill('SIGKILL');
  };
  expect(hear('the killed triage', await dying.finished).signal).toBe('SIGKILL');
  const spooled = leftIn(folder).filter(({ name }) => name.endsWith('entries.ndjson'));
  expect(spooled.map(({ content }) => content.match(/"insertId"/g)?.length)).toEqual([PAGE]);
  expect(spooled[0]?.content).toMatch(/\[email-[0-9a-f]{4}\]/);
  expect(found(secrets, leftIn(folder))).toEqual([]);

  onCall = () => undefined;
  const { stdout } = await run(...triage);
  const { clusters, collected } = JSON.parse(stdout);
  expect(collected).toMatchObject({ entries: entries.length, truncated: false });
  expect(clusters.length).toBeGreaterThan(5);
  expect((await run('collect', '--out', 'collected.ndjson')).code).toBe(0);
  expect(github.issues().length).toBeGreaterThan(3);
  const left = leftIn(folder);
  expect(left.filter(({ content }) => /\[email-[0-9a-f]{4}\]/.test(content)).length).toBeGreaterThan(3);
  const sent = [
    { name: 'the issues', content: JSON.stringify(github.issues()) },
    { name: 'the requests', content: decodeURIComponent(JSON.stringify(github.requests)) },
  ];
  expect(found(secrets, [...left, ...said, ...sent])).toEqual([]);
}, 600_000);
