import type { LogEntry } from '../model/entry.ts';
import { toLogEntry } from './decode.ts';
import { isObject } from './json-fields.ts';
import { SCHEDULER, serviceLabels } from './origin.ts';
import type { Redactor } from './redact.ts';
import { statedSeverity } from './severity.ts';

/** What the program identifies entries and traces by; it passes whatever it looks like. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  'insertId',
  'logName',
  'timestamp',
  'receiveTimestamp',
  'trace',
  'spanId',
  'errorGroups',
  // Redacted on their own, since some of them are identifiers too.
  'resource',
  'labels',
]);
/** The same of an entry whose severity is one, and not some other text that stands in its place. */
const IDENTIFIERS_AND_SEVERITY: ReadonlySet<string> = new Set([...IDENTIFIERS, 'severity']);
const LABELS: ReadonlySet<string> = new Set(['labels']);
/** What tells services, revisions and instances apart; see origin.ts. */
const IDENTIFYING_LABELS: ReadonlySet<string> = new Set([
  'instanceId',
  'appengine.googleapis.com/instance_name',
  'k8s-pod/app',
  'k8s-pod/pod-template-hash',
]);
const PLACE_LABELS = [
  ...['project_id', 'location', 'region', 'zone', 'cluster_name', 'namespace_name', 'configuration_name'],
  ...['revision_name', 'version_id', 'pod_name', 'instance_id', 'node_id', 'task_id'],
];
const IDENTIFYING_RESOURCE_LABELS: ReadonlySet<string> = new Set([...PLACE_LABELS, ...serviceLabels('')]);
const IDENTIFYING_SCHEDULER_LABELS: ReadonlySet<string> = new Set([...PLACE_LABELS, ...serviceLabels(SCHEDULER)]);

/** An entry with its payload, labels and every further field redacted, names of fields too; identifiers stay. */
export function redactEntry(entry: LogEntry, redactor: Redactor): LogEntry {
  const redacted = redactor.value(entry, statedSeverity(entry) === null ? IDENTIFIERS : IDENTIFIERS_AND_SEVERITY);
  const labels = redactor.value(entry.labels, IDENTIFYING_LABELS);
  const resource = redactResource(entry.resource, redactor);
  if (redacted === entry && labels === entry.labels && resource === entry.resource) return entry;
  const result = toLogEntry(
    withField(withField(redacted, 'labels', entry.labels, labels), 'resource', entry.resource, resource),
  );
  if (result === null) throw new TypeError('redaction changed the shape of an entry');
  return result;
}

function redactResource(resource: LogEntry['resource'], redactor: Redactor): unknown {
  if (resource === undefined) return undefined;
  const identifying = resource.type === SCHEDULER ? IDENTIFYING_SCHEDULER_LABELS : IDENTIFYING_RESOURCE_LABELS;
  const labels = redactor.value(resource.labels, identifying);
  return withField(redactor.value(resource, LABELS), 'labels', resource.labels, labels);
}

function withField(object: unknown, name: string, before: unknown, after: unknown): unknown {
  return after === before || !isObject(object) ? object : { ...object, [name]: after };
}
