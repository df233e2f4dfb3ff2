import { codeAt, isLowerCase } from './characters.ts';
import { WordSet } from './word-set.ts';

const DOT = 46;

/**
 * Last labels that make a dotted lower-case name a host name. Left out on purpose: those that end file names or
 * identifiers more often (`.py`, `.sh`, `.rs`, `.md`, `.id`, `.is`, `.in`, `.me`, `.name`, `.info`).
 */
const LAST_LABELS = new WordSet(
  (
    'com net org edu gov mil int arpa io dev app cloud local localdomain internal intranet lan home corp ' +
    'uk de fr nl eu ch at be it es pt se no dk fi pl cz ru ua tr il jp cn hk tw kr sg au nz ca us mx br ar cl za'
  ).split(' '),
);

/** First labels of reversed names: packages, bundles and broadcast actions, not hosts. */
const PACKAGE_ROOTS = new WordSet('com org net edu gov io dev app de java javax'.split(' '));

const LOCALHOST = new WordSet(['localhost']);

/** `localhost`, a host whose name has no dots (https://www.rfc-editor.org/rfc/rfc6761#section-6.3). */
export function isLocalhost(text: Uint16Array, start: number, end: number): boolean {
  return end - start === 9 && LOCALHOST.has(text, start, end);
}

/** Whether a name without upper-case letters is a host: `db.example.com`, `api.internal`, `localhost`. */
export function isHostName(text: Uint16Array, start: number, end: number): boolean {
  let label = end;
  while (label > start && isLowerCase(codeAt(text, label - 1))) label -= 1;
  if (label === start) return isLocalhost(text, start, end);
  if (end - label < 2 || label - 1 <= start || codeAt(text, label - 1) !== DOT) return false;
  if (!LAST_LABELS.has(text, label, end)) return false;
  let firstDot = start;
  while (codeAt(text, firstDot) !== DOT) firstDot += 1;
  return firstDot === start || !PACKAGE_ROOTS.has(text, start, firstDot);
}
