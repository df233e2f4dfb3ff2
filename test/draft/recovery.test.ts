import { expect, it } from 'vitest';
import { type RecoveryFacts, recoveryOf } from '../../src/draft/recovery.ts';
import { FIX, history } from '../support/drafting.ts';

const MERGED = FIX.mergedAt;
const BEFORE = '2025-09-11T12:00:00Z';
const AFTER = '2025-09-11T19:00:00Z';
const LATER = '2025-09-11T20:00:00Z';

function span(revision: string, firstSeen: string, startObserved = true, service = 'api') {
  return { service, revision, entries: 9, firstSeen, lastSeen: LATER, startObserved };
}

/** Last seen on the old revision, the fix merged and on a revision that started since. */
function facts(overrides: Partial<RecoveryFacts> = {}): RecoveryFacts {
  return {
    history: history({ fix: FIX }),
    lastSeen: BEFORE,
    lastRevisionStart: '2025-09-01T00:00:00Z',
    services: ['api'],
    revisions: [span('api-1', '2025-09-01T00:00:00Z', false), span('api-2', AFTER)],
    ...overrides,
  };
}

it.each<[string, 'holds' | 'quiet', Partial<RecoveryFacts>]>([
  ['holds on a revision that started after the merge', 'holds', {}],
  ['holds though the old revision showed it after the merge, while it was replaced', 'holds', { lastSeen: LATER }],
  ['without a fix is only quiet', 'quiet', { history: history() }],
  ['with a fix that is not deployed is only quiet', 'quiet', { revisions: [span('api-1', BEFORE)] }],
  ['with a revision whose start was not seen is only quiet', 'quiet', { revisions: [span('api-2', AFTER, false)] }],
  [
    'that was seen on a revision with the fix is only quiet: the fix had failed',
    'quiet',
    { lastSeen: LATER, lastRevisionStart: AFTER },
  ],
  [
    'that was seen after the merge on nobody knows what is only quiet',
    'quiet',
    { lastSeen: LATER, lastRevisionStart: null },
  ],
  [
    'holds where it stopped before the merge, on nobody knows what',
    'holds',
    { lastRevisionStart: null, lastSeen: MERGED },
  ],
  ['deployed on one of two services is only quiet', 'quiet', { services: ['api', 'worker'] }],
  [
    'deployed on both services holds',
    'holds',
    { services: ['api', 'worker'], revisions: [span('api-2', AFTER), span('worker-2', AFTER, true, 'worker')] },
  ],
  ['deployed on another service only is quiet', 'quiet', { revisions: [span('api-2', AFTER, true, 'worker')] }],
])('what is gone %s', (_, kind, overrides) => {
  const verdict = recoveryOf(facts(overrides));
  expect(verdict.kind).toBe(kind);
  expect(verdict.reasons).toHaveLength(1);
});

it('names the first revision with the fix', () => {
  const revisions = [span('api-3', LATER), span('api-2', AFTER)];
  expect(recoveryOf(facts({ revisions }))).toMatchObject({ holder: { revision: 'api-2' }, fix: FIX });
});
