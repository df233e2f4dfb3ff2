/** `npm run bench`: time and peak memory of `cluster` on 100,000 and on 1,000,000 entries, in one run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateEntries } from './generate.ts';

const PEAK = fileURLToPath(new URL('./peak.ts', import.meta.url));
/** The flag of `npm run gardener` and of the package's first line. */
const AS_SHIPPED = ['--max-semi-space-size=8'];
/** V8 takes memory that it does not need; a heap this small shows what is needed. */
const SMALL_HEAP = [...AS_SHIPPED, '--max-old-space-size=64'];

const folder = mkdtempSync(join(tmpdir(), 'log-gardener-bench-'));

/** Peak resident memory in MiB and seconds of one run in a process of its own. */
function measure(flags: readonly string[], path: string): { peak: number; seconds: number; clusters: number } {
  const started = performance.now();
  const options = ['--min-severity', 'DEFAULT', '--json', '--state', join(folder, 'state')];
  const run = spawnSync(process.execPath, [...flags, PEAK, 'cluster', path, ...options], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) throw new Error(`cluster ended with ${run.status}: ${run.stderr}`);
  return {
    peak: Number(/peak (\d+)/.exec(run.stderr)?.[1]),
    seconds: (performance.now() - started) / 1000,
    clusters: JSON.parse(run.stdout).clusters.length,
  };
}

try {
  const counts = [100_000, 1_000_000];
  for (const count of counts) await generateEntries(join(folder, `${count}.ndjson`), count);
  for (const [name, flags] of [
    ['as shipped', AS_SHIPPED],
    ['in a heap of 64 MiB', SMALL_HEAP],
  ] as const) {
    const peaks = counts.map((count) => {
      const path = join(folder, `${count}.ndjson`);
      const { peak, seconds, clusters } = measure(flags, path);
      const bytes = Math.round(statSync(path).size / count);
      const entries = `${count.toLocaleString('en-US').padStart(9)} entries of ${bytes} bytes`;
      console.log(`${name}: ${entries}: ${seconds.toFixed(1)} s, peak ${peak} MiB, ${clusters} clusters`);
      return peak;
    });
    const [small = 0, large = 0] = peaks;
    console.log(`${name}: peak of 1,000,000 / peak of 100,000 = ${(large / small).toFixed(2)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
