import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { memoryDisk } from './test/support/memory-disk.ts';

/**
 * Tests that do little but start programs and browsers, or measure them. All others share a worker's modules with the
 * files before them, and leave clocks, globals and the environment as they found them: to start a worker and to load
 * the modules takes a second of processor time for each file.
 */
const APART = ['test/e2e/{million-entries,package,terminal}.test.ts', 'test/web/page/**/*.test.ts'];

/** Of PostgreSQL alone. */
const ON_POSTGRES = 'test/store/postgres.test.ts';
const ON_FLEET = 'test/fleet/**/*.test.ts';
/** They wait for minutes, as a fleet does. */
const LONG_ON_FLEET = 'test/fleet/{ends,idle,shared-limits,slice-chaos,still}.test.ts';

/** What else keeps things in a store. */
const ALL_ON_POSTGRES = ['test/{store,publish,triage,review,fleet,mcp,web/server}/**/*.test.ts'];
const SOME_ON_POSTGRES = [
  'test/store/**/*.test.ts',
  'test/publish/{lease,twin}.test.ts',
  'test/mcp/list-changed.test.ts',
  'test/web/server/{events,run-memory}.test.ts',
  'test/triage/{known-problem,recorder,refresh-run,replay}.test.ts',
  ON_FLEET,
];

/** What a worker makes for one test is garbage at the next: where the young generation is larger, less of it is moved. */
const LESS_MOVING = '--max-semi-space-size=64';

/** Workers, and the threads that are started in them, keep what they compiled, as the program's processes do. */
const COMPILE_CACHE = new URL('./src/compile-cache.js', import.meta.url).href;

/**
 * Where tests put what they write, those that start programs and browsers aside: they link to files of the checkout, which
 * works on one disk alone.
 */
const disk = memoryDisk();
const env = { DATABASE_URL: '', ...(disk !== null && { TMPDIR: disk }) };

/** Packages run as they do at the user's, not in the slower form that some have for development. */
const asUsersHaveThem: Plugin = {
  name: 'as-users-have-them',
  configResolved({ ssr }) {
    if (ssr.resolve) ssr.resolve.conditions = [];
  },
};

export default defineConfig({
  plugins: [asUsersHaveThem],
  test: {
    // Node loads the tests and what they test, as it loads the program: what Vite makes of them takes time to make, and
    // a tenth longer to run. So no module can be mocked.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // The end-to-end tests start processes of their own and wait for them: three workers keep two cores busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    execArgv: ['--import', COMPILE_CACHE],
    // Nobody's own database is touched.
    env: { DATABASE_URL: '' },
    projects: [
      { extends: true, test: { name: 'apart', include: APART } },
      {
        extends: true,
        test: {
          name: 'together',
          env,
          execArgv: [LESS_MOVING],
          include: ['test/**/*.test.ts'],
          exclude: [...APART, ON_FLEET, ON_POSTGRES],
          isolate: false,
        },
      },
      // The same tests once more, with the store on PostgreSQL.
      {
        extends: true,
        test: {
          name: 'postgres',
          env,
          execArgv: [LESS_MOVING],
          include: process.env.LONG ? ALL_ON_POSTGRES : SOME_ON_POSTGRES,
          // They look into the file.
          exclude: [
            'test/store/{open,look}.test.ts',
            'test/mcp/life.test.ts',
            ...(process.env.LONG ? [] : [LONG_ON_FLEET]),
          ],
          globalSetup: 'test/support/postgres/setup.ts',
          isolate: false,
        },
      },
    ],
  },
});
