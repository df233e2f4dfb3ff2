import { type Choice, type Reading, readParsed } from './reading.ts';
import type { Redactor } from './redact.ts';
import { createSkimReader } from './skim/read-skimmed.ts';
import { splitPartOf } from './split-part.ts';

/**
 * Reads one record of a source: straight off its bytes where that is possible, else the whole of it parsed.
 *
 * @returns the reading; a text that says why it is no entry; or null where it is not even JSON
 */
export function createEntryReader(choice: Choice, redactor: Redactor) {
  const skim = createSkimReader(choice, redactor);
  return (bytes: Buffer, start: number, end: number): Reading | string | null => {
    const skimmed = skim(bytes, start, end);
    if (skimmed !== null) return skimmed;
    const json = bytes.toString('utf8', start, end);
    const parsed = parseJson(json);
    if (parsed === undefined) return null;
    const reading = readParsed(parsed, json, choice, redactor);
    const part = typeof reading === 'string' ? null : splitPartOf(parsed, json);
    return typeof reading === 'string' || part === null ? reading : { ...reading, part };
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // JSON has no undefined, so this says "not JSON".
    return undefined;
  }
}
