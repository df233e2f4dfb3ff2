import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runAsProcess } from '../../src/cli/own-process.ts';
import { temporaryFolder } from '../support/store.ts';

it('starts a script with the options of this process, and ends as it does', async () => {
  const script = join(temporaryFolder(), 'script.mjs');
  writeFileSync(script, 'process.exitCode = process.argv[2] === JSON.stringify(process.execArgv) ? 7 : 1;');
  expect(process.execArgv).not.toEqual([]);
  expect(await runAsProcess(script, [JSON.stringify(process.execArgv)])).toBe(7);
});
