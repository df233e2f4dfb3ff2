import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { Diagnosis } from '../../src/triage/doctor/finding.ts';
import { readDocs } from '../support/docs/read-docs.ts';
import { startSeveral } from '../support/github/several.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const REPOSITORIES = ['acme/shop', 'acme/payments', 'acme/mail'];
const NOW = '2025-09-12T23:31:00Z';

/** The config of docs/automate.md, an hour of the service that it speaks of, and its repositories. */
async function setUp(repositories = REPOSITORIES, more = '') {
  const example = readDocs(CHECKOUT)
    .flatMap(({ blocks }) => blocks)
    .find(({ meta }) => meta === 'several-repositories');
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'log-gardener.yaml'),
    `${example?.text}\ngithub: { writeIntervalMs: 0 }\nfleet: { mode: draft }\n${more}\n`,
  );
  const lines = [
    ...logged('shop.payments.capture', 'Capture was refused by the gateway', 4),
    ...logged('shop.mail.sender', 'Mail to the subscriber bounced', 3),
    ...logged('shop.basket', 'Basket could not be saved to the cache', 2),
  ];
  writeFileSync(join(folder, 'logs.json'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const several = await startSeveral(repositories, () => new Date(NOW));
  const env = { GITHUB_TOKEN: several.token, GITHUB_API_URL: several.url, METADATA_SERVER_DETECTION: 'none' };
  const run = (...args: string[]) => runHere(args, { cwd: folder, env });
  const triage = (...args: string[]) =>
    run('triage', '--source', 'logs.json', '--investigator', 'rules', '--now', NOW, ...args);
  const issues = () => repositories.map((name) => several.of(name).issues().length);
  return { several, run, triage, issues };
}

function logged(module: string, message: string, times: number) {
  return Array.from({ length: times }, (_, nth) => ({
    insertId: `${module}-${nth}`,
    timestamp: `2025-09-12T22:00:0${nth}Z`,
    severity: 'ERROR',
    resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: 'shop-00001-abc' } },
    jsonPayload: { module, function: 'run', message },
  }));
}

it('drafts, lists, approves and posts in the repository of each problem, as the documents say', async () => {
  const { several, run, triage, issues } = await setUp();
  const drafted = JSON.parse((await triage('--json')).stdout);
  const byRepository = new Map(
    drafted.clusters.map((one: { repository?: string; title: string }) => [one.repository ?? 'acme/shop', one.title]),
  );
  expect([...byRepository.keys()].sort()).toEqual(REPOSITORIES.toSorted());
  expect(issues()).toEqual([0, 0, 0]);

  const list = await run('drafts', 'list');
  for (const name of REPOSITORIES) expect(list.stdout).toContain(`create in ${name}`);
  for (const line of list.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  const ids = drafted.clusters.map(({ draft }: { draft: { id: string } }) => draft.id);
  expect((await run('drafts', 'show', ids[0])).stdout).toMatch(
    /^Draft \S+ \(pending\), acme\/(?:payments|mail|shop)\n/,
  );
  expect(await run('drafts', 'approve', ...ids)).toMatchObject({ code: 0 });
  const posted = await run('drafts', 'post');
  expect(posted).toMatchObject({ code: 0 });
  expect(issues()).toEqual([1, 1, 1]);
  for (const name of REPOSITORIES) {
    expect(posted.stderr).toContain(`https://github.com/${name}/issues/100`);
    const [issue] = several.of(name).issues();
    expect(issue?.title).toContain(String(byRepository.get(name)).split(' ')[0]);
  }
  const payments = drafted.clusters.find(({ repository }: { repository?: string }) => repository === 'acme/payments');
  const explained = await run('explain', payments.fingerprint);
  expect(explained.stdout).toContain('created acme/payments#100');
  expect(explained.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'kept in acme/payments, for component Payments (module shop.payments.capture)',
  );
});

it('sends everything to the repository of the command line, where one is given', async () => {
  const { run, triage, issues } = await setUp();
  expect(await triage('--repo', 'acme/mail', '--mode', 'auto')).toMatchObject({ code: 0 });
  expect(issues()).toEqual([0, 0, 3]);
  expect((await run('drafts', 'list', '--status', 'posted')).stdout).not.toContain('acme/');
});

it('posts nothing to a repository that the config does not name any more', async () => {
  const { run, triage, issues } = await setUp([...REPOSITORIES, 'acme/trial']);
  await triage('--repo', 'acme/trial');
  const listed = JSON.parse((await run('drafts', 'list', '--json')).stdout);
  const ids = listed.map(({ id }: { id: string }) => id);
  expect((await run('drafts', 'approve', ...ids)).stderr).not.toContain('rror');
  const posted = await run('drafts', 'post');
  expect(posted.code).not.toBe(0);
  expect(posted.stderr).toContain('names acme/shop, acme/payments and acme/mail');
  expect(issues()).toEqual([0, 0, 0, 0]);
});

it('has doctor look at every repository that the config names', async () => {
  const { several, run } = await setUp();
  const diagnose = async (...args: string[]) => {
    const { checks } = Diagnosis.parse(JSON.parse((await run('doctor', '--json', ...args)).stdout));
    return checks.filter(({ name }) => name.startsWith('github.repository'));
  };
  expect((await diagnose()).map(({ status, says }) => `${status} ${says}`)).toEqual([
    'ok acme/shop, private',
    'ok acme/payments, private',
    'ok acme/mail, private',
  ]);
  const refused = { kind: 'answer', status: 403, body: { message: 'Resource not accessible' } } as const;
  several.of('acme/mail').failNext({ method: 'GET', path: '/repos/acme/mail/pulls', fault: refused });
  expect((await diagnose()).map(({ status, says }) => `${status} ${says}`)).toEqual([
    'ok acme/shop, private',
    'ok acme/payments, private',
    'wrong acme/mail: the token may not read pull requests',
  ]);
  expect(await diagnose('--repo', 'acme/shop')).toHaveLength(1);
});

it('does what it can where a repository is not there, and says what it could not', async () => {
  const { triage, issues } = await setUp(['acme/shop', 'acme/payments']);
  const { code, stderr, stdout } = await triage('--mode', 'auto');
  expect(code).toBe(3);
  expect(stderr).toContain('There is no repository acme/mail that this token can see');
  expect(stdout).toContain('failed');
  expect(issues()).toEqual([1, 1]);
});

it('follows what the config says of one service, in a run of one process too', async () => {
  const own = 'services: [{ names: ["sh*"], repository: acme/mail }]';
  const { triage, issues } = await setUp(REPOSITORIES, own);
  expect(await triage('--service', 'shop', '--mode', 'auto')).toMatchObject({ code: 0 });
  expect(issues()).toEqual([0, 1, 2]);
});
