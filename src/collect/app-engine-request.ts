import type { LogEntry } from '../model/entry.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import { field, textIn } from './json-fields.ts';
import { severityNamed } from './severity-names.ts';

type Payload = Record<string, unknown>;

const TYPE = 'google.appengine.logging.v1.RequestLog';

/** What App Engine's request log says of a request, in the words of `httpRequest`; null for any other entry. */
export function appEngineRequest({ protoPayload, httpRequest }: LogEntry): Payload | null {
  if (!textIn(protoPayload, '@type').endsWith(`/${TYPE}`)) return null;
  return {
    requestMethod: textIn(protoPayload, 'method'),
    requestUrl: textIn(protoPayload, 'resource'),
    status: field(protoPayload, 'status') ?? field(httpRequest, 'status'),
    latency: field(protoPayload, 'latency'),
  };
}

/**
 * What a program logged during a request of App Engine's log: its lines of the highest severity. Those of a request that
 * failed are left out where they only report (DEBUG to NOTICE). Empty where there are none.
 */
export function appEngineLines(payload: Payload | undefined): string {
  const lines = field(payload, 'line');
  if (!Array.isArray(lines)) return '';
  const said = lines
    .map((line) => ({ text: textIn(line, 'logMessage'), rank: rankOf(textIn(line, 'severity')) }))
    .filter(({ text }) => text !== '');
  const highest = said.reduce((most, { rank }) => Math.max(most, rank), 0);
  const isReport = highest > SEVERITY_RANK.DEFAULT && highest < SEVERITY_RANK.WARNING;
  if (isReport && Number(field(payload, 'status')) >= 500) return '';
  return said
    .filter(({ rank }) => rank === highest)
    .map(({ text }) => text)
    .join('\n');
}

function rankOf(severity: string): number {
  return SEVERITY_RANK[severityNamed(severity) ?? 'DEFAULT'];
}
