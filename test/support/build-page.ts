import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readPage } from '../../src/web/server/page.ts';

/** Makes the review page what `npm ci` leaves, where it is not there. */
export function buildPage(): void {
  if (readPage() !== null) return;
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  execFileSync('npm', ['run', 'build:web'], { cwd, stdio: 'ignore' });
}
