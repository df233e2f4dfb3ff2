import type { LogEntry } from '../model/entry.ts';
import { PLACEHOLDER } from '../model/placeholder.ts';
import { accessRequest } from './access-line.ts';
import { appEngineRequest } from './app-engine-request.ts';
import { field, isObject, textIn } from './json-fields.ts';

/** One HTTP request as the entry tells of it. */
export interface Request {
  readonly method: string;
  /** The path without host and query; `{id}` where a segment is an identifier. Empty where it is not known. */
  readonly pathTemplate: string;
  readonly status: number | null;
  /** Whole milliseconds. */
  readonly latencyMs: number | null;
}

/**
 * App Engine's request, `httpRequest` of the entry, or of its structured payload where the logging agent left it, or what a
 * server logged there of one that failed; else null.
 */
export function requestOf(entry: LogEntry): Request | null {
  const inPayload = field(entry.jsonPayload, 'httpRequest');
  const request = requestFields(entry) ?? (isObject(inPayload) ? inPayload : accessRequest(entry));
  if (request === null) return null;
  const method = textIn(request, 'requestMethod', 'method');
  const status = Number(textIn(request, 'status') || Number.NaN);
  const url = textIn(request, 'requestUrl', 'url', 'path');
  if (method === '' && url === '' && Number.isNaN(status)) return null;
  return {
    method,
    pathTemplate: pathTemplate(url),
    status: Number.isInteger(status) ? status : null,
    latencyMs: latencyMs(field(request, 'latency')),
  };
}

/** The path of a request that failed on the server's side (5xx), without host, query and fragment; else empty. */
export function failedPath(status: number, entry: LogEntry): string {
  return status >= 500 ? pathOf(entry) : '';
}

function requestFields(entry: LogEntry): Record<string, unknown> | undefined {
  return appEngineRequest(entry) ?? entry.httpRequest;
}

function pathOf(entry: LogEntry): string {
  const url = (requestFields(entry) ?? accessRequest(entry))?.requestUrl;
  return typeof url === 'string' ? pathOfUrl(url) : '';
}

/** The path of a URL without host, query and fragment; begins with `/`. */
export function pathOfUrl(url: string): string {
  const scheme = url.indexOf('://');
  const start = scheme === -1 ? 0 : url.indexOf('/', scheme + 3);
  if (start === -1) return '/';
  const path = url.slice(start).split(/[?#]/, 1)[0] ?? '';
  return path.startsWith('/') ? path : `/${path}`;
}

/** Whole milliseconds of `0.123456s`, as protobuf's JSON mapping writes a duration, or its object form. */
export function latencyMs(latency: unknown): number | null {
  if (typeof latency === 'string') {
    const seconds = /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(latency)?.[1];
    return seconds === undefined ? null : Math.round(Number(seconds) * 1000);
  }
  const seconds = field(latency, 'seconds');
  const nanos = field(latency, 'nanos');
  if (seconds === undefined && nanos === undefined) return null;
  const total = Number(seconds ?? 0) * 1000 + Number(nanos ?? 0) / 1e6;
  return Number.isFinite(total) ? Math.round(total) : null;
}

/** Segments of a path that tell one endpoint from another; what follows is detail. */
const MOST_SEGMENTS = 6;
const LONGEST_SEGMENT = 40;

/** The endpoint that a path belongs to: `slot` stands for each segment that names none, and for what follows the sixth. */
export function endpointTemplate(path: string, slot: string): string {
  const segments = path.split('/', MOST_SEGMENTS + 2).slice(1);
  const named = segments.slice(0, MOST_SEGMENTS).map((segment) => (isName(segment) ? segment : slot));
  return `/${named.join('/')}${segments.length > MOST_SEGMENTS ? `/${slot}` : ''}`;
}

/** A version (`v1`) names an endpoint; any other segment with a digit is an id. */
function isName(segment: string): boolean {
  return segment.length <= LONGEST_SEGMENT && (/^v\d{1,2}$/.test(segment) || !/[\d%=]/.test(segment));
}

const HOST = /^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#]{0,300}/i;
/** Numbers, UUIDs, hex of eight and more with a digit in it, long mixed tokens, placeholders of redacted values. */
const IDENTIFIER = new RegExp(
  `^(?:\\d+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=[0-9a-f]*\\d)[0-9a-f]{8,200}|(?=[\\w-]*\\d)(?=[\\w-]*[A-Za-z])[\\w-]{20,200}|${PLACEHOLDER.source})$`,
  'i',
);

function pathTemplate(url: string): string {
  const path = url.replace(HOST, '').replace(/[?#].*$/s, '');
  return path
    .split('/')
    .map((segment) => (IDENTIFIER.test(segment) ? '{id}' : segment))
    .join('/');
}
