import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** As `npm run gardener` has it: without, every start strips all types anew. */
const COMPILE_CACHE = new URL('../../src/compile-cache.js', import.meta.url).href;

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GardenerOptions {
  readonly cwd?: string;
  /** Beside PATH and HOME; nothing else of this machine's environment reaches the program. */
  readonly env?: Record<string, string>;
  readonly stdin?: string | Uint8Array;
}

/** Runs the program as a user would: a process of its own, from the checkout's sources. */
export function runGardener(args: readonly string[], options: GardenerOptions = {}): Promise<Finished> {
  return startGardener(args, options).finished;
}

interface Started {
  readonly finished: Promise<Finished>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** What it said so far. */
  readonly stderr: () => string;
  /** Waits until stderr says this; throws what it said where the program ended first. */
  readonly heard: (what: RegExp) => Promise<string>;
}

/** The same, for a test that stops it on its way, or reads what it said so far. */
export function startGardener(args: readonly string[], options: GardenerOptions = {}): Started {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--import', COMPILE_CACHE, MAIN, ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { PATH, HOME, ...options.env },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {
    // The program may end before it has read its input; its exit code says whether that was right.
  });
  child.stdin.end(options.stdin ?? '');
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const heard = (what: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = (): void => {
        const [said] = what.exec(stderr) ?? [];
        if (said !== undefined) resolve(said);
      };
      child.stderr.on('data', look);
      look();
      child.on('close', () => reject(new Error(`it ended before it said ${what}: ${stderr}`)));
    });
  return { finished, kill: (signal) => child.kill(signal), stderr: () => stderr, heard };
}
