import type { LogEntry, Setting } from '../model/entry.ts';
import { field, textIn } from './json-fields.ts';
import { serviceOfEvent } from './kubernetes-sentence.ts';

/** What runs: '' where the entry does not say. */
export interface Deployment {
  readonly service: string;
  readonly revision: string;
}

/** Which instance wrote the entry, within which trace and for whom: '' where it does not say. */
export interface Origin {
  readonly instance: string;
  readonly trace: string;
  readonly user: string;
}

export function settingOf({ resource, labels = {} }: LogEntry): Setting {
  return { resourceType: resource?.type ?? '', resource: resource?.labels ?? {}, labels };
}

/** Cloud Run services and jobs, GKE, App Engine, Cloud Functions, Compute Engine; then what calls them. */
const SERVICE_LABELS = [
  ...(['service_name', 'container_name', 'module_id', 'function_name', 'job_name', 'job'] as const),
  ...(['queue_id', 'workflow_id', 'backend_service_name', 'backend_target_name'] as const),
];
export const SCHEDULER = 'cloud_scheduler_job';
/** Here the id of a job stays the same; elsewhere `job_id` is that of one run. */
const SCHEDULER_LABELS = [...SERVICE_LABELS, 'job_id'];

/** The labels that name a service in a resource of this type. */
export function serviceLabels(type: string | undefined): readonly string[] {
  return type === SCHEDULER ? SCHEDULER_LABELS : SERVICE_LABELS;
}

/**
 * Where it runs, by the labels of its resource type
 * (https://cloud.google.com/logging/docs/api/v2/resource-list).
 */
export function deploymentOf(entry: LogEntry): Deployment {
  const resource = entry.resource?.labels;
  return {
    service:
      textIn(resource, ...serviceLabels(entry.resource?.type)) ||
      textIn(entry.labels, 'k8s-pod/app') ||
      serviceOfEvent(entry),
    revision: textIn(resource, 'revision_name', 'version_id') || textIn(entry.labels, 'k8s-pod/pod-template-hash'),
  };
}

export function originOf(entry: LogEntry): Origin {
  const resource = entry.resource?.labels;
  const labels = entry.labels;
  const payload = entry.jsonPayload;
  return {
    instance:
      textIn(labels, 'instanceId', 'appengine.googleapis.com/instance_name') ||
      textIn(resource, 'pod_name', 'instance_id', 'node_id', 'task_id'),
    trace: traceId(
      entry.trace || textIn(payload, 'logging.googleapis.com/trace', 'trace_id', 'traceId', 'dd.trace_id', 'trace'),
    ),
    user: userOf(entry),
  };
}

/** `projects/p/traces/105445aa…` → the id; the whole name stays in the entry. */
function traceId(trace: string): string {
  const at = trace.lastIndexOf('/traces/');
  return at === -1 ? trace : trace.slice(at + '/traces/'.length);
}

const USER_FIELDS = ['user_id', 'userId', 'user_uuid', 'uid'] as const;

function userOf(entry: LogEntry): string {
  const payload = entry.jsonPayload;
  const user = field(payload, 'user');
  return (
    textIn(payload, ...USER_FIELDS) ||
    textIn(user, 'id', ...USER_FIELDS) ||
    (typeof user === 'string' ? user : '') ||
    textIn(field(payload, 'context'), ...USER_FIELDS) ||
    textIn(field(field(payload, 'context'), 'user'), 'id') ||
    // Error Reporting's: https://cloud.google.com/error-reporting/reference/rest/v1beta1/ErrorContext
    textIn(field(payload, 'context'), 'user') ||
    textIn(field(payload, 'labels'), ...USER_FIELDS) ||
    textIn(entry.labels, ...USER_FIELDS) ||
    textIn(field(entry.protoPayload, 'authenticationInfo'), 'principalEmail')
  );
}
