import type { LogEntry, Sentence } from '../model/entry.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import { field, isObject, textIn } from './json-fields.ts';
import { autoscalerSentence, kubernetesSentence } from './kubernetes-sentence.ts';
import { endpointTemplate, pathOfUrl, requestOf } from './request.ts';
import { statedSeverity } from './severity.ts';
import { statusName } from './status-names.ts';

type Payload = Record<string, unknown>;

interface Source {
  /** Of the monitored resource: what a program writes can name any type of payload, but not this. */
  readonly resource: RegExp;
  readonly say: (payload: Payload, entry: LogEntry) => Sentence | null;
}

/**
 * What services of Google Cloud write about a service of ours has no message, but fields: by the type of the payload, what
 * makes a sentence of them. https://cloud.google.com/logging/docs/api/platform-logs
 */
const SOURCES = new Map<string, Source>([
  ['google.cloud.scheduler.logging.AttemptStarted', { resource: /^cloud_scheduler_job$/, say: scheduleBegun }],
  ['google.cloud.scheduler.logging.AttemptFinished', { resource: /^cloud_scheduler_job$/, say: scheduled }],
  ['google.cloud.tasks.logging.v1.TaskActivityLog', { resource: /^cloud_tasks_queue$/, say: taskAttempted }],
  [
    'google.cloud.loadbalancing.type.LoadBalancerLogEntry',
    { resource: /(?:load_balancer|lb_rule|proxy_rule|\/Gateway)$/, say: balanced },
  ],
  ['google.cloud.audit.AuditLog', { resource: /^cloud_run_job$/, say: jobRan }],
  ['google.cloud.workflows.type.ExecutionsSystemLog', { resource: /\/Workflow$/, say: workflowRan }],
]);

/** What one of these services says of a call, a task, a request or a run; null where the entry is not such a one. */
export function sentenceOf(entry: LogEntry): Sentence | null {
  const payload = entry.jsonPayload ?? entry.protoPayload;
  const type = textIn(payload, '@type');
  if (payload === undefined) return null;
  if (type === '') return kubernetesSentence(entry) ?? autoscalerSentence(entry);
  const source = SOURCES.get(type.slice(type.lastIndexOf('/') + 1));
  return source?.resource.test(entry.resource?.type ?? '') ? source.say(payload, entry) : null;
}

/** The sentence as a message. */
export function textOfSentence({ subject, detail, below }: Sentence): string {
  return `${[subject, detail].filter((part) => part !== '').join(' ')}${below === '' ? '' : `\n${below}`}`;
}

const BARE = { detail: '', below: '', isCall: false } as const;

function scheduleBegun(payload: Payload, entry: LogEntry): Sentence {
  return { ...BARE, subject: `${schedulerJob(payload, entry)} started` };
}

/** https://cloud.google.com/scheduler/docs/logging: a call that succeeded has no status. */
function scheduled(payload: Payload, entry: LogEntry): Sentence {
  const job = schedulerJob(payload, entry);
  const status = nameOf(textIn(payload, 'status'));
  const answer = requestOf(entry)?.status ?? null;
  const isFailed = status !== '' || (answer ?? 0) >= 400 || isSevere(entry);
  if (!isFailed) return { ...BARE, subject: `${job} succeeded` };
  const why = [status, answer === null ? '' : status === '' ? `HTTP ${answer}` : `(HTTP ${answer})`];
  const subject = [`${job} failed`, why.filter((part) => part !== '').join(' ')].filter((part) => part !== '');
  return { ...BARE, subject: subject.join(': '), below: textIn(payload, 'debugInfo'), isCall: true };
}

function schedulerJob(payload: Payload, entry: LogEntry): string {
  const name = textIn(payload, 'jobName');
  return `Cloud Scheduler job ${oneWord(name.slice(name.lastIndexOf('/') + 1) || resourceLabel(entry, 'job_id'))}`;
}

