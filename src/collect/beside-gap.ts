import type { LogEntry } from '../model/entry.ts';
import { mapStrings } from './map-strings.ts';

/** What may hold a text that was cut. */
const PAYLOADS = ['textPayload', 'jsonPayload', 'protoPayload'] as const;
const HIDDEN = '[cut]';

/** A part of an entry and its place among all parts. */
export interface PlacedPart {
  readonly index: number;
  readonly part: LogEntry;
}

/**
 * The parts of an entry of which some are missing, in their order, without the words that touch a gap: such a word may be
 * the half of a secret, which nobody can tell for one. Texts that another part repeats were not cut.
 */
export function hideBesideGaps(parts: readonly PlacedPart[], total: number): LogEntry[] {
  const held = new Set(parts.map(({ index }) => index));
  const texts = parts.map(({ part }) => textsOf(part));
  return parts.map(({ index, part }, at) => {
    const isRepeated = (text: string): boolean => texts.some((others, other) => other !== at && others.has(text));
    const before = index > 0 && !held.has(index - 1);
    const behind = index + 1 < total && !held.has(index + 1);
    if (!before && !behind) return part;
    const hide = (text: string, key: string): string =>
      key.startsWith('@') || isRepeated(text) ? text : withoutEdges(text, before, behind);
    const payloads = PAYLOADS.filter((name) => part[name] !== undefined);
    return {
      ...part,
      ...Object.fromEntries(payloads.map((name) => [name, mapStrings(part[name], { text: hide, key: (key) => key })])),
    };
  });
}

function textsOf(part: LogEntry): Set<string> {
  const texts = new Set<string>();
  const note = (text: string): string => {
    texts.add(text);
    return text;
  };
  for (const name of PAYLOADS) mapStrings(part[name], { text: note, key: (key) => key });
  return texts;
}

function withoutEdges(text: string, before: boolean, behind: boolean): string {
  let start = 0;
  let end = text.length;
  if (before) while (start < end && isInWord(text, start)) start += 1;
  if (behind) while (end > start && isInWord(text, end - 1)) end -= 1;
  return `${start > 0 ? HIDDEN : ''}${text.slice(start, end)}${end < text.length ? HIDDEN : ''}`;
}

function isInWord(text: string, at: number): boolean {
  return /\S/.test(text[at] ?? ' ');
}
