import { onTestFinished } from 'vitest';
import { connectCloudLogging } from '../../../src/collect/cloud-logging/connect.ts';
import { parseTime } from '../../../src/collect/time.ts';
import { Config } from '../../../src/config/schema.ts';
import type { LogEntry } from '../../../src/model/entry.ts';
import type { Severity } from '../../../src/model/severity.ts';
import type { Store } from '../../../src/store/open.ts';
import { type OpenLogging, openLogging, spanOf } from '../../../src/triage/open-logging.ts';
import { logOf } from '../cloud-logging/log.ts';
import { startFakeLogging } from '../cloud-logging/server.ts';
import { timeAt } from '../story.ts';
import { entryOf } from '../triaging.ts';
import { revisionName, type Truth } from './truth.ts';

/** What a run reads of it. */
export interface CloudRequest {
  readonly state: string;
  readonly service: string;
  readonly minSeverity: Severity;
  /** RFC 3339 */
  readonly now: string;
}

/** A Cloud Logging that holds all that happens, each entry from when it arrives on. */
export async function startCloud(truth: Truth) {
  let now = 0;
  const entries = [...truth.lines.map(entryOf), ...deploysIn(truth)];
  const fake = await startFakeLogging({ log: logOf(entries), now: () => now, projects: ['shop'] });
  onTestFinished(() => fake.stop());
  return ({ state, service, minSeverity, now: at }: CloudRequest, store: Store): Promise<OpenLogging> => {
    now = Date.parse(at);
    return openLogging(
      {
        purpose: 'triage',
        selection: { project: 'shop', service, filter: '', minSeverity },
        requestLog: false,
        window: null,
        lookBack: spanOf('24h'),
        now: parseTime(at) ?? 0n,
      },
      {
        config: Config.parse({}),
        store,
        stateDir: state,
        clock: { now: () => now, sleep: async () => undefined },
        connect: async (project) => connectCloudLogging(project, { LOGGING_EMULATOR_HOST: fake.host }),
        onNote: () => undefined,
      },
    );
  };
}

/** What Cloud Run's audit log tells of each deploy. */
function deploysIn({ deploys }: Truth): LogEntry[] {
  return [...deploys].flatMap(([service, hours]) =>
    hours.map((hour, index) => ({
      insertId: `deploy-${service}-${hour}`,
      timestamp: timeAt(hour),
      receiveTimestamp: timeAt(hour, 0, 5),
      severity: 'NOTICE',
      logName: 'projects/shop/logs/cloudaudit.googleapis.com%2Factivity',
      resource: {
        type: 'cloud_run_revision',
        labels: { service_name: service, revision_name: '', project_id: 'shop' },
      },
      protoPayload: {
        '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
        methodName: 'google.cloud.run.v1.Services.ReplaceService',
        resourceName: `namespaces/shop/services/${service}`,
        response: { status: { latestCreatedRevisionName: revisionName(service, index + 1) } },
      },
    })),
  );
}
