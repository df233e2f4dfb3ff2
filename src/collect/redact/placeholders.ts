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

export function createPlaceholders(key: Buffer | string, customKinds: readonly string[]): Placeholders {
  const known = [...KINDS, ...customKinds].join('|');
  const placeholder = new RegExp(`\\[(?:${known})-[0-9a-f]{4}\\]`, 'g');
  const remembered = new Map<string, string>();
  const hmac = createHmacSha256(key);

  return {
    make(kind, value) {
      const id = `${kind}\0${value}`;
      const before = remembered.get(id);
      if (before !== undefined) return before;
      const made = `[${kind}-${hmac(id).slice(0, 4)}]`;
      if (remembered.size >= REMEMBERED) remembered.clear();
      // A slice would keep the whole line it was cut from in memory; a copy does not.
      remembered.set(Buffer.from(id, 'utf16le').toString('utf16le'), made);
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

/** HMAC (RFC 2104) by one-shot hashes; node's Hmac object costs ten times as much for so short a text. Hex digits. */
function createHmacSha256(key: Buffer | string): (text: string) => string {
  const bytes = typeof key === 'string' ? Buffer.from(key, 'utf8') : key;
  const block = Buffer.alloc(64);
  (bytes.length > block.length ? hash('sha256', bytes, 'buffer') : bytes).copy(block);
  const inner = block.map((byte) => byte ^ 0x36);
  const outer = block.map((byte) => byte ^ 0x5c);
  return (text) => {
    const digest = hash('sha256', Buffer.concat([inner, Buffer.from(text, 'utf8')]), 'buffer');
    return hash('sha256', Buffer.concat([outer, digest]), 'hex');
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
    const overlapping = taken.slice(from, to);
    for (const part of partsOutside(span, overlapping)) {
      const value = overlapping.length === 0 ? span.value : text.slice(part.start, part.end);
      if (overlapping.length > 0 && !HAS_CONTENT.test(value)) continue;
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
