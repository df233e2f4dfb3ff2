import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const MOST_TURNS = 6;

/**
 * The fastest of a few turns in milliseconds, and how fast it has to be: `wanted`, or so many times what Node takes with
 * nothing to do where even that is slow to start. Other tests share the machine: once it is fast, it can be.
 */
export async function fastest(
  work: () => Promise<unknown>,
  { wanted, timesBare }: { readonly wanted: number; readonly timesBare: number },
): Promise<{ time: number; most: number }> {
  const timed = async (step: () => Promise<unknown>): Promise<number> => {
    const started = performance.now();
    await step();
    return performance.now() - started;
  };
  let [time, bare] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const most = (): number => Math.max(wanted, timesBare * bare);
  for (let turn = 0; turn < MOST_TURNS && (turn < 2 || time >= most()); turn += 1) {
    time = Math.min(time, await timed(work));
    bare = Math.min(bare, await timed(() => execute(process.execPath, ['-e', '0'])));
  }
  return { time, most: most() };
}
