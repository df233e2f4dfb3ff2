/** `1,234`; up to two decimals. English, whatever the machine speaks. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

/** `2025-09-12 09:14 UTC`. Takes RFC 3339 in any zone. */
export function formatMinute(time: string): string {
  return `${isoOf(time).slice(0, 16).replace('T', ' ')} UTC`;
}

/** `2025-09-12 09:20 to 23:26 UTC`; the day once where it is the same. */
export function formatMinutes(since: string, until: string): string {
  return formatSpan(since, until, 16, ' to ');
}

/** `2025-09-16 00:41:13 – 00:43:00 UTC`; the day once where it is the same. */
export function formatWindow(window: { readonly since: string; readonly until: string }): string {
  return formatSpan(window.since, window.until, 19, ' – ');
}

function formatSpan(since: string, until: string, length: number, between: string): string {
  const [from, to] = [since, until].map((time) => isoOf(time).slice(0, length).replace('T', ' '));
  if (from === to) return `${from} UTC`;
  const sameDay = from?.slice(0, 10) === to?.slice(0, 10);
  return `${from}${between}${sameDay ? to?.slice(11) : to} UTC`;
}

/** `1 file`, `2 files`. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(value)} ${value === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function isoOf(time: string): string {
  return new Date(time).toISOString();
}
