import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Life } from './die-at-await.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without, every start strips all types anew. */
const COMPILE_CACHE = new URL('../../../src/compile-cache.js', import.meta.url).href;

/**
 * Starts a script of this folder under the same Node; with a `life` its end is up to die-at-await.ts. Its store is a
 * file, or on `database`.
 */
export function startScript(
  name: 'post-draft' | 'take-reads' | 'take-run-ids' | 'triage-demo',
  args: readonly string[],
  life: Life | null = null,
  database = '',
): { child: ChildProcess; ended: Promise<Ended> } {
  const scripts = {
    'post-draft': new URL('./post-draft.ts', import.meta.url),
    'take-reads': new URL('./take-reads.ts', import.meta.url),
    'take-run-ids': new URL('./take-run-ids.ts', import.meta.url),
    'triage-demo': new URL('./triage-demo.ts', import.meta.url),
  };
  const preloads = [COMPILE_CACHE, ...(life === null ? [] : [new URL('./die-at-await.ts', import.meta.url).href])];
  const imports = preloads.flatMap((url) => ['--import', url]);
  const child = spawn(process.execPath, [...imports, fileURLToPath(scripts[name]), ...args], {
    env: { ...process.env, DATABASE_URL: database, ...(life !== null && { LIFE: JSON.stringify(life) }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}
