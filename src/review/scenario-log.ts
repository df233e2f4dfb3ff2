import { sharedText } from '../assess/template-text.ts';
import { hasText, messageOf } from '../collect/message.ts';
import type { Pattern } from '../model/cluster.ts';
import type { LogEntry } from '../model/entry.ts';
import type { Run } from '../model/run.ts';

/** When the day ends that every scenario looks at (fixtures/scenarios), and how long it is. */
const UNTIL = Date.parse('2025-10-08T12:00:00Z');
const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** Moves a time of a run to where it stands in a scenario, whose day is always the same: `2025-10-07 14:05`, in UTC. */
export function createShift({ until }: Run['window']): (time: string) => string {
  const shift = UNTIL - Date.parse(until);
  return (time) => written(Date.parse(time) + shift);
}

/** The same for a time in the window, of which the scenario knows the last day only. */
function createClamp(window: Run['window']): (time: string) => string {
  const shift = UNTIL - Date.parse(window.until);
  return (time) => written(Math.min(Math.max(Date.parse(time) + shift, UNTIL - DAY_MS), UNTIL - MINUTE_MS));
}

function written(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
}

/** More entries than these make a scenario slow, and tell no more. */
const MOST_ENTRIES = 2_000;

/**
 * A pattern as a scenario plants it, for each revision that logged it: the examples that were kept, in turn, as often as
 * the pattern was counted. The entries themselves are not kept.
 */
export function plantPattern(pattern: Pattern, { window }: Pick<Run, 'window'>): object[] {
  const { facts, example } = pattern;
  const clamp = createClamp(window);
  const [service] = facts.services;
  const spans = facts.revisions.length > 0 ? facts.revisions : [{ ...facts, name: '' }];
  return spans.map(({ name, count, firstSeen, lastSeen }) => ({
    ...textOf(pattern),
    severity: pattern.severity === 'EMERGENCY' ? 'ALERT' : pattern.severity,
    count: Math.min(count, MOST_ENTRIES),
    from: clamp(firstSeen),
    to: clamp(lastSeen),
    ...(service !== undefined && service.name !== '' && { service: service.name }),
    ...(name !== '' && { revision: name }),
    ...placeOf(example),
  }));
}

/** A text that stands in every entry of the pattern: the longest part that never changes. */
export function aboutOf(pattern: Pattern): string {
  const parts = (sharedText(pattern) ?? pattern.template.split('<*>')).map((part) => part.trim());
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  return longest === '' ? messageOf(pattern.example).slice(0, 80) : longest;
}

function textOf({ examples, example }: Pattern): object {
  const { httpRequest, jsonPayload, textPayload } = example;
  if (httpRequest !== undefined && !hasText(example)) return { request: requestOf(httpRequest) };
  const texts = [...new Set(examples.map(messageOf))];
  const [first = ''] = texts;
  const rest = Object.entries(jsonPayload ?? {}).filter(([key, value]) => key !== 'message' && value !== first);
  return {
    // The slot keeps what looks like a slot in a text from being filled.
    message: '{text}',
    values: { text: texts },
    ...(textPayload !== undefined && { payload: 'text' }),
    ...(rest.length > 0 && textPayload === undefined && { fields: Object.fromEntries(rest) }),
  };
}

function requestOf({ requestMethod, requestUrl, status, latency }: NonNullable<LogEntry['httpRequest']>): object {
  const url = String(requestUrl ?? '/');
  return {
    method: String(requestMethod ?? 'GET'),
    path: URL.canParse(url) ? new URL(url).pathname : url,
    status: Number(status ?? 500),
    ...(typeof latency === 'string' && { latency }),
  };
}

function placeOf({ sourceLocation }: LogEntry): object {
  const { file, line, function: name } = sourceLocation ?? {};
  if (typeof file !== 'string' || typeof name !== 'string') return {};
  return { source: { file, line: Number(line ?? 0), function: name } };
}
