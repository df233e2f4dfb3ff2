import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // 2 cores, and the end-to-end tests start processes of their own.
    maxWorkers: 2,
  },
});
