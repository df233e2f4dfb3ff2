import { Readable } from 'node:stream';
import { runProgram } from '../../src/cli/program.ts';
import type { Finished, GardenerOptions } from './run-gardener.ts';

/** What a command may find of this machine, as in a process of its own. */
const KEPT = ['PATH', 'HOME'];

/**
 * Runs a command in this process: the same as `runGardener` says, without the half second that a process takes to start.
 * For what neither ends by a signal nor asks a terminal; that main.ts starts it all is shown by those that start one.
 * One command at a time: it lends out this process's folder, environment and streams.
 */
export async function runHere(args: readonly string[], options: GardenerOptions = {}): Promise<Finished> {
  const { stdout, stderr, stdin, env } = process;
  const folder = process.cwd();
  const said = { stdout: '', stderr: '' };
  const listen = (name: 'stdout' | 'stderr'): typeof stdout.write => {
    return (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      const told = rest.find((one) => typeof one === 'function');
      if (told) process.nextTick(() => told());
      return true;
    };
  };
  const kept = Object.fromEntries(KEPT.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  const write = { stdout: stdout.write, stderr: stderr.write };
  process.chdir(options.cwd ?? folder);
  process.env = { ...kept, ...options.env };
  Object.defineProperty(process, 'stdin', {
    value: Readable.from([Buffer.from(options.stdin ?? '')]),
    configurable: true,
  });
  stdout.write = listen('stdout');
  stderr.write = listen('stderr');
  try {
    const code = await runProgram(['node', 'log-gardener', ...args]);
    return { code, signal: null, ...said };
  } finally {
    Object.assign(stdout, { write: write.stdout });
    Object.assign(stderr, { write: write.stderr });
    Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
    process.env = env;
    process.chdir(folder);
  }
}
