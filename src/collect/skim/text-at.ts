import { mendMojibake } from '../mojibake.ts';
import { ESCAPED } from './json-bytes.ts';

/** A text between its quotation marks in JSON, mended. `how` says what it is written with; see json-bytes.ts. */
export function textAt(bytes: Buffer, start: number, end: number, how: number): string {
  if (how === 0) return bytes.toString('latin1', start, end);
  const text =
    (how & ESCAPED) === 0
      ? bytes.toString('utf8', start, end)
      : String(JSON.parse(bytes.toString('utf8', start - 1, end + 1)));
  return mendMojibake(text);
}
