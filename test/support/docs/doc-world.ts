/** What the documents' reader has before a block: a service with a log and a tracker, and a run from the morning. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { playDemo } from '../claude/demo-agent.ts';
import { startScriptedClaude } from '../claude/scripted-claude.ts';
import { logOf } from '../cloud-logging/log.ts';
import { startFakeLogging } from '../cloud-logging/server.ts';
import { readHistory } from '../github/history.ts';
import { type ScenarioGitHub, startGitHub } from '../github/server.ts';
import { smallHistory } from '../github/small-history.ts';
import type { Finished } from '../start-process.ts';
import { type DocShell, startDocShell } from './doc-shell.ts';

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));
const DEMO = join(CHECKOUT, 'fixtures/demo');

/** The run that stands in the documents, whose drafts end with -1, -2 and so on. */
const MORNING = '2026-01-02T09:00:00Z';
const DRAFT = '2026-01-02T09-00-00Z';

/** Before anybody reads: one draft was edited, one rejected with a ruling, one approved. */
const BEFORE = `
log-gardener triage --source logs.json --investigator claude --now ${MORNING}
log-gardener drafts edit ${DRAFT}-2 --priority P1
log-gardener drafts reject ${DRAFT}-3 --reason "load test" --mute-tenfold
log-gardener drafts approve ${DRAFT}-5
`;

/** One reader: a folder, and a tracker and a service of their own. */
interface DocReader {
  readonly github: ScenarioGitHub;
  run(script: string, folder: string): Promise<Finished>;
  stop(): Promise<void>;
}

export interface DocWorld {
  readonly called: DocShell['called'];
  newReader(): Promise<DocReader>;
  /** A folder as a reader has it by now: config, log, state of the morning's run. */
  readersFolder(name: string): string;
  stop(): Promise<void>;
}

/** @param folder an empty one, which the caller takes away */
export async function startDocWorld(folder: string): Promise<DocWorld> {
  const [morning, calls] = [join(folder, 'morning'), join(folder, 'calls')];
  for (const path of [morning, calls]) mkdirSync(path);
  writeReadersFolder(morning);
  const user = { type: 'authorized_user', client_id: 'id', client_secret: 'secret', refresh_token: 'token' };
  writeFileSync(join(folder, 'adc.json'), JSON.stringify(user));
  const shell = await startDocShell(calls, join(morning, 'logs.json'));
  const newReader = (): Promise<DocReader> => startReader(shell, join(folder, 'adc.json'));
  const before = await newReader();
  try {
    const { code, stderr } = await before.run(`export ANTHROPIC_API_KEY=any${BEFORE}`, morning);
    expect(code, stderr).toBe(0);
  } finally {
    await before.stop();
  }
  return {
    called: shell.called,
    newReader,
    readersFolder: (name) => {
      const own = join(folder, name);
      cpSync(morning, own, { recursive: true });
      return own;
    },
    stop: shell.stop,
  };
}

function writeReadersFolder(folder: string): void {
  const lines = readFileSync(join(DEMO, 'seed-1.ndjson'), 'utf8').trim().split('\n');
  writeFileSync(join(folder, 'logs.json'), `[${lines.join(',\n')}]\n`);
  const config = readFileSync(join(DEMO, 'log-gardener.yaml'), 'utf8')
    .replace(/^project: .*$/m, 'project: acme-prod')
    .replace(/^service: .*$/m, 'service: shop')
    .replace(/^repository: .*$/m, 'repository: acme/shop');
  writeFileSync(join(folder, 'log-gardener.yaml'), config);
  cpSync(DEMO, join(folder, 'fixtures/demo'), { recursive: true });
}

async function startReader(shell: DocShell, credentials: string): Promise<DocReader> {
  const history = { ...readHistory(join(DEMO, 'history.yaml')), repository: smallHistory().repository };
  const github = await startGitHub({ history, now: () => new Date(MORNING) });
  const claude = await startScriptedClaude(playDemo);
  const cloud = await startFakeLogging({ log: logOf([]), now: Date.now, projects: ['acme-prod'] });
  const env = {
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    ANTHROPIC_BASE_URL: claude.url,
    GOOGLE_APPLICATION_CREDENTIALS: credentials,
    LOGGING_EMULATOR_HOST: cloud.host,
    METADATA_SERVER_DETECTION: 'none',
    EDITOR: 'true',
  };
  return {
    github,
    run: (script, folder) => shell.run(script, folder, env),
    stop: async () => {
      await Promise.all([github.stop(), claude.stop(), cloud.stop()]);
    },
  };
}
