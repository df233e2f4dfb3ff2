import { expect, it } from 'vitest';
import { runGardener } from '../support/run-gardener.ts';
import { temporaryFolder } from '../support/store.ts';

it('is refused where there is no terminal, and names the commands for scripts', async () => {
  const cwd = temporaryFolder();
  expect(await runGardener(['review', '--terminal'], { cwd })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('For scripts: log-gardener drafts --help'),
  });
  const other = await runGardener(['review', '--terminal', '--run', 'none'], { cwd });
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no run none') });
});
