import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { Diagnosis } from '../../src/triage/doctor/finding.ts';
import { logOf } from '../support/cloud-logging/log.ts';
import { type Fault, startFakeLogging } from '../support/cloud-logging/server.ts';
import type { HistoryInput } from '../support/github/history.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';
import type { Finished } from '../support/run-gardener.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

export const CONFIG = 'project: acme-prod\nservice: shop\nrepository: acme/shop\n';

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
export async function setUp({ repository, scopes, config = CONFIG, logging }: Setting = {}): Promise<Place> {
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

export function doctor({ folder, env }: Place, args: readonly string[] = []): Promise<Finished> {
  return runHere(['doctor', ...args], { cwd: folder, env });
}

/** What `--json` says: the exit code, and the checks by name. */
export async function diagnose(place: Place, args: readonly string[] = []) {
  const { code, stdout, stderr } = await doctor(place, ['--json', ...args]);
  expect(stderr).toBe('');
  const { status, checks } = Diagnosis.parse(JSON.parse(stdout));
  return { code, status, checks: new Map(checks.map((check) => [check.name, check])) };
}

export async function expectWrong(place: Place, name: string, says: RegExp, mend: RegExp): Promise<void> {
  const { code, status, checks } = await diagnose(place);
  expect({ code, status }).toEqual({ code: 1, status: 'wrong' });
  expect(checks.get(name)).toMatchObject({ status: 'wrong' });
  expect(checks.get(name)?.says).toMatch(says);
  expect(checks.get(name)?.mend).toMatch(mend);
}
