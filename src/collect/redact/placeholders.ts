import { hash } from 'node:crypto';
import type { Span } from './spans.ts';

const KINDS = [
  'email',
  'ip',
  'jwt',
  'bearer',
  'basic-auth',
  'google-api-key',
  'google-oauth',
  'github-token',
  'gitlab-token',
  'npm-token',
  'slack-token',
  'anthropic-key',
  'openai-key',
  'stripe-key',
  'aws-key',
  'private-key',
  'url-credentials',
  'secret',
  'cookie',
  'card',
  'iban',
  'ssn',
  'phone',
];

/** Distinct values whose placeholder is remembered; beyond that they are computed again. */
const REMEMBERED = 10_000;

export interface Placeholders {
  /** `[email-3f9a]`: the kind, and four hex digits of a keyed hash, so that equal values look equal and no more. */
  make(kind: string, value: string): string;
  /** Where placeholders stand in a text, in rising order. */
  find(text: string): { start: number; end: number }[];
}

/** What makes placeholders worthless elsewhere; a function is asked once, for the first of them. */
export type PlaceholderKey = Buffer | string | (() => Buffer);

export function createPlaceholders(key: PlaceholderKey, customKinds: readonly string[]): Placeholders {
  const known = [...KINDS, ...customKinds].join('|');
  const placeholder = new RegExp(`\\[(?:${known})-[0-9a-f]{4}\\]`, 'g');
  const remembered = new Map<string, Map<string, string>>();
  let size = 0;
  const shortHash = createShortHash(key);

  return {
    make(kind, value) {
      let known = remembered.get(kind);
      const before = known?.get(value);
      if (before !== undefined) return before;
      const made = `[${kind}-${shortHash(`${kind}\0${value}`)}]`;
      if (size >= REMEMBERED) {
        remembered.clear();
        known = undefined;
        size = 0;
      }
      if (known === undefined) {
        known = new Map();
        remembered.set(kind, known);
      }
      known.set(withoutItsLine(value), made);
      size += 1;
      return made;
    },
    find(text) {
      if (!text.includes('[')) return [];
      const places: { start: number; end: number }[] = [];
      placeholder.lastIndex = 0;
      while (placeholder.test(text)) {
        const end = placeholder.lastIndex;
        places.push({ start: text.lastIndexOf('[', end - 1), end });
      }
      return places;
    },
  };
}

/** A slice would keep the whole line it was cut from in memory; a slice of a copy keeps one letter more than it needs. */
function withoutItsLine(value: string): string {
  return ` ${value}`.slice(1);
}

/**
 * Four hex digits of SHA-256 over the key and the text. HMAC's second hash guards against whoever knows a whole digest and
 * goes on hashing from it; 16 of its 256 bits show nothing to go on from. They do not show the value either: without the
 * key all values are as likely, and one placeholder stands for any value in 65,536. The key comes as its own hash, so it
 * has one length, and no other key and text make the same input.
 */
function createShortHash(key: PlaceholderKey): (text: string) => string {
  let prefix: string | null = null;
  return (text) => {
    prefix ??= hash('sha256', typeof key === 'function' ? key() : key, 'hex');
    return hash('sha256', prefix + text, 'hex').slice(0, 4);
  };
}

const HAS_CONTENT = /[\p{L}\p{N}]/u;

/**
 * Replaces the spans (in rising order, without overlaps) by placeholders. What is a placeholder already stays: where a
 * span covers one, only the rest of it is replaced. Returns the text itself where nothing was left to do.
 */
export function replaceSpans(
  text: string,
  spans: readonly Span[],
  placeholders: Placeholders,
  onReplace: () => void,
): string {
  if (spans.length === 0) return text;
  const taken = placeholders.find(text);
  let result = '';
  let done = 0;
  let from = 0;
  for (const span of spans) {
    while ((taken[from]?.end ?? Number.POSITIVE_INFINITY) <= span.start) from += 1;
    let to = from;
    while ((taken[to]?.start ?? Number.POSITIVE_INFINITY) < span.end) to += 1;
    if (to === from) {
      result += text.slice(done, span.start) + placeholders.make(span.kind, span.value);
      done = span.end;
      onReplace();
      continue;
    }
    const overlapping = taken.slice(from, to);
    for (const part of partsOutside(span, overlapping)) {
      const value = text.slice(part.start, part.end);
      if (!HAS_CONTENT.test(value)) continue;
      result += text.slice(done, part.start) + placeholders.make(span.kind, value);
      done = part.end;
      onReplace();
    }
  }
  return done === 0 ? text : result + text.slice(done);
}

function partsOutside(span: Span, places: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let start = span.start;
  for (const place of places) {
    if (place.start > start) parts.push({ start, end: place.start });
    start = Math.max(start, place.end);
  }
  if (start < span.end) parts.push({ start, end: span.end });
  return parts;
}
