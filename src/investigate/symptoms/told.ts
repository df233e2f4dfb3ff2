import { field, isObject, textIn } from '../../collect/json-fields.ts';
import { messageOf } from '../../collect/message.ts';
import { sentenceOf } from '../../collect/platform-sentence.ts';
import { endsSession, postgresLine } from '../../collect/postgres-level.ts';
import { statusName } from '../../collect/status-names.ts';
import type { LogEntry } from '../../model/entry.ts';

/** What a platform or a database says, in entries that nobody's code logs. */
export type Told =
  | { kind: 'failed-call'; caller: string; what: string }
  | { kind: 'no-backend'; backend: string; details: string }
  | { kind: 'kubernetes'; workload: string; what: KubernetesEvent }
  | { kind: 'cloud-run'; what: 'no-instance' | 'broken-answer' | 'request-timeout' }
  | { kind: 'job-run'; job: string }
  | { kind: 'api-call'; method: string; status: string; ofQuota: boolean }
  | { kind: 'api-note'; method: string }
  | { kind: 'google' }
  | { kind: 'database'; ends: 'statement' | 'session' };

export type KubernetesEvent =
  | 'restart'
  | 'image'
  | 'readiness'
  | 'liveness'
  | 'startup'
  | 'scheduling'
  | 'volume'
  | 'other';

const CALL = /^(Cloud (?:Scheduler|Tasks)) ((?:job|queue) .{1,1000}?) failed(?:: |$)/;
const NO_BACKEND = /^Load balancer (?:answered 5\d\d|gave no answer) for (\S{1,300}): (\S{1,300})$/;
const WORKLOAD = /^Kubernetes workload (\S{1,300}):$/;
const JOB = /^Cloud Run job (\S{1,300}) failed:$/;
const GOOGLE = /^(?:GKE autoscaler of|Cloud Workflows workflow) /;

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/; the words are those of the kubelet and the scheduler. */
const EVENTS: readonly (readonly [KubernetesEvent, RegExp])[] = [
  ['restart', /^Back-off restarting failed container\b/],
  ['image', /^(?:Back-off pulling image|Failed to pull image|Error: (?:ErrImagePull|ImagePullBackOff))\b/],
  ['readiness', /^Readiness probe (?:failed|errored)\b/],
  ['liveness', /^Liveness probe (?:failed|errored)\b/],
  ['startup', /^Startup probe (?:failed|errored)\b/],
  ['scheduling', /^\d{1,6}\/\d{1,6} nodes are available\b/],
  ['volume', /^(?:MountVolume\.|AttachVolume\.|Unable to attach or mount volumes\b)/],
];

/** Those that Cloud Run writes itself; a container's words are in its `stdout` and `stderr`: https://cloud.google.com/run/docs/logging */
const OF_CLOUD_RUN = /\/run\.googleapis\.com(?:%2F|\/)(?:requests|varlog(?:%2F|\/)system)$/i;

/** https://cloud.google.com/run/docs/troubleshooting */
const CLOUD_RUN: readonly (readonly [Extract<Told, { kind: 'cloud-run' }>['what'], RegExp])[] = [
  ['no-instance', /^The request was aborted because there was no available instance\b/],
  [
    'broken-answer',
    /^The request failed because either the HTTP response was malformed or connection to the instance had an error\b/,
  ],
  ['request-timeout', /^The request has been terminated because it has reached the maximum request timeout\b/],
];

/** What says more by who tells it than by any of its words; only where it tells it, since anybody may log such words. */
export function toldByPlatform(entry: LogEntry): Told | null {
  const sentence = sentenceOf(entry);
  const subject = sentence?.subject ?? '';
  const [, caller = '', called = ''] = CALL.exec(subject) ?? [];
  if (caller !== '') return { kind: 'failed-call', caller, what: called };
  const [, backend = '', details = ''] = NO_BACKEND.exec(subject) ?? [];
  if (backend !== '') return { kind: 'no-backend', backend, details };
  const [, workload] = WORKLOAD.exec(subject) ?? [];
  if (workload !== undefined) {
    const what = EVENTS.find(([, words]) => words.test(sentence?.detail ?? ''))?.[0] ?? 'other';
    return { kind: 'kubernetes', workload, what };
  }
  const { resource, logName = '', textPayload = '' } = entry;
  if (resource?.type !== 'cloud_run_revision' || !OF_CLOUD_RUN.test(logName)) return null;
  const run = CLOUD_RUN.find(([, words]) => words.test(textPayload));
  return run === undefined ? null : { kind: 'cloud-run', what: run[0] };
}

/** The same of what says less than such words as it may hold: a lack of permission, a host that was not reached. */
export function toldBesides(entry: LogEntry): Told | null {
  const subject = sentenceOf(entry)?.subject ?? '';
  const [, job] = JOB.exec(subject) ?? [];
  if (job !== undefined) return { kind: 'job-run', job };
  if (GOOGLE.test(subject)) return { kind: 'google' };
  return auditOf(entry) ?? databaseOf(entry);
}

/** https://cloud.google.com/logging/docs/audit/understanding-audit-logs */
function auditOf(entry: LogEntry): Told | null {
  const { protoPayload } = entry;
  if (!textIn(protoPayload, '@type').endsWith('/google.cloud.audit.AuditLog')) return null;
  const method = textIn(protoPayload, 'methodName');
  if (!/^[\w./:-]{1,200}$/.test(method)) return { kind: 'google' };
  const status = field(protoPayload, 'status');
  const code = isObject(status) ? Number(textIn(status, 'code') || 0) : 0;
  if (code === 0) return { kind: 'api-note', method };
  return { kind: 'api-call', method, status: statusName(code), ofQuota: /\bquota\b/i.test(messageOf(entry)) };
}

const CLOUD_SQL = 'cloudsql_database';
const ALLOYDB = 'alloydb.googleapis.com/';

function databaseOf(entry: LogEntry): Told | null {
  const { level, said } = databaseLine(entry) ?? { level: '', said: '' };
  if (level === 'ERROR') return { kind: 'database', ends: 'statement' };
  return endsSession(level, said) ? { kind: 'database', ends: 'session' } : null;
}

/** Anybody's program may log a time, a number and `ERROR: `; PostgreSQL writes two spaces there, or the resource is its. */
function databaseLine(entry: LogEntry): { level: string; said: string } | null {
  const type = entry.resource?.type ?? '';
  const record = field(entry.jsonPayload, 'record');
  const recorded = textIn(record, 'error_severity');
  // CloudNativePG writes its PostgreSQL's records so, from a container like any other.
  const isRecord = textIn(entry.jsonPayload, 'logger') === 'postgres' || type === CLOUD_SQL || type.startsWith(ALLOYDB);
  if (recorded !== '') return isRecord ? { level: recorded, said: textIn(record, 'message') } : null;
  const line = postgresLine(messageOf(entry));
  return line !== null && (line.isExact || type === CLOUD_SQL) ? line : null;
}
