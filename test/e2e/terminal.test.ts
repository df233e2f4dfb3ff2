import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ndjson } from '../support/collecting.ts';
import { logEntries } from '../support/log-entries.ts';
import { runGardener } from '../support/run-gardener.ts';

/** Progress goes to stderr, which is a terminal for most people even where stdout is a file. */
const ON_A_TERMINAL = { NODE_OPTIONS: '--import data:text/javascript,process.stderr.isTTY=true' };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-terminal-'));
  writeFileSync(join(folder, 'logs.ndjson'), ndjson(logEntries(50)));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function triage(...args: string[]) {
  return runGardener(['triage', ...args], { cwd: folder, env: ON_A_TERMINAL });
}

describe('triage on a terminal', () => {
  it('keeps stdout for the result', async () => {
    const { code, stdout, stderr } = await triage('--source', 'logs.ndjson', '--json', '--min-severity', 'DEFAULT');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ collected: { entries: 50 } });
    expect(stderr).toMatch(/✔ \d+ clusters? in 50 of 50 entries/);
    expect(stderr).toMatch(/✔ Investigated \d+ clusters?\r?\n/);
    expect(stderr).toMatch(/✔ Worklog written/);
  });

  it('ticks nothing that did not happen', async () => {
    const { code, stdout, stderr } = await triage('--source', 'missing.ndjson');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/✖ Reading the logs/);
    expect(stderr).not.toMatch(/✔/);
    expect(stderr).toMatch(/Error: Cannot read missing\.ndjson: There is no such file\./);
  });

  it('ends when the state folder cannot be opened', async () => {
    const { code, stderr } = await triage('--source', 'logs.ndjson', '--state', 'logs.ndjson/state');
    expect(code).toBe(1);
    // In lines of a terminal's width.
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(/The state folder .* cannot be made/);
  });
});
