import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clearMalformed } from '../../src/triage/clear-malformed.ts';
import { runGardener } from '../support/run-gardener.ts';
import { temporaryFolder } from '../support/store.ts';

it('keeps what the last 19 runs set aside, 20 with the one that begins, whatever they are called, and all that is not ours', () => {
  const folder = join(temporaryFolder(), 'malformed');
  mkdirSync(folder);
  const ofRun = (nth: number): string => `run-${(nth * 7) % 30}.ndjson${nth === 3 ? '.clean' : ''}`;
  for (let nth = 0; nth < 30; nth += 1) {
    writeFileSync(join(folder, ofRun(nth)), '{}\n');
    utimesSync(join(folder, ofRun(nth)), 1_000 + nth, 1_000 + nth);
  }
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  utimesSync(join(folder, 'notes.txt'), 1, 1);
  clearMalformed(folder);
  const last = Array.from({ length: 19 }, (_, index) => ofRun(index + 11));
  expect(readdirSync(folder).sort()).toEqual(['notes.txt', ...last].sort());
});

it('has nothing to do where no run set anything aside', () => {
  const folder = join(temporaryFolder(), 'malformed');
  expect(() => clearMalformed(folder)).not.toThrow();
});

it('is done by every run, which keeps its own', async () => {
  const cwd = temporaryFolder();
  const folder = join(cwd, '.log-gardener', 'malformed');
  mkdirSync(folder, { recursive: true });
  for (let nth = 0; nth < 25; nth += 1) writeFileSync(join(folder, `${nth}.ndjson`), '{}\n');
  writeFileSync(join(cwd, 'logs.ndjson'), 'no entry at all\n');
  const args = ['triage', '--source', 'logs.ndjson', '--investigator', 'rules', '--now', '2025-01-01T00:00:00Z'];
  await runGardener(args, { cwd });
  const kept = readdirSync(folder);
  expect(kept).toHaveLength(20);
  expect(kept).toContain('2025-01-01T00-00-00Z.ndjson');
});
