import { messageOf } from '../collect/message.ts';
import { type Request, requestOf } from '../collect/request.ts';
import type { LogEntry } from '../model/entry.ts';

/** What an entry says; a request with its path as it was called, where clustering takes `{id}` for a segment. */
export function shownMessage(entry: LogEntry): string {
  const message = messageOf(entry);
  const request = requestOf(entry);
  const url = entry.httpRequest?.requestUrl;
  if (request === null || typeof url !== 'string' || message !== lineOf(request)) return message;
  return lineOf({ ...request, pathTemplate: pathOf(url) });
}

/** The line that `collect` makes of a request that says nothing else. */
function lineOf({ method, pathTemplate, status }: Request): string {
  return [method, pathTemplate, status === null ? '' : String(status)].filter((part) => part !== '').join(' ');
}

/** Without host, query and fragment. */
function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#]{0,300}/i, '');
  return path.split(/[?#]/, 1)[0] ?? '';
}
