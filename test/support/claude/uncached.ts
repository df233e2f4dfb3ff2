import type { MessagesRequest } from './request.ts';

const BYTES_PER_TOKEN = 4;

/** What one conversation sent that no request of it had sent before. */
interface Sent {
  /** The cluster's brief, the first message. */
  readonly brief: string;
  readonly turns: number;
  /** Uncached input in tokens, four bytes to one. */
  readonly tokens: number;
  /** Of these, the system prompt and the tools. */
  readonly prefixTokens: number;
}

/**
 * The input of each conversation that was in no cache, as if each had to write prompt and tools into it too: what the
 * request before did not hold. Conversations run at once, so that each is told by its first message.
 *
 * @throws Error where a request does not begin with all of the one before, so that nothing of it comes from the cache
 */
export function uncachedInput(requests: readonly MessagesRequest[]): Sent[] {
  const conversations = new Map<string, { held: string; turns: number; bytes: number; prefix: number }>();
  for (const { system, tools, messages } of requests) {
    const brief = JSON.stringify(messages[0]);
    const prefix = withoutMarks([tools, system]);
    const text = `${prefix}${messages.map(withoutMarks).join('')}`;
    const before = conversations.get(withoutMarks(brief)) ?? { held: '', turns: 0, bytes: 0, prefix: prefix.length };
    if (!text.startsWith(before.held)) throw new Error(`Turn ${before.turns + 1} does not begin with the one before`);
    const bytes = before.bytes + Buffer.byteLength(text.slice(before.held.length));
    conversations.set(withoutMarks(brief), { ...before, held: text, turns: before.turns + 1, bytes });
  }
  return [...conversations].map(([brief, { turns, bytes, prefix }]) => ({
    brief,
    turns,
    tokens: Math.ceil(bytes / BYTES_PER_TOKEN),
    prefixTokens: Math.ceil(prefix / BYTES_PER_TOKEN),
  }));
}

/** Of an uneven number the middle one, else the higher of the two in the middle. */
export function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function withoutMarks(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replaceAll(',"cache_control":{"type":"ephemeral"}', '');
}
