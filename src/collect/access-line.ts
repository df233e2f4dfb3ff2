import type { LogEntry } from '../model/entry.ts';
import { besideMessage } from './beside-message.ts';
import { field, textIn } from './json-fields.ts';

type Payload = Record<string, unknown>;

/** Fields that hold the status: Caddy, lograge and echo; Envoy and Istio; Traefik. */
const STATUS_FIELDS = ['status', 'response_code', 'DownstreamStatus', 'status_code'] as const;
const METHOD = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
/** Fields that may say more than that; see message.ts. */
const SAYING = [
  ...([
    'message',
    'msg',
    'event',
    'error',
    'err',
    'textPayload',
    'text',
    'log',
    'body',
    'description',
    'MESSAGE',
  ] as const),
  ...(['@message', 'Message', 'RenderedMessage', '@m', 'MessageTemplate', '@mt', 'short_message', 'fields'] as const),
];

/** What a server says of every request: `handled request`, `Request Completed`. */
const EVERY_REQUEST =
  /^(?:http |incoming )?(?:handled |completed |finished |processed |served )?(?:http )?(?:request|response|access)(?: log)?(?: (?:completed|complete|handled|finished|processed|served|failed|errored))?[.!]?$/i;

/** The status of a request that failed on the server's side, where a payload tells method, path and status; else null. */
export function failedAccess(payload: Payload | undefined): number | null {
  return readAccess(payload)?.status ?? null;
}

/**
 * A request that a server logged as failed (5xx) in fields of the payload, in the words of `httpRequest`: only where method,
 * path and status are all there and the payload says nothing else of it. Null for any other entry.
 */
export function accessRequest(entry: LogEntry): Payload | null {
  const access = readAccess(entry.jsonPayload);
  if (access === null || entry.textPayload !== undefined || besideMessage(entry, '') !== null) return null;
  if (!SAYING.every((name) => saysNothing(field(entry.jsonPayload, name)))) return null;
  return { requestMethod: access.method, requestUrl: access.path, status: access.status };
}

function saysNothing(value: unknown): boolean {
  if (typeof value !== 'string') return value === undefined || value === null;
  const text = value.trim();
  return text === '' || (text.length < 100 && EVERY_REQUEST.test(text));
}

function readAccess(payload: Payload | undefined): { method: string; path: string; status: number } | null {
  const text = textIn(payload, ...STATUS_FIELDS);
  if (!/^5\d\d$/.test(text)) return null;
  const request = field(payload, 'request');
  const method = textIn(payload, 'method', 'RequestMethod') || textIn(request, 'method');
  const path = textIn(payload, 'path', 'uri', 'RequestPath') || textIn(request, 'uri', 'path');
  return METHOD.test(method) && path.startsWith('/') ? { method, path, status: Number(text) } : null;
}
