import type { Code } from 'mdast';
import type { LogEntry } from '../model/entry.ts';
import { formatNumber } from '../wording/words.ts';
import { fence } from './markdown.ts';
import { sanitiseCode } from './sanitise.ts';

/** What a reader needs of an entry, in this order. Who logged it and where it ran stands under Technical details. */
const KEPT = ['severity', 'timestamp', 'jsonPayload', 'textPayload', 'protoPayload', 'httpRequest', 'trace'] as const;
const LONGEST_STRING = 1_200;
/** A stack trace says what happened at its end. */
const LONGEST_END = 400;
/** The payload's own copies of what stands above it. */
const ECHOES: readonly string[] = ['timestamp', 'severity'];
const MOST_ITEMS = 20;
const DEEPEST = 4;

/** An entry as JSON, trimmed to what matters: nothing empty, nothing said twice, long values cut. */
export function entryExample(entry: LogEntry): Code {
  const said = new Set<string>();
  const trimmed = Object.fromEntries(
    KEPT.flatMap((key) => {
      const value = trim(entry[key], said, 0);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return fence('json', sanitiseCode(JSON.stringify(trimmed, null, 2)));
}

function trim(value: unknown, said: Set<string>, depth: number): unknown {
  if (typeof value === 'string') return trimString(value, said);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((item: unknown) => trim(item, said, depth + 1) ?? null);
    return items.length < value.length ? [...items, `… ${value.length - items.length} more`] : items;
  }
  const fields = Object.entries(value)
    .filter(([key]) => !ECHOES.includes(key))
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const kept = fields.slice(0, MOST_ITEMS).flatMap(([key, field]) => {
    const trimmed = trim(field, said, depth + 1);
    return trimmed === undefined ? [] : [[key, trimmed] as const];
  });
  if (kept.length === 0) return undefined;
  const more = fields.length > MOST_ITEMS ? [['…', `${fields.length - MOST_ITEMS} more`] as const] : [];
  return Object.fromEntries([...kept, ...more]);
}

/** The message first, whatever the alphabet says. */
function rank(key: string): number {
  return key === 'message' ? 0 : 1;
}

/** A long text that stood further up already is left out: many loggers repeat the message in a second field. */
function trimString(value: string, said: Set<string>): string | undefined {
  if (value === '' || said.has(value)) return undefined;
  if (value.length > 20) said.add(value);
  if (value.length <= LONGEST_STRING) return value;
  const start = value.slice(0, LONGEST_STRING - LONGEST_END).toWellFormed();
  const left = formatNumber(value.length - LONGEST_STRING);
  return `${start} … (${left} characters left out) … ${value.slice(-LONGEST_END).toWellFormed()}`;
}
