import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LogEntry } from '../../src/model/entry.ts';
import { temporaryFolder } from './store.ts';

/** The ways in which the same entries may stand in a file. */
export const FORMATS = {
  ndjson: (entries: readonly LogEntry[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  'ndjson with CRLF and blank lines': (entries: readonly LogEntry[]) =>
    entries.map((entry) => `${JSON.stringify(entry)}\r\n\r\n`).join(''),
  'ndjson without a last line end': (entries: readonly LogEntry[]) =>
    entries.map((entry) => JSON.stringify(entry)).join('\n'),
  'array as gcloud prints it': (entries: readonly LogEntry[]) => `${JSON.stringify(entries, null, 2)}\n`,
  'array in one line': (entries: readonly LogEntry[]) => JSON.stringify(entries),
  'array, one element a line': (entries: readonly LogEntry[]) =>
    `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`,
  'pretty-printed objects': (entries: readonly LogEntry[]) =>
    entries.map((entry) => `${JSON.stringify(entry, null, 2)}\n`).join(''),
  'objects in one line': (entries: readonly LogEntry[]) => entries.map((entry) => JSON.stringify(entry)).join(''),
  'arrays one after the other': (entries: readonly LogEntry[]) =>
    entries.map((entry) => `${JSON.stringify([entry], null, 2)}\n`).join(''),
} as const;

/** Writes a file into a folder, one that is gone when the test is over if none is named, and returns its path. */
export function tempFile(content: string | Buffer, name = 'export', folder = temporaryFolder()): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export function gzipped(content: string | Buffer): Buffer {
  return gzipSync(content);
}

/** Writes a log of one error into a folder, as `log.ndjson`. */
export function writeJammedTray(folder: string): void {
  const entry = {
    insertId: 'a',
    timestamp: '2025-09-12T22:00:00Z',
    severity: 'ERROR',
    textPayload: 'Tray B is jammed',
  };
  writeFileSync(join(folder, 'log.ndjson'), `${JSON.stringify(entry)}\n`);
}
