import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const SERVER = new URL('../support/postgres/server.ts', import.meta.url);

it('leaves the exit code of a process alone that has a PostgreSQL, so that a failed test run fails', () => {
  const script = `const { loadPostgres } = await import('${SERVER.href}'); await loadPostgres(); process.exitCode = 3;`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
  expect(status).toBe(3);
});
