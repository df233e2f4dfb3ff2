import { fromTellingLine } from './thread-dump.ts';

/** `Nov 20, 2025 10:00:00 AM com.shop.Pay charge`: when and where, nothing of what. */
const HEAD = /^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M [\w.$]{1,200} \S{1,200}\r?\n(?=\S)/;

/** A text without what stands above its telling line: what java.util.logging writes there, or the threads of a dump. */
export function withoutJavaHead(text: string): string {
  if (!text.includes('\n')) return text;
  const head = HEAD.exec(text.slice(0, 600));
  return head === null ? fromTellingLine(text) : text.slice(head[0].length);
}
