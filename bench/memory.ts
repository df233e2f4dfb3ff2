/** `npm run bench`: time and peak memory of `cluster` on 100,000 and on 1,000,000 entries, in one run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateEntries } from './generate.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-gardener-bench-'));
try {
  const peaks: number[] = [];
  for (const count of [100_000, 1_000_000]) {
    const path = join(folder, `${count}.ndjson`);
    await generateEntries(path, count);
    const started = performance.now();
    // The flag of `npm run gardener` and of the package's first line.
    const args = [
      '--max-semi-space-size=8',
      fileURLToPath(new URL('./peak.ts', import.meta.url)),
      'cluster',
      path,
      '--min-severity',
      'DEFAULT',
      '--json',
      '--state',
      join(folder, 'state'),
    ];
    const run = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    const seconds = (performance.now() - started) / 1000;
    if (run.status !== 0) throw new Error(`cluster ended with ${run.status}: ${run.stderr}`);
    const peak = Number(/peak (\d+)/.exec(run.stderr)?.[1]);
    peaks.push(peak);
    const bytes = Math.round(statSync(path).size / count);
    console.log(
      `${count.toLocaleString('en-US').padStart(9)} entries of ${bytes} bytes: ${seconds.toFixed(1)} s, peak ${peak} MiB, ${JSON.parse(run.stdout).clusters.length} clusters`,
    );
  }
  const [small = 0, large = 0] = peaks;
  console.log(`peak of 1,000,000 / peak of 100,000 = ${(large / small).toFixed(2)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
