import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addDraft, setDraftState } from '../../src/store/drafts.ts';
import { recordIntent } from '../../src/store/ledger.ts';
import { openStore } from '../../src/store/open.ts';
import { changeRecentReads } from '../../src/store/recent-reads.ts';
import { Diagnosis } from '../../src/triage/doctor/finding.ts';
import { startScriptedClaude } from '../support/claude/scripted-claude.ts';
import { logOf } from '../support/cloud-logging/log.ts';
import { type Fault, startFakeLogging } from '../support/cloud-logging/server.ts';
import { newIssueDraft } from '../support/drafts.ts';
import type { HistoryInput } from '../support/github/history.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';
import type { Finished } from '../support/run-gardener.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

const CONFIG = 'project: acme-prod\nservice: shop\nrepository: acme/shop\n';
const USER = { type: 'authorized_user', client_id: 'id', client_secret: 'cs-0451', refresh_token: 'rt-0451' };

interface Place {
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly github: ScenarioGitHub;
  /** Reads of Cloud Logging so far. */
  readonly readsOfLogs: () => number;
}

interface Setting {
  /** What Cloud Logging answers instead of entries. */
  readonly logging?: Fault;
  readonly repository?: Partial<HistoryInput['repository']>;
  readonly scopes?: string[];
  readonly config?: string;
}

/** A machine on which everything is set up, but for what the test says. */
async function setUp({ repository, scopes, config = CONFIG, logging }: Setting = {}): Promise<Place> {
  const history = smallHistory();
  const github = await startGitHub({
    history: { ...history, repository: { ...history.repository, ...repository }, scopes: scopes ?? null },
    now: () => new Date('2025-09-12T23:31:00Z'),
  });
  onTestFinished(() => github.stop());
  const cloud = await startFakeLogging({
    log: logOf([]),
    now: Date.now,
    projects: ['acme-prod', 'p'],
    fault: () => logging ?? null,
  });
  onTestFinished(() => cloud.stop());
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'log-gardener.yaml'), config);
  writeFileSync(join(folder, 'adc.json'), JSON.stringify(USER));
  const env = {
    HOME: folder,
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    GOOGLE_APPLICATION_CREDENTIALS: 'adc.json',
    METADATA_SERVER_DETECTION: 'none',
    LOGGING_EMULATOR_HOST: cloud.host,
  };
  return { folder, env, github, readsOfLogs: () => cloud.requests.length };
}

function doctor({ folder, env }: Place, args: readonly string[] = []): Promise<Finished> {
  return runHere(['doctor', ...args], { cwd: folder, env });
}

/** What `--json` says: the exit code, and the checks by name. */
async function diagnose(place: Place, args: readonly string[] = []) {
  const { code, stdout, stderr } = await doctor(place, ['--json', ...args]);
  expect(stderr).toBe('');
  const { status, checks } = Diagnosis.parse(JSON.parse(stdout));
  return { code, status, checks: new Map(checks.map((check) => [check.name, check])) };
}

async function expectWrong(place: Place, name: string, says: RegExp, mend: RegExp): Promise<void> {
  const { code, status, checks } = await diagnose(place);
  expect({ code, status }).toEqual({ code: 1, status: 'wrong' });
  expect(checks.get(name)).toMatchObject({ status: 'wrong' });
  expect(checks.get(name)?.says).toMatch(says);
  expect(checks.get(name)?.mend).toMatch(mend);
}

/** What differs from machine to machine, and from minute to minute. */
const steady = (text: string): string =>
  text
    .replace(/127\.0\.0\.1:\d+/, '127.0.0.1:<port>')
    .replace(/log-gardener \S+, Node \S+, \d+ cores?/, 'log-gardener <version>, Node <version>, <n> cores')
    .replace(/[\d,]+ of 5,000 left until \d\d:\d\d UTC/, '<some> of 5,000 left until <then> UTC');

