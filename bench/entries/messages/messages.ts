/** The severities that applications give; the order is that of `Messages`. */
export const LEVELS = ['DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type Level = (typeof LEVELS)[number];

/** Templates of messages by severity, one a line; `{name}` is a slot (slots.ts). */
export type Messages = Record<Level, string>;

/** The templates of one severity, without the indentation of the source. */
export function templatesOf(messages: Messages, level: Level): string[] {
  return messages[level]
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
