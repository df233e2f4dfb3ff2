import type { LogEntry } from '../model/entry.ts';
import { field, isObject, textIn } from './json-fields.ts';
import { pathTemplate, requestOf } from './request.ts';

type Payload = Record<string, unknown>;

/**
 * What services of Google Cloud write about a service of ours has no message, but fields: by the type of the payload, what
 * makes a sentence of them. Empty where the entry says it otherwise.
 * https://cloud.google.com/logging/docs/api/platform-logs
 */
const SENTENCES = new Map<string, (payload: Payload, entry: LogEntry) => string>([
  ['google.cloud.scheduler.logging.AttemptStarted', (payload, entry) => `${schedulerJob(payload, entry)} started`],
  ['google.cloud.scheduler.logging.AttemptFinished', scheduled],
  ['google.cloud.tasks.logging.v1.TaskActivityLog', taskAttempted],
  ['google.cloud.loadbalancing.type.LoadBalancerLogEntry', balanced],
  ['google.cloud.workflows.type.ExecutionsSystemLog', workflowRan],
]);

/** What one of these services says of a call, a task, a request or a run; empty where the entry is not such a one. */
export function platformMessage(entry: LogEntry): string {
  const payload = entry.jsonPayload ?? entry.protoPayload;
  const type = textIn(payload, '@type');
  if (payload === undefined || type === '') return '';
  return SENTENCES.get(type.slice(type.lastIndexOf('/') + 1))?.(payload, entry) ?? '';
}

/** https://cloud.google.com/scheduler/docs/logging: a call that succeeded has no status. */
function scheduled(payload: Payload, entry: LogEntry): string {
  const job = schedulerJob(payload, entry);
  const status = textIn(payload, 'status');
  if (status === '' || status === 'OK') return `${job} succeeded`;
  const answer = requestOf(entry)?.status ?? null;
  const why = textIn(payload, 'debugInfo');
  return withLine(`${job} failed: ${status}${answer === null ? '' : ` (HTTP ${answer})`}`, why);
}

function schedulerJob(payload: Payload, entry: LogEntry): string {
  return `Cloud Scheduler job ${lastSegment(textIn(payload, 'jobName')) || resourceLabel(entry, 'job_id')}`;
}

/** https://cloud.google.com/tasks/docs/logging */
function taskAttempted(payload: Payload, entry: LogEntry): string {
  const attempt = field(payload, 'attemptResponseLog');
  if (!isObject(attempt)) return '';
  const queue = resourceLabel(entry, 'queue_id');
  const [method = '', url = ''] = textIn(attempt, 'targetAddress').split(' ', 2);
  const call = [`Cloud Tasks queue ${queue}:`, method, pathTemplate(url)].filter((part) => part !== '').join(' ');
  const status = textIn(attempt, 'status');
  return status === '' || status === 'OK' ? `${call} succeeded` : `${call} failed: ${status}`;
}

/** What the load balancer did with a request, where it was not the backend or the cache that answered it. */
const PASSED_ON = /^(?:response_sent_by_backend|response_from_cache|cache|redirect|$)/;

/** https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring */
function balanced(payload: Payload, entry: LogEntry): string {
  const proxyStatus = textIn(payload, 'proxyStatus');
  const details = textIn(payload, 'statusDetails') || (/\bdetails="([\w-]{1,100})"/.exec(proxyStatus)?.[1] ?? '');
  const status = requestOf(entry)?.status ?? 0;
  if (PASSED_ON.test(details) || (status !== 0 && status < 400)) return '';
  const backend = resourceLabel(entry, 'backend_service_name') || resourceLabel(entry, 'url_map_name');
  return `Load balancer answered ${status === 0 ? 'nothing' : status} for ${backend}: ${details}`;
}

/** https://cloud.google.com/workflows/docs/log-workflow */
function workflowRan(payload: Payload, entry: LogEntry): string {
  const exception = textIn(field(payload, 'failure'), 'exception');
  if (exception === '') return '';
  const [said = '', ...where] = exceptionText(exception).split('\n');
  return withLine(`Cloud Workflows workflow ${resourceLabel(entry, 'workflow_id')} failed: ${said}`, where.join('\n'));
}

/** The exception may be a text, or JSON with a message in it. */
function exceptionText(exception: string): string {
  try {
    return textIn(JSON.parse(exception), 'message') || exception;
  } catch {
    // Most are plain text.
    return exception;
  }
}

function withLine(line: string, next: string): string {
  return next === '' ? line : `${line}\n${next}`;
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function resourceLabel({ resource }: LogEntry, name: string): string {
  return textIn(resource?.labels, name);
}
