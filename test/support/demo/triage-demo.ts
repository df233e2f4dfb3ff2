import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadRedactionKey } from '../../../src/collect/redaction-key.ts';
import { parseTime } from '../../../src/collect/time.ts';
import { Config } from '../../../src/config/schema.ts';
import type { Run } from '../../../src/model/run.ts';
import type { Store } from '../../../src/store/open.ts';
import { triage } from '../../../src/triage/triage.ts';
import { openScenarioGitHub } from '../github/open.ts';
import { type ScenarioGitHub, startGitHub } from '../github/server.ts';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/demo/', import.meta.url));
const NOW = '2025-09-12T23:30:00Z';
const Raw = z.looseObject({ repository: z.string(), service: z.string() });

/** GitHub as the demo finds it. */
export function startDemoGitHub(): Promise<ScenarioGitHub> {
  return startGitHub({ history: join(FIXTURES, 'history.yaml'), now: () => new Date(NOW) });
}

/**
 * The demo's first run in this process, posting all it may or leaving drafts. One cluster at a time: the calls come in the
 * same order.
 */
export function triageDemo(
  tracker: Pick<ScenarioGitHub, 'token' | 'url'>,
  store: Store,
  folder: string,
  mode: Run['mode'] = 'auto',
): Promise<Run> {
  const raw = Raw.parse(parse(readFileSync(join(FIXTURES, 'log-gardener.yaml'), 'utf8')));
  const [since, until] = [parseTime('2025-09-11T23:30:00Z'), parseTime(NOW)];
  if (since === null || until === null) throw new Error('The demo has no window');
  return triage(
    {
      sources: [join(FIXTURES, 'seed-1.ndjson')],
      project: '',
      service: raw.service,
      repository: raw.repository,
      window: { since, until },
      minSeverity: 'NOTICE',
      mode,
      workers: 1,
      investigator: { name: 'rules', because: 'this is a test' },
    },
    {
      config: Config.parse({ ...raw, limits: { concurrency: 1 } }),
      store,
      redactionKey: loadRedactionKey(folder),
      worklogDir: folder,
      setAside: (run) => join(folder, `aside-${run}`),
      openGitHub: (repository) => openScenarioGitHub(tracker, repository),
      now: () => NOW,
      version: '0',
      onEvent: () => undefined,
    },
  );
}
