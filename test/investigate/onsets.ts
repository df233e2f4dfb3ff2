import type { Onset } from '../../src/investigate/onset.ts';

/** A problem that a deploy brought. */
export const known: Onset = {
  at: '2025-09-16T10:05:00Z',
  deploy: { revision: 'shop-2', at: '2025-09-16T10:00:00Z' },
  before: { revision: 'shop-1', at: '2025-09-14T10:00:00Z', startSeen: true },
  doubt: null,
};

/** The same, where nobody saw the deploy. */
export const noDeploy: Onset = { at: known.at, deploy: null, before: null, doubt: null };
