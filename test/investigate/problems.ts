import { assess } from '../../src/assess/assess.ts';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import { Config } from '../../src/config/schema.ts';
import type { Assessment } from '../../src/model/assessment.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { CollectedEntry, Place } from '../../src/model/entry.ts';
import type { Severity } from '../../src/model/severity.ts';
import { collected } from '../support/entries.ts';

export interface Problem {
  message: string;
  exception?: string;
  severity?: Severity;
  place?: Partial<Place>;
  times?: number;
  user?: string;
}

const LOG_CALL: Place = { module: 'logging', function: 'callHandlers', file: '', line: '1706' };

/** Entries of one problem, a minute apart. */
export function entriesOf({
  message,
  exception,
  severity = 'ERROR',
  place,
  times = 3,
  user = '',
}: Problem): CollectedEntry[] {
  const where = place === undefined ? null : { module: '', function: '', file: '', line: '', ...place };
  return Array.from({ length: times }, (_, index) =>
    collected({
      at: 60 * index,
      message,
      severity,
      user,
      place: where,
      exception: exception ?? null,
      instance: `instance-${message.length}`,
      entry: {
        insertId: `e${index}`,
        timestamp: '2025-09-16T00:00:00Z',
        severity,
        jsonPayload: { message, place: where, exception },
      },
    }),
  );
}

/** The cluster that the real clusterer makes of them. */
export function clusterOf(problem: Problem): Cluster {
  return clustersOf(entriesOf(problem))[0] ?? fail();
}

export function clustersOf(entries: readonly CollectedEntry[]): Cluster[] {
  const clusterer = createClusterer();
  for (const entry of entries) clusterer.add(entry);
  return clusterer.finish().clusters;
}

export function assessed(cluster: Cluster, config: Config = Config.parse({})): Assessment {
  const window = { since: '2025-09-16T00:00:00Z', until: '2025-09-17T00:00:00Z' };
  return assess(cluster, { config, window, previous: null, read: { truncated: null } });
}

function fail(): never {
  throw new Error('the entries made no cluster');
}

export const ROUTING: Problem = {
  message: "Error routing message from demo-user-001: 'function' object has no attribute 'can_handle'",
  place: { module: 'netra_backend.app.websocket_core.handlers', function: 'route_message', line: '1271' },
};
export const DEV_LAUNCHER: Problem = {
  message:
    "[🔑] OPTIONAL AUTH=REDACTED Optional authentication failed: No module named 'dev_launcher' (type: ModuleNotFoundError)",
  severity: 'WARNING',
  place: LOG_CALL,
};
export const SESSION: Problem = {
  message:
    'Session access failed (middleware not installed?): SessionMiddleware must be installed to access request.session',
  severity: 'WARNING',
  place: LOG_CALL,
};
export const BUFFER: Problem = {
  message:
    '🚨 ALERT: LOW BUFFER UTILIZATION: 24.5% - Consider reducing AUTH_HEALTH_CHECK_TIMEOUT from 0.3s to ~0.5s for better performance',
  severity: 'WARNING',
  place: LOG_CALL,
  times: 1,
};
export const THREAD: Problem = {
  message:
    "Thread ID mismatch: run_id 'demo_run_1757719525043_353_4b15eea4' extracted to 'demo_run_1757719525043_353_4b15eea4' but thread_id is 'demo_thread_1757719525043_352_10b52a66'. This may indicate inconsistent ID generation.",
  severity: 'WARNING',
  place: {
    module: 'netra_backend.app.services.user_execution_context',
    function: '_validate_id_consistency',
    line: '301',
  },
};

/** A tracker in which no issue carries a marker. */
export const nothingMarked = {
  issues: new Map<string, number>(),
  read: new Map(),
  twins: new Map(),
  complete: true,
  error: null,
};
