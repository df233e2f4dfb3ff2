import type { Code } from 'mdast';
import { messageOf } from '../collect/message.ts';
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
/** What lies deeper is left out, but for the way to what the message was read from. */
const DEEPEST = 4;
const DEEPEST_MESSAGE = 12;
/** Of the message, where the way to it is looked for. */
const LONGEST_MESSAGE = 2_000;
/** Parts of an entry that are looked at for it. */
const MOST_LOOKS = 1_000;
/** A shorter text stands in many a message by chance. */
const LEAST_TOLD = 4;

/** An entry as JSON, trimmed to what matters: nothing empty, nothing said twice, long values cut. */
export function entryExample(entry: LogEntry): Code {
  const reader: Reader = { message: messageOf(entry).slice(0, LONGEST_MESSAGE), said: new Set(), looks: 0 };
  const trimmed = Object.fromEntries(
    KEPT.flatMap((key) => {
      const value = trim(entry[key], reader, 0);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return fence('json', sanitiseCode(JSON.stringify(trimmed, null, 2)));
}

interface Reader {
  readonly message: string;
  /** Long texts that stood further up. */
  readonly said: Set<string>;
  /** Parts that were looked at for what stands in the message. */
  looks: number;
}

function trim(value: unknown, reader: Reader, depth: number): unknown {
  if (typeof value === 'string') return trimString(value, reader.said);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const isDeep = depth >= DEEPEST;
  if (isDeep && !tells(value, reader, depth)) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((item: unknown) => trim(item, reader, depth + 1) ?? null);
    return items.length < value.length ? [...items, `… ${value.length - items.length} more`] : items;
  }
  const fields = Object.entries(value)
    .filter(([key, field]) => !ECHOES.includes(key) && (!isDeep || tells(field, reader, depth + 1)))
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const kept = fields.slice(0, MOST_ITEMS).flatMap(([key, field]) => {
    const trimmed = trim(field, reader, depth + 1);
    return trimmed === undefined ? [] : [[key, trimmed] as const];
  });
  if (kept.length === 0) return undefined;
  const more = fields.length > MOST_ITEMS ? [['…', `${fields.length - MOST_ITEMS} more`] as const] : [];
  return Object.fromEntries([...kept, ...more]);
}

/** Whether something in it stands in the message. */
function tells(value: unknown, reader: Reader, depth: number): boolean {
  reader.looks += 1;
  if (reader.looks > MOST_LOOKS) return false;
  if (typeof value === 'string') return isTold(value, reader.message);
  if (typeof value !== 'object' || value === null || depth > DEEPEST_MESSAGE) return false;
  return Object.values(value)
    .slice(0, MOST_ITEMS)
    .some((part) => tells(part, reader, depth + 1));
}

function isTold(text: string, message: string): boolean {
  const told = text.slice(0, LONGEST_MESSAGE + 1).trim();
  return told.length >= LEAST_TOLD && message.includes(told);
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
