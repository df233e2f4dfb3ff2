/** A reason to put patterns into one cluster. */
export interface Link {
  /** Indexes of patterns. */
  readonly members: readonly number[];
  /** The reason in words, for `rules`. */
  readonly rule: string;
}

const LONGEST_QUOTATION = 160;

/** Text of a log line as it may stand in a rule: one line, not too long. */
export function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line.slice(0, 2 * LONGEST_QUOTATION)];
  if (characters.length <= LONGEST_QUOTATION && line.length <= 2 * LONGEST_QUOTATION) return line;
  return `${characters.slice(0, LONGEST_QUOTATION - 1).join('')}…`;
}
