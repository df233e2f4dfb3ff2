import { defineConfig } from 'vitest/config';

/** Rooms whose tests touch nothing that the next file could find changed: they share their modules. */
const PURE = ['assess', 'cluster', 'config', 'draft', 'investigate', 'store', 'wording', 'worklog']
  .map((room) => `test/${room}/**/*.test.ts`)
  .concat('test/collect/*.test.ts');

export default defineConfig({
  test: {
    // The end-to-end tests start processes of their own and wait for them: three workers keep two cores busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: PURE } },
      // To start a worker and to load the modules takes most files half a second.
      { extends: true, test: { name: 'together', include: PURE, isolate: false } },
    ],
  },
});
