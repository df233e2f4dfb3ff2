import { createRedactor } from '../../src/collect/redact.ts';
import { Config } from '../../src/config/schema.ts';
import type { LiveDeps } from '../../src/review/deps.ts';

/** What reviewing needs; a repository is opened only where the test says how. */
export function reviewing(given: Pick<LiveDeps, 'store'> & Partial<LiveDeps>): LiveDeps {
  const config = given.config ?? Config.parse({});
  return {
    config,
    now: () => '2025-09-12T23:31:00Z',
    redactor: createRedactor({ key: Buffer.alloc(32), patterns: config.redact }),
    openGitHub: async (repository) => {
      throw new Error(`nobody should ask ${repository}`);
    },
    ...given,
  };
}
