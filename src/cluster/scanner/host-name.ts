import { isLowerCase } from './characters.ts';

/**
 * Last labels that make a dotted lower-case name a host name. Left out on purpose: those that end file names or
 * identifiers more often (`.py`, `.sh`, `.rs`, `.md`, `.id`, `.is`, `.in`, `.me`, `.name`, `.info`).
 */
const LAST_LABELS: ReadonlySet<string> = new Set(
  (
    'com net org edu gov mil int arpa io dev app cloud local localdomain internal intranet lan home corp ' +
    'uk de fr nl eu ch at be it es pt se no dk fi pl cz ru ua tr il jp cn hk tw kr sg au nz ca us mx br ar cl za'
  ).split(' '),
);

/** First labels of reversed names: packages, bundles and broadcast actions, not hosts. */
const PACKAGE_ROOTS: ReadonlySet<string> = new Set('com org net edu gov io dev app de java javax'.split(' '));

/** Whether a dotted name without upper-case letters is a host: `db.example.com`, `api.internal`. */
export function isHostName(text: string, start: number, end: number): boolean {
  const lastDot = text.lastIndexOf('.', end - 1);
  if (lastDot <= start || lastDot > end - 3) return false;
  for (let at = lastDot + 1; at < end; at += 1) if (!isLowerCase(text.charCodeAt(at))) return false;
  if (!LAST_LABELS.has(text.slice(lastDot + 1, end))) return false;
  const firstDot = text.indexOf('.', start);
  return !PACKAGE_ROOTS.has(text.slice(start, firstDot));
}
