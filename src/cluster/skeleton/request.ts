import { endpointTemplate } from '../../collect/request.ts';
import type { CollectedEntry, Sentence } from '../../model/entry.ts';
import { isBlank } from './scanner/characters.ts';
import { SLOT, skeletonOf } from './skeleton.ts';

const MOST_KEYS = 8;

/**
 * The template of an entry that says something without words, or of what Google Cloud itself says; null for any other. Such
 * a template is final: it is not merged with others, since an endpoint, a status and the name of a job are not variables.
 */
export function finalTemplate(entry: CollectedEntry): string[] | null {
  if (entry.sentence !== null) return sentenceTemplate(entry.sentence);
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

/** `Cloud Workflows workflow pay failed: order <*> not found`: only what follows the subject may vary. */
function sentenceTemplate({ subject, detail }: Sentence): string[] {
  return [...subject.split(' '), ...(detail === '' ? [] : skeletonOf(detail))];
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
  return [
    method === '' ? SLOT : method,
    status >= 500 && path !== '' ? endpointTemplate(path, SLOT) : SLOT,
    String(status),
  ];
}