describe('doctor', () => {
  it('finds nothing to mend where all is well, and changes nothing', async () => {
    const place = await setUp();
    place.github.limits.search = 30;
    const before = readdirSync(place.folder);
    const { code, stdout, stderr } = await doctor(place);
    await expect(steady(stdout)).toMatchFileSnapshot('doctor-well.snapshot.txt');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(place.folder)).toEqual(before);
    expect(place.github.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('says on a new machine what is missing, and how to get it', async () => {
    const { folder } = await setUp();
    const place = { folder: join(folder, 'empty'), env: { HOME: folder, METADATA_SERVER_DETECTION: 'none' } };
    mkdirSync(place.folder);
    const { code, stdout } = await runHere(['doctor'], { cwd: place.folder, env: place.env });
    await expect(steady(stdout)).toMatchFileSnapshot('doctor-new.snapshot.txt');
    expect(code).toBe(0);
  });

  it('keeps to 80 columns, and shows no secret, whatever is wrong', async () => {
    const place = await setUp({ config: 'repository: acme/shop\nservise: x\n' });
    const env = {
      ...place.env,
      GITHUB_TOKEN: 'ghp_verysecret',
      ANTHROPIC_API_KEY: 'sk-ant-verysecret',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
      GOOGLE_APPLICATION_CREDENTIALS: `${place.folder}/${'deep/'.repeat(30)}key.json`,
    };
    const { stdout } = await doctor({ ...place, env });
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(stdout).not.toMatch(/verysecret|0451/);
  });

  it('misses a token only where a repository needs one', async () => {
    const place = await setUp();
    const { GITHUB_TOKEN: _, ...env } = place.env;
    await expectWrong({ ...place, env }, 'github.token', /GITHUB_TOKEN is not set/, /Issues read and write/);
    const { checks } = await diagnose({ ...place, env });
    for (const name of ['github.repository', 'github.permissions', 'github.limits']) {
      expect(checks.get(name)?.status).toBe('skipped');
    }
    writeFileSync(join(place.folder, 'log-gardener.yaml'), 'service: shop\n');
    const without = await diagnose({ ...place, env });
    expect(without).toMatchObject({ code: 0, status: 'warning' });
    expect(without.checks.get('github.token')?.status).toBe('warning');
  });

  it('says when GitHub does not accept the token', async () => {
    const place = await setUp();
    const env = { ...place.env, GITHUB_TOKEN: 'ghp_revoked' };
    await expectWrong(
      { ...place, env },
      'github.token',
      /expired, revoked or mistyped \(Bad credentials\)/,
      /set GITHUB_TOKEN/,
    );
  });

  it('sends no token with a line break in it, and does not show it', async () => {
    const place = await setUp();
    const broken = { ...place, env: { ...place.env, GITHUB_TOKEN: `${place.github.token}\nx` } };
    await expectWrong(broken, 'github.token', /line break/, /Set it again/);
    expect((await doctor(broken)).stdout).not.toContain(place.github.token);
    expect(place.github.requests).toEqual([]);
  });

  it('tells a classic token which scope it lacks', async () => {
    const place = await setUp({ scopes: ['read:org', 'gist'] });
    await expectWrong(place, 'github.permissions', /scope repo is missing/, /Edit the token/);
    const { checks } = await diagnose(place);
    expect(checks.get('github.token')).toMatchObject({
      status: 'ok',
      says: 'of gardener, classic, scopes read:org, gist',
    });
    expect(checks.get('github.repository')?.says).toMatch(/not there, or not for this token/);
  });

  it('is content with the scope repo, and then has nothing left unchecked about permissions', async () => {
    const { code, checks } = await diagnose(await setUp({ scopes: ['repo'] }));
    expect(code).toBe(0);
    expect(checks.get('github.permissions')).toMatchObject({ status: 'ok', notChecked: null });
  });

  it('tells a fine-grained token which permission it lacks, in the words of GitHub', async () => {
    const place = await setUp();
    place.github.failNext({
      method: 'GET',
      path: '/repos/acme/shop/pulls',
      fault: {
        kind: 'answer',
        status: 403,
        headers: { 'x-accepted-github-permissions': 'pull_requests=read' },
        body: { message: 'Resource not accessible by personal access token' },
      },
    });
    await expectWrong(place, 'github.permissions', /may not read pull requests/, /GitHub wants pull_requests=read/);
  });

  it('refuses a public repository, unless the config allows it', async () => {
    const place = await setUp({ repository: { private: false } });
    await expectWrong(place, 'github.repository', /acme\/shop is public/, /github\.allowPublic: true/);
    writeFileSync(join(place.folder, 'log-gardener.yaml'), `${CONFIG}github:\n  allowPublic: true\n`);
    const { code, checks } = await diagnose(place);
    expect(code).toBe(0);
    expect(checks.get('github.repository')).toMatchObject({ status: 'ok' });
  });

  it('names all that is wrong with a repository', async () => {
    const place = await setUp({ repository: { archived: true, has_issues: false } });
    await expectWrong(
      place,
      'github.repository',
      /is archived.* and has issues turned off/,
      /Unarchive it.*\n.*Issues/,
    );
  });

  it('does not find a repository that is none', async () => {
    const place = await setUp({ config: CONFIG.replace('acme/shop', 'acme/shoe') });
    await expectWrong(place, 'github.repository', /acme\/shoe is not there/, /Check the name/);
  });

  it('says once that GitHub cannot be reached', async () => {
    const place = await setUp();
    await place.github.stop();
    await expectWrong(
      place,
      'github.token',
      /no answer from http:\/\/127\.0\.0\.1:\d+: connection refused/,
      /GITHUB_API_URL/,
    );
    // A line may break between the words.
    expect((await doctor(place)).stdout.match(/connection\s+refused/g)).toHaveLength(1);
  });

  it('says how many requests are left, and when none are', async () => {
    const place = await setUp();
    place.github.limits.core = 5;
    const some = await diagnose(place);
    expect(some.checks.get('github.limits')).toMatchObject({ status: 'warning' });
    expect(some.checks.get('github.limits')?.says).toMatch(
      /^\d of 5 left until \d\d:\d\d UTC, searches 1,000 of 1,000$/,
    );
    place.github.limits.core = 4;
    await expectWrong(
      place,
      'github.token',
      /no more requests for now \(API rate limit exceeded/,
      /after \d{4}-.* UTC/,
    );
  });

  it('checks what it can under a broken config, and exits 2', async () => {
    const place = await setUp({ config: 'servise: shop\nlimits:\n  concurrency: many\n' });
    const { code, checks } = await diagnose(place);
    expect(code).toBe(2);
    expect(checks.get('config')?.says).toBe('cannot be used: 2 problems');
    expect(checks.get('config')?.mend).toMatch(/yaml:1:1 Unknown key `servise`, did you mean `service`\?\n.*yaml:3:3/);
    expect(checks.get('state')?.status).toBe('skipped');
    expect(checks.get('github.token')?.status).toBe('ok');
    const told = await diagnose(place, ['--state', 'elsewhere']);
    expect(told.checks.get('state')).toMatchObject({ status: 'ok', says: 'elsewhere, empty until the first run' });
  });

  it('exits 2 on a command that is wrong', async () => {
    const place = await setUp();
    expect(await doctor(place, ['--repo', 'shop'])).toMatchObject({ code: 2, stdout: '' });
    expect(await doctor(place, ['--config', 'nowhere.yaml'])).toMatchObject({ code: 2 });
  });

  it('takes project, service and repository from the command line too', async () => {
    const place = await setUp({ config: '' });
    const { code, checks } = await diagnose(place, ['--project', 'p', '--service', 's', '--repo', 'acme/shop']);
    expect(code).toBe(0);
    expect(checks.get('target')).toMatchObject({ status: 'ok', says: 'service s in project p, issues in acme/shop' });
  });

  it('finds a state folder and worklogs that cannot be written', async () => {
    const place = await setUp();
    writeFileSync(join(place.folder, 'worklogs'), '');
    writeFileSync(join(place.folder, 'file'), '');
    const { code, checks } = await diagnose(place, ['--state', 'file/state']);
    expect(code).toBe(1);
    expect(checks.get('state')?.says).toMatch(/^file\/state cannot be written: .*file is no folder$/);
    expect(checks.get('worklogs')?.says).toMatch(/^worklogs cannot be written: .*worklogs is no folder$/);
  });

  it('finds a store of a newer version, and one that is damaged', async () => {
    const place = await setUp();
    const state = join(place.folder, '.log-gardener');
    const store = await openStore(state);
    await store.db.insertInto('migrations').values({ version: 999 }).execute();
    await store.close();
    await expectWrong(place, 'state', /newer log-gardener \(schema 999/, /Update log-gardener/);
    expect((await diagnose(place)).checks.get('drafts')?.status).toBe('skipped');
    for (const file of readdirSync(state)) writeFileSync(join(state, file), 'this is a diary. '.repeat(100));
    await expectWrong(place, 'state', /cannot be read/, /damaged/);
  });

  it('finds what a crash left behind, and says how to go on', async () => {
    const place = await setUp();
    const store = await openStore(join(place.folder, '.log-gardener'));
    const draft = newIssueDraft({ repository: 'acme/shop' });
    const at = '2025-09-12T23:31:00Z';
    await addDraft(store, draft);
    await addDraft(store, newIssueDraft({ n: 2 }));
    await setDraftState(store, draft.id, { from: ['pending'], to: { status: 'approved', hash: draft.hash, at } });
    await setDraftState(store, draft.id, { from: ['approved'], to: { status: 'posting', hash: draft.hash, at } });
    await recordIntent(store, { draft: draft.id, step: 'create-issue', hash: draft.hash, action: 'create', at });
    await store.close();
    const { code, status, checks } = await diagnose(place);
    expect({ code, status }).toEqual({ code: 0, status: 'warning' });
    expect(checks.get('state')).toMatchObject({ status: 'ok', says: '.log-gardener' });
    expect(checks.get('drafts')).toMatchObject({
      status: 'warning',
      says: 'posting was cut short for 1 draft; 1 draft to review',
      mend: expect.stringContaining('log-gardener drafts post'),
    });
  });

  it('finds credentials for Google Cloud that are named and not there', async () => {
    const place = await setUp();
    const env = { ...place.env, GOOGLE_APPLICATION_CREDENTIALS: 'gone.json', LOGGING_EMULATOR_HOST: '' };
    await expectWrong({ ...place, env }, 'google.credentials', /gone\.json: there is no such file/, /gcloud auth/);
  });

  it.each<[Fault, RegExp, RegExp]>([
    ['PERMISSION_DENIED', /may not read the logs of project acme-prod/, /roles\/logging\.viewer/],
    ['API_DISABLED', /API is disabled in project acme-prod/, /gcloud services enable/],
    ['UNAUTHENTICATED', /no valid Google credentials/, /application-default login/],
    ['UNAVAILABLE', /does not answer/, /Check the network/],
  ])('says what keeps the logs from being read: %s', async (logging, says, mend) => {
    await expectWrong(await setUp({ logging }), 'google.logging', says, mend);
  });

  it('counts its read among those of runs, and asks nothing where these leave none', async () => {
    const place = await setUp();
    const store = await openStore(join(place.folder, '.log-gardener'));
    onTestFinished(() => store.close());
    const started = Date.now();
    await changeRecentReads(store, 'acme-prod', () =>
      Array.from({ length: 59 }, (_, index) => started - 5_900 + index),
    );
    const logging = async () => (await diagnose(place)).checks.get('google.logging');
    expect(await logging()).toMatchObject({
      status: 'ok',
      says: 'the logs of acme-prod may be read; 60 of 60 reads used in the last minute',
      notChecked: expect.stringMatching(/state folder/),
    });
    expect(place.readsOfLogs()).toBe(1);
    let counted: readonly number[] = [];
    await changeRecentReads(store, 'acme-prod', (starts) => {
      counted = starts;
      return starts;
    });
    expect(counted).toHaveLength(60);
    expect(counted.at(-1)).toBeGreaterThanOrEqual(started);
    expect(await logging()).toMatchObject({ status: 'warning', says: expect.stringMatching(/^not asked: 60 of 60/) });
    expect(place.readsOfLogs()).toBe(1);
  });

  it('warns where the quota of reads is used up', async () => {
    const { code, checks } = await diagnose(await setUp({ logging: 'RESOURCE_EXHAUSTED' }));
    expect(code).toBe(0);
    expect(checks.get('google.logging')).toMatchObject({ status: 'warning', says: expect.stringMatching(/quota/) });
  });

  describe('with a key for Claude', () => {
    const KEY = 'sk-ant-verysecret';

    /** What the check of Claude finds, where these models are there. */
    async function askClaude(env: Record<string, string>, { config = '', models = ['claude-sonnet-5-5'] } = {}) {
      const claude = await startScriptedClaude(() => ({}), { key: KEY, models });
      onTestFinished(() => claude.stop());
      const place = await setUp({ config: CONFIG + config });
      const all = { ...place.env, ANTHROPIC_BASE_URL: claude.url, ...env };
      const { code, checks } = await diagnose({ ...place, env: all });
      expect(claude.requests()).toEqual([]);
      expect(JSON.stringify([...checks])).not.toContain('verysecret');
      return { code, ...checks.get('claude') };
    }

    it('asks whether it is accepted and the model is there, which costs nothing', async () => {
      expect(await askClaude({ ANTHROPIC_API_KEY: KEY })).toMatchObject({
        code: 0,
        status: 'ok',
        says: 'key accepted, claude-sonnet-5-5 is there; sub-agents investigate',
        notChecked: expect.stringContaining('credit'),
      });
      const config = 'claude:\n  models: { P0: claude-opus-5-5 }\n';
      expect(
        await askClaude({ ANTHROPIC_API_KEY: KEY }, { config, models: ['claude-sonnet-5-5', 'claude-opus-5-5'] }),
      ).toMatchObject({ says: expect.stringContaining('claude-sonnet-5-5 and claude-opus-5-5 are there') });
    });

    it.each<[string, Record<string, string>, RegExp, RegExp]>([
      ['is not accepted', { ANTHROPIC_API_KEY: `${KEY}x` }, /does not accept the key/, /set ANTHROPIC_API_KEY/],
      ['has a line break', { ANTHROPIC_API_KEY: `${KEY}\n` }, /line break/, /Set it again/],
      [
        'goes nowhere',
        { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' },
        /no connection/,
        /BASE_URL/,
      ],
      ['has no address', { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: 'claude' }, /BASE_URL is no address/, /mend it/],
      [
        'is none, with a project that nobody can sign in to',
        { ANTHROPIC_VERTEX_PROJECT_ID: 'acme-ai', GOOGLE_APPLICATION_CREDENTIALS: 'gone.json' },
        /Vertex project acme-ai is set, but no credentials/,
        /gcloud auth application-default login/,
      ],
    ])('says what is wrong where it %s', async (_, env, says, mend) => {
      const found = await askClaude(env);
      expect(found).toMatchObject({ code: 1, status: 'wrong' });
      expect(found.says).toMatch(says);
      expect(found.mend).toMatch(mend);
    });

    it('warns where a gateway does not know the model, since it may not know the question', async () => {
      const found = await askClaude({ ANTHROPIC_API_KEY: KEY }, { models: [] });
      expect(found).toMatchObject({ code: 0, status: 'warning', mend: expect.stringContaining('claude.model') });
    });

    it('goes by the way that the config names', async () => {
      const config = 'claude:\n  provider: vertex\n  vertex: { project: acme-ai }\n';
      expect(await askClaude({ ANTHROPIC_API_KEY: KEY }, { config })).toMatchObject({
        status: 'ok',
        says: 'Vertex project acme-ai is set; sub-agents investigate',
      });
    });
  });
});