/** https://cloud.google.com/tasks/docs/logging */
function taskAttempted(payload: Payload, entry: LogEntry): Sentence | null {
  const attempt = field(payload, 'attemptResponseLog');
  if (!isObject(attempt)) return null;
  const [method = '', url = ''] = textIn(attempt, 'targetAddress').split(' ', 2);
  const path = url === '' ? '' : endpointTemplate(pathOfUrl(url), '{id}');
  const queue = `Cloud Tasks queue ${oneWord(resourceLabel(entry, 'queue_id'))}:`;
  const status = nameOf(textIn(attempt, 'status'));
  const outcome = status === '' ? (isSevere(entry) ? 'failed' : 'succeeded') : `failed: ${status}`;
  const subject = [queue, method, path, outcome].filter((part) => part !== '').join(' ');
  return { ...BARE, subject, isCall: outcome !== 'succeeded' };
}

/** What the load balancer did with a request, where it was not the backend or the cache that answered it. */
const PASSED_ON = /^(?:response_sent_by_backend|response_from_cache|cache|redirect|$)/;

/** https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring */
function balanced(payload: Payload, entry: LogEntry): Sentence | null {
  const proxyStatus = textIn(payload, 'proxyStatus');
  const details = textIn(payload, 'statusDetails') || (/\bdetails="([\w-]{1,100})"/.exec(proxyStatus)?.[1] ?? '');
  const status = requestOf(entry)?.status ?? 0;
  if (PASSED_ON.test(details) || (status !== 0 && status < 400)) return null;
  const labels = ['backend_service_name', 'backend_target_name', 'url_map_name', 'target_proxy_name'];
  const backend = oneWord(resourceLabel(entry, ...labels, 'forwarding_rule_name'));
  const did = status === 0 ? 'gave no answer' : `answered ${status}`;
  return { ...BARE, subject: `Load balancer ${did} for ${backend}: ${oneWord(details)}` };
}

/** https://cloud.google.com/workflows/docs/log-workflow */
function workflowRan(payload: Payload, entry: LogEntry): Sentence | null {
  const exception = textIn(field(payload, 'failure'), 'exception').trim();
  if (exception === '') return null;
  const [detail = '', ...below] = exceptionText(exception).split('\n');
  const subject = `Cloud Workflows workflow ${oneWord(resourceLabel(entry, 'workflow_id'))} failed:`;
  return { ...BARE, subject, detail, below: below.join('\n') };
}

/** `Execution report-x7k2p has failed to complete, 0/1 tasks were a success.` The name of a run is in it, not the job's. */
const EXECUTION =
  /^(?:Execution|Task) \S{1,300} (?:has )?(completed successfully|failed)\b(?: to complete,| with message:)? ?(.*)/s;

/** What Cloud Run says of a job's run: https://cloud.google.com/run/docs/logging#audit-logging */
function jobRan(payload: Payload, entry: LogEntry): Sentence | null {
  const [, outcome, text = ''] = EXECUTION.exec(textIn(field(payload, 'status'), 'message')) ?? [];
  if (outcome === undefined) return null;
  const job = `Cloud Run job ${oneWord(resourceLabel(entry, 'job_name'))}`;
  if (outcome !== 'failed') return { ...BARE, subject: `${job} succeeded` };
  const [first = '', ...below] = text.split('\n');
  const detail = first.replace(/^\d{1,6}\/\d{1,6} tasks were a success\.?$/, 'not all tasks were a success');
  return { ...BARE, subject: `${job} failed:`, detail, below: below.join('\n') };
}

/** The exception may be a text, or JSON with a message in it; where it was thrown stands behind either. */
function exceptionText(exception: string): string {
  const end = exception.indexOf('\nin step ');
  const [thrown, place] = end === -1 ? [exception, ''] : [exception.slice(0, end), exception.slice(end)];
  try {
    return `${textIn(JSON.parse(thrown), 'message') || thrown}${place}`;
  } catch {
    // Most are plain text.
    return exception;
  }
}

/** The name of a status, which may be a number; empty where it is that of success. */
function nameOf(status: string): string {
  const name = oneWord(/^\d{1,2}$/.test(status) ? statusName(Number(status)) : status);
  return status === '' || name === 'OK' ? '' : name;
}

function isSevere(entry: LogEntry): boolean {
  const severity = statedSeverity(entry);
  return severity !== null && SEVERITY_RANK[severity] >= SEVERITY_RANK.ERROR;
}

/** A name without white space, which a name has none of; `?` where there is none. */
function oneWord(name: string): string {
  return name.replace(/\s+/g, '_').slice(0, 300) || '?';
}

function resourceLabel({ resource }: LogEntry, ...names: readonly string[]): string {
  return textIn(resource?.labels, ...names);
}
