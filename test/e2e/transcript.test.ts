import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Transcript } from '../../src/model/transcript.ts';
import { openStore } from '../../src/store/open.ts';
import { newRunId, saveRun } from '../../src/store/runs.ts';
import { endTranscript, openTranscript, saveTurn } from '../../src/store/transcripts.ts';
import { runHere } from '../support/run-here.ts';
import { aRun } from '../support/runs.ts';
import { temporaryFolder } from '../support/store.ts';

const FINGERPRINTS = ['lg1aaaa000000000001', 'lg1aaaa000000000002', 'lg1bbbb000000000003'];
/** What steers a terminal: colours, a title, a line that writes itself over, text that runs the other way. */
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007gone\r\u202eevil\u0000 \u009b31mred';

let folder: string;
const runs: string[] = [];

/** Two runs; the second was cut short after the first answer about the first cluster. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-'));
  const store = await openStore(join(folder, '.log-gardener'));
  for (const status of ['done', 'running'] as const) {
    const run = await newRunId(store, '2025-09-12T23:30:00Z');
    runs.push(run);
    await saveRun(store, aRun({ id: run, status, clusters: [] }));
    for (const fingerprint of status === 'done' ? FINGERPRINTS : FINGERPRINTS.slice(0, 1)) {
      const key = { run, fingerprint };
      const effort = 'medium' as const;
      const head = { model: 'claude-sonnet-5-5', effort, prompt: 'investigator/v1', system: 's', tools: [] };
      await openTranscript(store, key, { ...head, first: `The log says ${HOSTILE} in run ${run}.` });
      const uses = { type: 'tool_use' as const, id: 'a', name: 'get_issue', input: { number: 7, why: HOSTILE } };
      const result = { type: 'tool_result' as const, tool_use_id: 'a', is_error: false };
      await saveTurn(store, key, {
        number: 1,
        maxTokens: 100,
        answer: {
          content: [{ type: 'text', text: `I see ${HOSTILE}` }, uses],
          stopReason: 'tool_use',
          tokens: { input: 1_000, cacheWrite: 500, cacheRead: 0, output: 20 },
        },
        usd: 0.0125,
        discarded: false,
        reply: {
          blocks: [{ ...result, content: Array.from({ length: 40 }, (_, n) => `line ${n} ${HOSTILE}`).join('\n') }],
          backing: [],
          steps: [],
          requests: 0,
        },
        paidBy: run,
      });
      if (status === 'done') await endTranscript(store, key, 'report');
    }
  }
  await store.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const transcript = (...args: string[]) => runHere(['transcript', ...args], { cwd: folder });

describe('transcript', () => {
  it('shows what was said about a cluster in the newest run that asked', async () => {
    const { code, stdout, stderr } = await transcript('LG1AAAA000000000001');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`lg1aaaa000000000001 in run ${runs[1]}\n`);
    expect(stdout).toContain('1 turn, $0.013, not ended\n');
    expect(stdout).toContain('── Turn 1 (1,500 → 20 tokens, $0.0125)\n');
    expect(stdout).toContain('It calls get_issue:\n');
    expect(stdout).toContain('  … 28 more lines\n');
  });

  it('lets nothing that strangers wrote steer the terminal', async () => {
    const { stdout } = await transcript('lg1b');
    expect(stdout).toContain('evil');
    // Nothing but printable characters and line ends, and none that turns the direction of a text.
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('shows that of an earlier run when asked for it', async () => {
    const { code, stdout } = await transcript('lg1aaaa000000000001', '--run', runs[0] ?? '');
    expect(code).toBe(0);
    expect(stdout).toContain('1 turn, $0.013, report\n');
  });

  it('prints all of it as JSON', async () => {
    const { stdout } = await transcript('lg1b', '--json');
    const all = Transcript.parse(JSON.parse(stdout));
    expect(all).toMatchObject({ run: runs[0], fingerprint: 'lg1bbbb000000000003', end: 'report' });
    expect(all.turns[0]?.reply?.blocks[0]).toMatchObject({ content: expect.stringContaining('line 39') });
  });

  it.each([
    [['lg1a'], /begins several fingerprints: lg1aaaa000000000001, lg1aaaa000000000002\. Give more of it/],
    [['lg1c'], /No sub-agent was asked about a cluster lg1c in .*worklog show/s],
    [['lg1b', '--run', '2020-01-01T00-00-00Z'], /lg1b in run 2020-01-01T00-00-00Z/],
    [['lg1aaaa000000000002', '--run', 'second'], /No sub-agent was asked/],
  ])('ends with 2 and what to do: %j', async (args, says) => {
    const { code, stdout, stderr } = await transcript(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });

  it('makes no store where there is none', async () => {
    const cwd = temporaryFolder();
    const { code, stderr } = await runHere(['transcript', 'lg1a'], { cwd });
    expect({ code, made: readdirSync(cwd) }).toEqual({ code: 2, made: [] });
    expect(stderr).toContain('No sub-agent was asked');
  });
});
