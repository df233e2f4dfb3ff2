import { readFileSync } from 'node:fs';

/** A line of a log with a secret in it. */
export interface Positive {
  readonly kind: string;
  readonly text: string;
  readonly secret: string;
  /** The text around the secret. */
  readonly before: string;
  readonly after: string;
}

const FOLDER = new URL('../../fixtures/redaction/', import.meta.url);

/** Lines with a secret each. */
export function readPositives(): Positive[] {
  return rowsOf('positives.tsv').map(([kind, written]) => positive(kind, written));
}

/** Lines that only look as if they held one: `[what it is, the line]`. */
export function readNegatives(): [what: string, text: string][] {
  return rowsOf('negatives.tsv');
}

/** Rows of two columns, without the comment on top. */
function rowsOf(name: string): [string, string][] {
  const lines = readFileSync(new URL(name, FOLDER), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => {
      const tab = line.indexOf('\t');
      return [line.slice(0, tab), line.slice(tab + 1)];
    });
}

/** The secret stands in ‹ ›, cut by ¦ so that no scanner of repositories takes the corpus for a leak. */
function positive(kind: string, written: string): Positive {
  const [before = '', secret = '', after = ''] = written.replaceAll('¦', '').split(/[‹›]/);
  return { kind, secret, before, after, text: before + secret + after };
}
