import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRedactionKey } from '../../../src/collect/redaction-key.ts';
import { parseTime } from '../../../src/collect/time.ts';
import { Config } from '../../../src/config/schema.ts';
import { openGitHub } from '../../../src/github/client.ts';
import type { Draft } from '../../../src/model/draft.ts';
import type { Run } from '../../../src/model/run.ts';
import { listDrafts } from '../../../src/store/drafts.ts';
import { openStore } from '../../../src/store/open.ts';
import { triage } from '../../../src/triage/triage.ts';
import { type ScenarioGitHub, startGitHub, type TrackedIssue } from '../github/server.ts';
import { memoryDisk } from '../memory-disk.ts';
import type { EvalInvestigator } from './investigators.ts';
import { fill, plantHistory } from './planted-history.ts';
import { plantLog, WINDOW } from './planted-log.ts';
import type { Scenario } from './scenario.ts';

/** What a scenario came to. */
export interface Played {
  readonly run: Run;
  readonly config: Config;
  readonly drafts: readonly Draft[];
  /** Issues that were made, changed or commented on. */
  readonly changed: readonly TrackedIssue[];
  /** All that was asked of GitHub, as `POST /repos/…`, also what was refused. */
  readonly requests: readonly string[];
  /** Turns that the investigator took. */
  readonly turns: number;
  readonly seconds: number;
}

/**
 * Plays one scenario through the real `triage` in this process: the real clustering, a store in a folder that is gone
 * afterwards, and the real client over HTTP to a GitHub of our own, on which all that may be posted is posted.
 */
export async function playScenario(scenario: Scenario, investigator: EvalInvestigator): Promise<Played> {
  const folder = mkdtempSync(join(memoryDisk() ?? tmpdir(), 'log-gardener-eval-'));
  try {
    const source = join(folder, 'log.ndjson');
    writeFileSync(source, plantLog(scenario));
    const fingerprint = needsFingerprint(scenario) ? await fingerprintOf(scenario, source, folder) : '';
    const history = plantHistory(scenario, fingerprint);
    const github = await startGitHub({ history, now: () => new Date(WINDOW.until) });
    try {
      misbehave(github, scenario);
      const config = Config.parse(fill(scenario.config, fingerprint));
      return await play(scenario, source, join(folder, 'state'), { github, config, investigator });
    } finally {
      await github.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Setting {
  readonly github: ScenarioGitHub | null;
  readonly config: Config;
  readonly investigator: EvalInvestigator;
}

async function play(scenario: Scenario, source: string, folder: string, setting: Setting): Promise<Played> {
  const { github, config, investigator } = setting;
  const { repository, project } = scenario.tracker;
  mkdirSync(folder, { recursive: true });
  // Of its own, wherever this machine keeps its runs.
  const store = await openStore(folder, '');
  const began = performance.now();
  try {
    const { request, deps, turns } = await investigator.open(scenario);
    const run = await triage(
      {
        sources: [source],
        project,
        service: scenario.service,
        repository: github === null ? '' : `${repository.owner}/${repository.name}`,
        window: { since: parseTime(WINDOW.since) ?? 0n, until: parseTime(WINDOW.until) ?? 0n },
        minSeverity: 'NOTICE',
        mode: github === null ? 'draft' : 'auto',
        workers: 1,
        ...request,
      },
      {
        config,
        store,
        redactionKey: loadRedactionKey(folder),
        worklogDir: folder,
        setAside: (id) => join(folder, `${id}.malformed`),
        openGitHub: (name) =>
          openGitHub({
            repository: name,
            token: github?.token,
            baseUrl: github?.url,
            allowPublic: false,
            trustedAuthors: config.github.trustedAuthors,
            writeIntervalMs: 0,
          }),
        now: () => WINDOW.until,
        version: '0.0.0',
        onEvent: () => undefined,
        ...deps,
      },
    );
    const seconds = (performance.now() - began) / 1000;
    const touched = github?.changed ?? new Set();
    const changed = github?.issues().filter(({ number }) => touched.has(number)) ?? [];
    const drafts = (await listDrafts(store)).filter((draft) => draft.run === run.id);
    const requests = (github?.requests ?? []).map(({ method, path }) => `${method} ${path}`);
    return { run, config, drafts, changed, requests, turns: turns(), seconds };
  } finally {
    await store.close();
  }
}

function misbehave(github: ScenarioGitHub, { github: { search, history } }: Scenario): void {
  github.search.fail = search === 'fails';
  github.search.incomplete = search === 'is incomplete';
  github.search.hybrid = search === 'knows meaning';
  if (history === 'works') return;
  // More calls than a run makes.
  for (let call = 0; call < 200; call += 1)
    github.failNext({ method: 'POST', path: '/graphql', fault: { kind: 'answer', status: 502 } });
}

function needsFingerprint({ issues, config }: Scenario): boolean {
  return JSON.stringify([issues, config]).includes('{{fingerprint}}');
}

/** Of the cluster that the first answer is about, as a run without GitHub makes it. */
async function fingerprintOf(scenario: Scenario, source: string, folder: string): Promise<string> {
  const setting = { github: null, config: Config.parse({}), investigator: NO_INVESTIGATOR };
  const { run } = await play(scenario, source, join(folder, 'first'), setting);
  const about = scenario.answers[0]?.about ?? '';
  const found = run.clusters.find(({ cluster }) =>
    cluster.patterns.some((pattern) => isAbout(pattern.examples, about)),
  );
  if (found === undefined) throw new Error(`${scenario.name}: no cluster is about "${about}"`);
  return found.cluster.fingerprint;
}

/** Without a tracker there is nothing to investigate. */
const NO_INVESTIGATOR: EvalInvestigator = {
  name: 'rules',
  open: async () => ({
    request: { investigator: { name: 'rules', because: 'only fingerprints are wanted' } },
    deps: {},
    turns: () => 0,
  }),
};

/** Whether one of these entries holds the text. */
export function isAbout(examples: readonly unknown[], about: string): boolean {
  const quoted = JSON.stringify(about).slice(1, -1);
  return examples.some((example) => JSON.stringify(example).includes(quoted));
}
