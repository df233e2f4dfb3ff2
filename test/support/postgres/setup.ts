import type { TestProject } from 'vitest/node';
import { startPostgres } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the PostgreSQL of this test run; not there where the store is a file. */
    postgres?: string;
  }
}

/** One PostgreSQL for all tests of a run; each store has a schema of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide('postgres', server.url);
  return () => server.stop();
}
