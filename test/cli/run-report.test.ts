import { expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { exitCodeFor } from '../../src/cli/run-report.ts';
import type { Recovery } from '../../src/model/recovery.ts';
import { aRun } from '../support/runs.ts';

function gone(overrides: Partial<Recovery> = {}): Recovery {
  const url = 'https://github.com/netra-systems/netra-apex/issues/169';
  return {
    fingerprint: 'lg15e55100000000001',
    title: 'Session access failed',
    issue: 169,
    url,
    lastSeen: '2025-09-11T12:00:00Z',
    revision: 'api-1',
    entriesSince: 12,
    kind: 'quiet',
    fix: null,
    reasons: [],
    draft: {
      id: '2025-09-12T23-30-00Z-9',
      title: 'Session access failed',
      action: 'update',
      issue: 169,
      url,
      state: { status: 'pending' },
    },
    error: null,
    ...overrides,
  };
}

it('counts drafts on what is gone among those that wait, where that is asked for', () => {
  const run = aRun({ clusters: [], recoveries: [gone()] });
  expect(exitCodeFor(run, { failOnDrafts: true, isTold: true })).toBe(EXIT.draftsWaiting);
  expect(exitCodeFor(run, { failOnDrafts: false, isTold: true })).toBe(EXIT.done);
  expect(exitCodeFor(run, { failOnDrafts: true, isTold: false })).toBe(EXIT.partial);
  expect(
    exitCodeFor(aRun({ clusters: [], recoveries: [gone({ draft: null })] }), { failOnDrafts: true, isTold: true }),
  ).toBe(EXIT.done);
});
