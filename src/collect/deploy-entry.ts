import type { LogEntry } from '../model/entry.ts';
import type { Instant } from './instant.ts';
import { field, isObject, textIn } from './json-fields.ts';
import { parseTime, splitTime } from './time.ts';

/** When a revision began, as an audit entry of Cloud Run tells. */
export interface Deploy {
  readonly service: string;
  readonly revision: string;
  readonly at: Instant;
}

/**
 * `google.cloud.run.v1.Services.ReplaceService` in what a person did, `/Services.ReplaceService` in what the system
 * did then, `/InternalServices.…InternalService` for functions; https://cloud.google.com/run/docs/audit-logging
 */
const DEPLOYS =
  /^(?:google\.cloud\.run\.v\d{1,2}[a-z0-9]{0,8}\.|google\.cloud\.serverless\.internal\.|\/)(?:Internal)?Services\.(Create|Replace|Update)(?:Internal)?Service$/;

/** What the names of all these have in them, and where they are logged: for a query, which knows no expressions like that. */
export const DEPLOY_METHODS = ['Services.Create', 'Services.Replace', 'Services.Update'] as const;
export const AUDIT_LOGS = 'cloudaudit.googleapis.com';

/**
 * Reads which revision an audit entry shows to begin, and when; null where it shows none. What only changes traffic or
 * settles an old revision names one too: so a revision counts where the entry is about it and says when it was made,
 * where it is its service's first one, or where it is made and not ready yet. `at` is when the entry was written.
 */
export function deployOf(entry: LogEntry, at: Instant): Deploy | null {
  const audit = entry.protoPayload;
  const kind = DEPLOYS.exec(textIn(audit, 'methodName'))?.[1];
  if (audit === undefined || kind === undefined || failed(audit)) return null;
  const response = field(audit, 'response');
  const name = textIn(audit, 'resourceName');
  const service = textIn(entry.resource?.labels, 'service_name') || behind(name, 'services');
  const own = behind(name, 'revisions');
  const found = own === '' ? begunOf(service, kind, response, at) : revisionOf(own, audit, response, at);
  return found === null || service === '' ? null : { service, ...found };
}

/** A call that was refused deploys nothing; what the system says of a revision that does not come up has a code too. */
function failed(audit: Record<string, unknown>): boolean {
  const code = field(field(audit, 'status'), 'code');
  return typeof code === 'number' && code !== 0 && !isObject(field(audit, 'response'));
}

/** An entry about a revision. */
function revisionOf(revision: string, audit: unknown, response: unknown, at: Instant): Omit<Deploy, 'service'> | null {
  const made = madeAt(response);
  if (made !== null) return { revision, at: made };
  return textIn(field(audit, 'status'), 'message').includes('Deploying revision succeeded') ? { revision, at } : null;
}

/** An entry about a service. */
function begunOf(service: string, kind: string, response: unknown, at: Instant): Omit<Deploy, 'service'> | null {
  const status = field(response, 'status');
  const created = last(textIn(status, 'latestCreatedRevisionName') || textIn(response, 'latestCreatedRevision'));
  const ready = last(textIn(status, 'latestReadyRevisionName') || textIn(response, 'latestReadyRevision'));
  if (service === '' || created === '') return null;
  if (kind === 'Create') return { revision: created, at: madeAt(response) ?? at };
  return created === ready ? null : { revision: created, at };
}

function madeAt(response: unknown): Instant | null {
  const time = parseTime(textIn(field(response, 'metadata'), 'creationTimestamp') || textIn(response, 'createTime'));
  return time === null ? null : splitTime(time);
}

/** `namespaces/p/services/shop`, `services` → `shop`. */
function behind(name: string, collection: string): string {
  const parts = name.split('/');
  return parts.at(-2) === collection ? (parts.at(-1) ?? '') : '';
}

function last(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
