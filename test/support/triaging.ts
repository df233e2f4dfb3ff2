import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRedactionKey } from '../../src/collect/redaction-key.ts';
import { parseTime } from '../../src/collect/time.ts';
import { Config } from '../../src/config/schema.ts';
import { type ClaudeAccess, connectClaude } from '../../src/investigate/claude/connect.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { Run } from '../../src/model/run.ts';
import type { Timing } from '../../src/publish/deps.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import type { TriageEvent } from '../../src/triage/events.ts';
import type { OpenLogging } from '../../src/triage/open-logging.ts';
import { triage } from '../../src/triage/triage.ts';
import { openScenarioGitHub } from './github/open.ts';
import type { ScenarioGitHub } from './github/server.ts';
import { databaseOf } from './store.ts';

/** One line of a log, as Cloud Run writes it. */
export interface Line {
  readonly at: string;
  readonly message: string;
  readonly revision?: string;
  readonly severity?: string;
  readonly service?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Of the payload, beside the message. */
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Names the entry for good; without it, its time and its place among the lines do. */
  readonly id?: string;
  /** When Cloud Logging got it; at once without it. */
  readonly received?: string;
}

/** What one run is given. */
export interface Hour {
  readonly state: string;
  readonly since: string;
  readonly until: string;
  readonly lines: readonly Line[];
  readonly mode?: 'auto' | 'draft';
  readonly config?: unknown;
  readonly service?: string;
  readonly minSeverity?: Run['minSeverity'];
  readonly filter?: string;
  /** The model that sub-agents ask, or its address; without it rules investigate. */
  readonly claude?: string | ClaudeAccess;
  /** The key that an address is asked with. */
  readonly apiKey?: string;
  readonly maxUsd?: number;
  /** By which posting waits; the machine's own without it. */
  readonly timing?: Partial<Timing>;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TriageEvent) => void;
  /** Read instead of the lines, from where the last run ended. */
  readonly openLogging?: (store: Store) => Promise<OpenLogging>;
  /** The end of the window without it. */
  readonly now?: () => string;
}

/** Nobody waits: a sleep moves the clock. */
const impatientClock: Clock = (() => {
  let now = 0;
  return {
    now: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
})();

/** One run over these lines, in this process, its clock standing at the end of the window. */
export async function triageHour(github: ScenarioGitHub, hour: Hour): Promise<Run> {
  const { state, since, until, lines, mode = 'auto', minSeverity = 'NOTICE', filter = '', claude } = hour;
  const { apiKey = 'test' } = hour;
  const service = hour.service ?? 'api';
  const source = join(state, `${until.replaceAll(':', '-')}.ndjson`);
  mkdirSync(join(state, 'worklogs'), { recursive: true });
  const { openLogging } = hour;
  if (!openLogging) {
    writeFileSync(source, lines.map((line, index) => `${JSON.stringify(entryOf(line, index))}\n`).join(''));
  }
  const store = await openStore(state, databaseOf(state));
  const config = Config.parse(hour.config ?? {});
  try {
    return await triage(
      {
        sources: openLogging ? [] : [source],
        project: 'shop',
        service,
        repository: github.repository,
        window: openLogging ? null : { since: parseTime(since) ?? 0n, until: parseTime(until) ?? 0n },
        minSeverity,
        filter,
        mode,
        workers: 1,
        investigator:
          claude === undefined
            ? { name: 'rules', because: 'no model is asked' }
            : { name: 'claude', because: 'the test says so' },
        maxUsd: hour.maxUsd ?? null,
      },
      {
        config,
        store,
        redactionKey: loadRedactionKey(state),
        worklogDir: join(state, 'worklogs'),
        setAside: (run) => join(state, `${run}.malformed`),
        openGitHub: (repository, onAnswer) =>
          openScenarioGitHub(github, repository, {
            onAnswer,
            trustedAuthors: config.github.trustedAuthors,
            ...(hour.signal && { signal: hour.signal }),
          }),
        now: hour.now ?? (() => until),
        ...(openLogging && { openLogging: () => openLogging(store) }),
        version: '0.0.0',
        onEvent: hour.onEvent ?? (() => undefined),
        ...(hour.timing && { timing: hour.timing }),
        ...(hour.signal && { signal: hour.signal }),
        ...(claude !== undefined && {
          openModel: () =>
            connectClaude(typeof claude === 'string' ? { provider: 'anthropic', apiKey, baseUrl: claude } : claude),
          modelClock: impatientClock,
        }),
      },
    );
  } finally {
    await store.close();
  }
}

/** As Cloud Logging holds it. */
export function entryOf(
  { at, message, revision = 'api-00001-aaa', severity = 'ERROR', service = 'api', labels, payload = {}, ...more }: Line,
  index: number,
) {
  const { id, received = at } = more;
  return {
    insertId: id ?? `${at}-${index}`,
    timestamp: at,
    receiveTimestamp: received,
    severity,
    logName: 'projects/shop/logs/run.googleapis.com%2Fstderr',
    resource: {
      type: 'cloud_run_revision',
      labels: { service_name: service, revision_name: revision, project_id: 'shop', location: 'europe-west1' },
    },
    ...(labels !== undefined && { labels }),
    jsonPayload: { ...payload, message },
  };
}
