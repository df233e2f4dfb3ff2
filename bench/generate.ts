import { closeSync, openSync, writeSync } from 'node:fs';
import { createEntries } from './entries/entries.ts';
import { plantSecret } from './entries/secrets.ts';

/** Characters gathered before they are written. */
const PIECE = 2 ** 20;
const SEED = 42;

/**
 * Writes `count` entries as NDJSON in constant memory, the same ones every time.
 *
 * @param planted of how many entries in a thousand the message ends in a secret, beside those that have one anyway
 */
export function generateEntries(path: string, count: number, planted = 0): void {
  const next = createEntries(SEED);
  const file = openSync(path, 'w');
  try {
    let gathered = '';
    let secrets = 0;
    for (let index = 0; index < count; index += 1) {
      const { json } = next();
      const isDue = secrets < ((index + 1) * planted) / 1000;
      const withSecret = isDue ? plantSecret(json, secrets) : null;
      if (withSecret !== null) secrets += 1;
      gathered += `${withSecret ?? json}\n`;
      if (gathered.length < PIECE) continue;
      writeSync(file, gathered);
      gathered = '';
    }
    writeSync(file, gathered);
  } finally {
    closeSync(file);
  }
}
