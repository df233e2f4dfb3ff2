import { closeSync, createReadStream, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { SourceError } from '../model/errors.ts';
import { KEPT_OF_MALFORMED } from './file/splitter.ts';
import { field } from './json-fields.ts';
import type { Redactor } from './redact.ts';
import { holdsSecret, redactOutgoing } from './redact-outgoing.ts';

/** A secret that the cut has halved is known by its form no more, so this much of a cut text goes too. */
const MARGIN = 512;
/** Characters that are looked at in one go: a call costs much more than a line. */
const BATCH = 64 * 1024;

/**
 * The file that malformed lines go to: NDJSON of `{ source, line, reason, text }`, the text redacted and at most its
 * first 64 KiB. It is made, readable by its owner only, with the first line.
 *
 * A line is written at once, read by the fast scanner alone, so that none is lost whatever happens. `close` puts a file
 * in its place that is as clean as what leaves the machine.
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
        const kept = { source: redactor.text(source), line, reason, text: redactMalformed(text, redactor) };
        writeSync(file, `${JSON.stringify(kept)}\n`);
      } catch (error) {
        throw notSetAside(path, error);
      }
    },
    /** @throws SourceError where the file cannot be read or written */
    async close(): Promise<void> {
      if (path === null || file === null) return;
      closeSync(file);
      file = null;
      try {
        await clean(path, redactor);
      } catch (error) {
        throw notSetAside(path, error);
      }
    },
    /** The path, or null where nothing was set aside. */
    path: (): string | null => (used ? path : null),
  };
}

function notSetAside(path: string, error: unknown): SourceError {
  const why = error instanceof Error ? error.message : String(error);
  return new SourceError(`Malformed lines cannot be set aside in ${path}: ${why}. Choose another --state folder.`, {
    cause: error,
  });
}

/** The text of a malformed piece as it may lie on disk; where it was cut, its end goes too. Twice is as good as once. */
export function redactMalformed(text: string, redactor: Redactor): string {
  const cut = Buffer.byteLength(text) >= KEPT_OF_MALFORMED;
  const redacted = redactor.text(
    text.replace(ESCAPED_ASCII, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))).replaceAll('\\/', '/'),
  );
  return cut ? redacted.slice(0, -MARGIN) : redacted;
}

/** In JSON that does not parse, `\u0040` is still an `@`; quotes and control characters stay escaped. */
const ESCAPED_ASCII = /\\u00(2[1-9a-f]|[3-6][0-9a-f]|7[0-9a-e])/gi;

/** Reads the file once more, in constant memory, with everything that outgoing text is read with. */
async function clean(path: string, redactor: Redactor): Promise<void> {
  const beside = `${path}.clean`;
  const file = openSync(beside, 'w', 0o600);
  try {
    for await (const lines of batchesOf(path)) {
      const dirty = await holdsSecret(lines.flatMap(textsOf).join('\n'));
      for (const line of lines) writeSync(file, `${dirty ? await cleanLine(line, redactor) : line}\n`);
    }
    closeSync(file);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

async function* batchesOf(path: string): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: BATCH })) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines;
  }
}

function textsOf(line: string): string[] {
  const kept: unknown = JSON.parse(line);
  return [String(field(kept, 'source')), String(field(kept, 'text'))];
}

async function cleanLine(line: string, redactor: Redactor): Promise<string> {
  const [source = '', text = ''] = textsOf(line);
  const clean = { source: await redactOutgoing(source, redactor), text: await redactOutgoing(text, redactor) };
  return JSON.stringify({ ...JSON.parse(line), ...clean });
}
