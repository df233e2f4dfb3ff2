/**
 * `node bench/bare.ts FILE`: what it takes to read a file and JSON.parse every line of it, done the quickest way
 * that is still plain: pieces of 1 MiB read one after the other, cut at line ends, each line decoded as UTF-8 and parsed.
 * Then the same for lines that are in memory as strings (the first 200,000). Prints a line of JSON.
 */
import { closeSync, openSync, readSync } from 'node:fs';

const PIECE = 2 ** 20;
const NEWLINE = 10;
const IN_MEMORY = 200_000;

/** Reads no line longer than a piece; the generator makes none. */
function eachLine(path: string, onLine: (line: string) => boolean): void {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(PIECE);
  let kept = 0;
  try {
    for (;;) {
      const read = readSync(file, buffer, kept, PIECE - kept, null);
      if (read === 0) return;
      const piece = buffer.subarray(0, kept + read);
      let from = 0;
      for (let to = piece.indexOf(NEWLINE); to >= 0; to = piece.indexOf(NEWLINE, from)) {
        if (!onLine(piece.toString('utf8', from, to))) return;
        from = to + 1;
      }
      buffer.copyWithin(0, from, piece.length);
      kept = piece.length - from;
    }
  } finally {
    closeSync(file);
  }
}

/** Every parsed entry is looked at, so that nothing is left out as unused. */
function parse(line: string): number {
  return JSON.parse(line).insertId.length;
}

const [path = ''] = process.argv.slice(2);
let entries = 0;
let looked = 0;
const cpuBefore = process.cpuUsage();
const started = performance.now();
eachLine(path, (line) => {
  looked += parse(line);
  entries += 1;
  return true;
});
const milliseconds = performance.now() - started;
const { user, system } = process.cpuUsage(cpuBefore);

const lines: string[] = [];
eachLine(path, (line) => lines.push(line) < IN_MEMORY);
const begun = performance.now();
for (const line of lines) looked += parse(line);
const parseOnly = ((performance.now() - begun) / lines.length) * entries;
console.log(JSON.stringify({ milliseconds, cpu: (user + system) / 1000, parseOnly, entries, looked }));
