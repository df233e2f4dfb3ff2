import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const SERVER = new URL('../support/postgres/server.ts', import.meta.url);

it('leaves the end of a process alone that has a PostgreSQL, so that a failed test run fails and no other does', () => {
  const script = `
    const { loadPostgres } = await import('${SERVER.href}');
    const count = () => process.listenerCount('exit') + process.listenerCount('beforeExit');
    const before = count();
    await loadPostgres();
    console.log(count() - before, process.listenerCount('SIGTERM') > 0);
    process.exitCode = 3;`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 3, stdout: '0 true\n' });
});
