import { hasText, messageOf } from '../../src/collect/message.ts';
import { sentenceOf } from '../../src/collect/platform-sentence.ts';
import type { CollectedEntry, LogEntry } from '../../src/model/entry.ts';
import { collected } from './entries.ts';

/** What the calls of Cloud Scheduler go to. */
export const CALLED = 'https://jobs.run.app/jobs/report';

const GOOGLE = 'type.googleapis.com/google.cloud.';

/** An entry of Google Cloud's own, as it is collected. */
const own = (at: number, entry: LogEntry): CollectedEntry =>
  collected({
    at,
    message: messageOf(entry),
    hasText: hasText(entry),
    sentence: sentenceOf(entry),
    instance: '',
    trace: '',
    service: '',
    entry,
  });

const resource = (type: string, labels: Record<string, string>): Pick<LogEntry, 'resource'> => ({
  resource: { type, labels },
});

/** What Cloud Scheduler says of a call. */
export const call = (at: number, { status = 500, url = CALLED, job = 'report', name = 'INTERNAL' } = {}) =>
  own(at, {
    jsonPayload: { '@type': `${GOOGLE}scheduler.logging.AttemptFinished`, status: name, url },
    httpRequest: { status },
    ...resource('cloud_scheduler_job', { job_id: job }),
  });

export const task = (
  at: number,
  { status = 'UNAVAILABLE', url = `https://a.run.app/send/${at}`, queue = 'mail' } = {},
) =>
  own(at, {
    jsonPayload: {
      '@type': `${GOOGLE}tasks.logging.v1.TaskActivityLog`,
      attemptResponseLog: { status, targetAddress: `POST ${url}` },
    },
    ...resource('cloud_tasks_queue', { queue_id: queue }),
  });

export const balanced = (at: number, { statusDetails = 'failed_to_pick_backend', backend = 'web' } = {}) =>
  own(at, {
    jsonPayload: { '@type': `${GOOGLE}loadbalancing.type.LoadBalancerLogEntry`, statusDetails },
    httpRequest: { status: 502, requestUrl: `https://x/${at}` },
    ...resource('http_load_balancer', { backend_service_name: backend }),
  });

export const ran = (at: number, exception: string, workflow = 'pay') =>
  own(at, {
    jsonPayload: { '@type': `${GOOGLE}workflows.type.ExecutionsSystemLog`, failure: { exception } },
    ...resource('workflows.googleapis.com/Workflow', { workflow_id: workflow }),
  });
