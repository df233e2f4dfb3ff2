import { spawn } from 'node:child_process';
import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GARDENER, runGardener } from '../support/run-gardener.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const ONE = 'duplicate-of-open';

const Score = z.object({
  investigator: z.string(),
  repeat: z.int(),
  results: z.array(z.object({ scenario: z.string(), error: z.null(), judged: z.array(z.unknown()).min(1) })),
});

/** A program to its end; stdout closes only when its children have ended too. */
function run(
  command: string,
  args: readonly string[],
  onStderr: (text: string, pid: number) => void = () => undefined,
) {
  const child = spawn(command, args, { cwd: CHECKOUT });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr(stderr, child.pid ?? 0);
  });
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe('eval', { timeout: 60_000 }, () => {
  it('gives the same score as a command and as an npm script', async () => {
    const { code, stdout, stderr } = await runGardener(['eval', '--only', ONE, '--repeat', '2', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Playing 1 scenario with rules.\n' });
    const score = Score.parse(JSON.parse(stdout));
    expect(score).toMatchObject({ investigator: 'rules', repeat: 2 });
    expect(score.results.map(({ scenario }) => scenario)).toEqual([ONE, ONE]);

    const args = ['run', '--silent', 'eval', '--', '--only', ONE, '--repeat', '2', '--json'];
    const byNpm = await run('npm', args);
    expect(byNpm.code).toBe(0);
    expect(Score.parse(JSON.parse(byNpm.stdout))).toEqual(score);
  });

  it('prints a table for people, and keeps no score of a few', async () => {
    const state = temporaryFolder();
    // Nothing is there: what is played is kept nowhere but in its own folder.
    const env = { DATABASE_URL: 'postgres://127.0.0.1:1/nowhere' };
    const { code, stdout } = await runGardener(['eval', '--only', ONE, '--state', state], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('rules\n');
    expect(existsSync(join(state, 'eval'))).toBe(false);
  });

  it.each([
    [['--only', 'no such thing'], 'no such thing', runGardener],
    [['--investigator', 'oracle'], 'oracle', runGardener],
    [['--repeat', 'often'], 'often', runGardener],
    // These it answers before it starts a process of its own.
    [['--config', 'x.yaml'], 'a config of its own', runHere],
    [['--mode', 'auto'], 'unknown option', runHere],
  ])('answers %j with exit code 2 and what is wrong', async (args, what, runIt) => {
    const { code, stdout, stderr } = await runIt(['eval', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(what);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('ends with what it started at Ctrl-C', async () => {
    let stopped = false;
    const { code, stdout } = await run(process.execPath, [...GARDENER, 'eval'], (stderr, pid) => {
      if (stopped || !stderr.includes('Playing')) return;
      stopped = true;
      process.kill(pid, 'SIGINT');
    });
    expect({ code, stdout, stopped }).toEqual({ code: 130, stdout: '', stopped: true });
  });

  it('says what to do where the scenarios are not there', async () => {
    const installed = temporaryFolder();
    cpSync(join(CHECKOUT, 'src'), join(installed, 'src'), { recursive: true });
    cpSync(join(CHECKOUT, 'package.json'), join(installed, 'package.json'));
    symlinkSync(join(CHECKOUT, 'node_modules'), join(installed, 'node_modules'));
    const { code, stderr } = await run(process.execPath, [join(installed, 'src/main.ts'), 'eval']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /only the checkout .* holds: .*eval\.ts is not there\. Clone the repository, then npm ci && npm run eval\.\n$/,
    );
  });
});
