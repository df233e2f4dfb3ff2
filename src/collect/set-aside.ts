import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { SourceError } from '../model/errors.ts';
import { KEPT_OF_MALFORMED } from './file/splitter.ts';
import type { Redactor } from './redact.ts';

/** A secret that the cut has halved is known by its form no more, so this much of a cut text goes too. */
const MARGIN = 512;

/**
 * The file that malformed lines go to: NDJSON of `{ source, line, reason, text }`, the text redacted and at most its
 * first 64 KiB. It is made, readable by its owner only, with the first line.
 */
export function createSetAside(path: string | null, redactor: Redactor) {
  let file: number | null = null;
  let used = false;

  return {
    /** @throws SourceError where the file cannot be written */
    add(source: string, line: number, reason: string, text: string): void {
      if (path === null) return;
      try {
        if (file === null) {
          mkdirSync(dirname(path), { recursive: true });
          file = openSync(path, 'w', 0o600);
          used = true;
        }
        writeSync(file, `${JSON.stringify({ source, line, reason, text: presentable(text, redactor) })}\n`);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new SourceError(
          `Malformed lines cannot be set aside in ${path}: ${why}. Choose another --state folder.`,
          {
            cause: error,
          },
        );
      }
    },
    close(): void {
      if (file !== null) closeSync(file);
      file = null;
    },
    /** The path, or null where nothing was set aside. */
    path: (): string | null => (used ? path : null),
  };
}

function presentable(text: string, redactor: Redactor): string {
  const cut = Buffer.byteLength(text) >= KEPT_OF_MALFORMED;
  const redacted = redactor.text(
    text.replace(ESCAPED_ASCII, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  );
  return cut ? redacted.slice(0, -MARGIN) : redacted;
}

/** In JSON that does not parse, `\u0040` is still an `@`; quotes and control characters stay escaped. */
const ESCAPED_ASCII = /\\u00(2[1-9a-f]|[3-6][0-9a-f]|7[0-9a-e])/gi;
