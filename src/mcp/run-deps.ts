import { join } from 'node:path';
import type { BeginDeps } from '../triage/begin-run.ts';
import type { McpDeps } from './deps.ts';

/** What every run of this server is given. */
export function runDeps({
  config,
  stateDir,
  worklogDir,
  version,
  now,
  redactionKey,
}: McpDeps): Omit<BeginDeps, 'store' | 'onEvent' | 'signal'> {
  return {
    config,
    worklogDir,
    version,
    now,
    redactionKey: redactionKey(),
    setAside: (run) => join(stateDir, 'malformed', `${run}.ndjson`),
  };
}
