import { SEVERITY_RANK, type Severity } from '../../model/severity.ts';
import { AUDIT_LOGS, DEPLOY_METHODS } from '../deploy-entry.ts';
import { REQUEST_LOG_TAILS } from '../request-log.ts';
import { GKE_CONTAINER, LEVEL_FIELDS, OTHER_LEVELS } from '../severity.ts';
import { formatTime } from '../time.ts';

/** A span in nanoseconds since 1970: `since` inclusive, `until` exclusive. */
export interface Span {
  readonly since: bigint;
  readonly until: bigint;
}

/** What is asked for, apart from the time. */
export interface Selection {
  readonly project: string;
  /** Empty = the whole project. */
  readonly service: string;
  /** A filter of the user's own, which narrows the rest; empty = none. */
  readonly filter: string;
  readonly minSeverity: Severity;
}

/** The request log of what is selected: at all severities, and whatever the user's own filter takes. */
export interface RequestLogSelection extends Selection {
  readonly only: 'request log';
  readonly minSeverity: 'DEFAULT';
  readonly filter: '';
}

export function requestLogOf({ project, service }: Selection): RequestLogSelection {
  return { project, service, only: 'request log', minSeverity: 'DEFAULT', filter: '' };
}

/**
 * The filter of one query. Entries of DEFAULT severity are always asked for: whether they are errors is read off their
 * text. So are those that GKE takes for INFO since they were written to stdout. Entries that tell of a deploy are too: they are NOTICE or INFO, and say since when a revision runs. `timestamp` is always bounded: without the word the service takes the last 24 hours in silence.
 *
 * @param received when it arrived; null = at any time
 */
export function buildFilter(selection: Selection | RequestLogSelection, time: Span, received: Span | null): string {
  const { service, filter, minSeverity } = selection;
  return [
    ...bounds('timestamp', time),
    ...(received === null ? [] : bounds('receiveTimestamp', received)),
    ...(minSeverity === 'DEFAULT'
      ? []
      : [`(severity >= ${minSeverity} OR severity = DEFAULT${ofStreams(minSeverity)} OR ${OF_DEPLOYS})`]),
    ...(service === '' ? [] : [ofService(service)]),
    ...('only' in selection ? [OF_REQUEST_LOGS] : []),
    // A line end, since the user's may end in a comment.
    ...(filter.trim() === '' ? [] : [`(${filter}\n)`]),
  ].join('\nAND ');
}

/** Entries that are parts of one of these. */
export function ofSplits(uids: readonly string[]): string {
  return `(${uids.map((uid) => `split.uid = ${quoted(uid)}`).join(' OR ')})`;
}

function bounds(field: string, { since, until }: Span): string[] {
  return [`${field} >= "${formatTime(since)}"`, `${field} < "${formatTime(until)}"`];
}

/** Where a service's name stands, by resource type: https://cloud.google.com/logging/docs/api/v2/resource-list */
const SERVICE_NAMES: readonly (readonly [type: string, fields: readonly string[]])[] = [
  ['cloud_run_revision', ['resource.labels.service_name']],
  ['cloud_run_job', ['resource.labels.job_name']],
  ['k8s_container', ['resource.labels.container_name', 'labels."k8s-pod/app"']],
  ['gae_app', ['resource.labels.module_id']],
  ['cloud_function', ['resource.labels.function_name']],
];

function ofService(service: string): string {
  const name = quoted(service);
  const places = SERVICE_NAMES.flatMap(([type, fields]) =>
    fields.map((field) => `(resource.type = "${type}" AND ${field} = ${name})`),
  );
  return `(${places.join(' OR ')})`;
}

const LEVELS = [...LEVEL_FIELDS.map((name) => (/^\w+$/.test(name) ? name : quoted(name))), ...OTHER_LEVELS].map(
  (path) => `jsonPayload.${path} : *`,
);
/** What names no severity of its own where the agent looks for it, but may be an error by its text or another field. */
const OF_STDOUT = `(resource.type = "${GKE_CONTAINER}" AND logName : "/logs/stdout" AND severity = INFO AND (textPayload : * OR ${LEVELS.join(' OR ')}))`;

function ofStreams(minSeverity: Severity): string {
  return SEVERITY_RANK[minSeverity] > SEVERITY_RANK.INFO ? ` OR ${OF_STDOUT}` : '';
}

const METHODS = DEPLOY_METHODS.map((name) => `protoPayload.methodName : ${quoted(name)}`).join(' OR ');
const OF_DEPLOYS = `(logName : ${quoted(AUDIT_LOGS)} AND (${METHODS}))`;

const LOG_NAMES = REQUEST_LOG_TAILS.map((tail) => `logName : ${quoted(tail)}`).join(' OR ');
const OF_REQUEST_LOGS = `(${LOG_NAMES})\nAND httpRequest:*`;

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
