import type { CollectedEntry } from '../../model/entry.ts';
import { isBlank } from './scanner/characters.ts';
import { SLOT } from './skeleton.ts';

/** Segments of a path that tell one endpoint from another; what follows is detail. */
const MOST_SEGMENTS = 6;
const LONGEST_SEGMENT = 40;
const MOST_KEYS = 8;

/**
 * The template of an entry that says something without words, or null when it has words. Such a template is final:
 * it is not merged with others, since an endpoint and a status are not variables.
 */
export function wordlessTemplate(entry: CollectedEntry): string[] | null {
  if (entry.http !== null && !entry.hasText)
    return requestTemplate(entry.http.method, entry.http.path, entry.http.status);
  if (entry.exception !== null || !isBlankText(entry.message)) return null;
  return [
    '(no message)',
    ...Object.keys(entry.entry.jsonPayload ?? {})
      .sort()
      .slice(0, MOST_KEYS),
  ];
}

function isBlankText(text: string): boolean {
  return text === '' || (isBlank(text.charCodeAt(0)) && text.trim() === '');
}

/** Whether the entry is one of a request log (of Cloud Run, App Engine or a load balancer). */
export function isRequestLog(entry: Pick<CollectedEntry, 'http' | 'hasText' | 'entry'>): boolean {
  if (entry.http === null) return false;
  return !entry.hasText || /(?:%2F|\/)(?:requests|request_log|nginx\.request_log)$/.test(entry.entry.logName ?? '');
}

/**
 * `GET /api/users/<*> 500`. What fails on the server's side is told apart by endpoint; what a client asked for wrongly
 * (4xx) is not, or one scanner would make a thousand patterns.
 */
function requestTemplate(method: string, path: string, status: number): string[] {
  return [method === '' ? SLOT : method, status >= 500 ? pathTemplate(path) : SLOT, String(status)];
}

function pathTemplate(path: string): string {
  if (path === '') return SLOT;
  const segments = path.split('/', MOST_SEGMENTS + 2).slice(1);
  const named = segments.slice(0, MOST_SEGMENTS).map((segment) => (isName(segment) ? segment : SLOT));
  return `/${named.join('/')}${segments.length > MOST_SEGMENTS ? `/${SLOT}` : ''}`;
}

/** A version (`v1`) names an endpoint; any other segment with a digit is an id. */
function isName(segment: string): boolean {
  return segment.length <= LONGEST_SEGMENT && (/^v\d{1,2}$/.test(segment) || !/[\d%=]/.test(segment));
}
