import { closeSync, openSync, writeSync } from 'node:fs';
import { createEntries } from './entries/entries.ts';

/** Characters gathered before they are written. */
const PIECE = 2 ** 20;
const SEED = 42;

/** Writes `count` entries as NDJSON in constant memory, the same ones every time. */
export function generateEntries(path: string, count: number): void {
  const next = createEntries(SEED);
  const file = openSync(path, 'w');
  try {
    let gathered = '';
    for (let index = 0; index < count; index += 1) {
      gathered += `${next().json}\n`;
      if (gathered.length < PIECE) continue;
      writeSync(file, gathered);
      gathered = '';
    }
    writeSync(file, gathered);
  } finally {
    closeSync(file);
  }
}
