import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logEntry } from '../support/log-entries.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

it.each([
  [['drafts', 'list'], 0, /^No drafts in .+log-gardener\.db\.$/m],
  [['drafts', 'show', 'x-1'], 2, /x-1/],
  [['drafts', 'approve', 'x-1'], 2, /x-1/],
  [['worklog', 'show'], 2, /No run yet/],
  [['worklog', 'path'], 2, /No run yet/],
  [['explain', 'lg10123456789abcdef'], 2, /lg10123456789abcdef/],
  [['transcript', 'lg10123456789abcdef'], 2, /lg10123456789abcdef/],
  [['triage', '--replay', 'x'], 2, /There is no tape of run x/],
] as const)('%j makes no state folder where there is none', async (args, code, says) => {
  const cwd = temporaryFolder();
  const finished = await runHere(args, { cwd });
  expect(finished).toMatchObject({ code, stderr: expect.stringMatching(says) });
  expect(readdirSync(cwd)).toEqual([]);
});

it('cluster makes one only for the key of what it hides, and hides it the same way again', async () => {
  const cwd = temporaryFolder();
  const cluster = async (textPayload: string) => {
    writeFileSync(join(cwd, 'logs.ndjson'), JSON.stringify(logEntry({ textPayload })));
    return (await runHere(['cluster', 'logs.ndjson', '--json'], { cwd })).stdout;
  };
  expect(await cluster('payment failed')).toContain('payment failed');
  expect(readdirSync(cwd)).toEqual(['logs.ndjson']);
  const hidden = await cluster('payment of jane@example.com failed');
  expect(hidden).toMatch(/payment of \[email-[0-9a-f]{4}\] failed/);
  expect(existsSync(join(cwd, '.log-gardener', 'redaction.key'))).toBe(true);
  expect(await cluster('payment of jane@example.com failed')).toBe(hidden);
});
