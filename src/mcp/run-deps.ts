import { join } from 'node:path';
import type { BeginDeps } from '../triage/begin-run.ts';
import { clearMalformed } from '../triage/clear-malformed.ts';
import type { McpDeps } from './deps.ts';

/** What every run of this server is given. What was set aside long ago goes, as before any run. */
export function runDeps({
  config,
  stateDir,
  worklogDir,
  version,
  now,
  redactionKey,
}: McpDeps): Omit<BeginDeps, 'store' | 'onEvent' | 'signal'> {
  const malformed = join(stateDir, 'malformed');
  clearMalformed(malformed);
  return {
    config,
    worklogDir,
    version,
    now,
    redactionKey: redactionKey(),
    setAside: (run) => join(malformed, `${run}.ndjson`),
  };
}
