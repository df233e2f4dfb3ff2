import { type Origin, PROJECT } from './deployments.ts';
import type { Random } from './random.ts';

/** What tells an entry from others; payloads and the like as JSON. */
export interface Parts {
  readonly origin: Origin;
  /** The log's id, escaped as in a `logName`. */
  readonly log: string;
  /** Entries of one template say the same thing. */
  readonly template: string;
  readonly severity?: string | undefined;
  readonly errorGroups?: string | undefined;
  readonly httpRequest?: string;
  readonly jsonPayload?: string | undefined;
  readonly textPayload?: string | undefined;
  readonly protoPayload?: string;
  /** A trace id. */
  readonly trace?: string | undefined;
}

/** One in so many entries with letters beyond ASCII comes with them escaped. */
const ESCAPED = 3;
const LATEST_ARRIVAL = 400;

/**
 * An entry as a line of JSON, its keys by name, as `gcloud logging read` writes them.
 * @param index tells entries apart: it goes into the insertId
 * @param milliseconds since 1970
 */
export function assemble(parts: Parts, index: number, milliseconds: number, random: Random): string {
  const time = new Date(milliseconds).toISOString().slice(0, -1);
  const arrived = new Date(milliseconds + 20 + random.int(LATEST_ARRIVAL)).toISOString().slice(0, -1);
  const nanos = String(1_000_000 + random.int(1_000_000)).slice(1);
  let json = '{';
  if (parts.errorGroups !== undefined) json += `"errorGroups":${parts.errorGroups},`;
  if (parts.httpRequest !== undefined) json += `"httpRequest":${parts.httpRequest},`;
  json += `"insertId":"${insertId(index, milliseconds, random)}",`;
  if (parts.jsonPayload !== undefined) json += `"jsonPayload":${parts.jsonPayload},`;
  if (parts.origin.labels !== '{}') json += `"labels":${parts.origin.labels},`;
  json += `"logName":"projects/${PROJECT}/logs/${parts.log}",`;
  if (parts.protoPayload !== undefined) json += `"protoPayload":${parts.protoPayload},`;
  json += `"receiveTimestamp":"${arrived}${nanos}Z","resource":${parts.origin.resource},`;
  if (parts.severity !== undefined) json += `"severity":"${parts.severity}",`;
  if (parts.textPayload !== undefined) json += `"textPayload":${parts.textPayload},`;
  json += `"timestamp":"${time}${nanos.slice(0, 3)}Z"`;
  if (parts.trace !== undefined) json += `,"trace":"projects/${PROJECT}/traces/${parts.trace}"`;
  return escapeNow(`${json}}`, random);
}

/** Seconds and microseconds in hex and eight digits more, as Cloud Run's are; those eight never repeat. */
function insertId(index: number, milliseconds: number, random: Random): string {
  const seconds = Math.floor(milliseconds / 1000).toString(16);
  const unique = (Math.imul(index, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${seconds}000${random.hex(5)}${unique}`;
}

function escapeNow(json: string, random: Random): string {
  if (!/[^\0-\x7f]/.test(json) || random.int(ESCAPED) > 0) return json;
  return json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
