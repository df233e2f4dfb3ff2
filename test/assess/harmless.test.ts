import { describe, expect, it } from 'vitest';
import { callsItselfHarmless } from '../../src/assess/harmless.ts';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import { collected } from '../support/entries.ts';

function isHarmless(message: string): boolean {
  const clusterer = createClusterer();
  clusterer.add(collected({ severity: 'WARNING', message }));
  const [cluster] = clusterer.finish().clusters;
  if (cluster === undefined) throw new Error('one entry makes one cluster');
  return callsItselfHarmless(cluster);
}

describe('a message calls itself harmless', () => {
  it.each([
    "SSOT validation issues (non-blocking): ['Multiple manager instances']",
    'Cache warm-up failed (non-critical)',
    'Cache warm-up failed (non-critical) for user 7',
    'Cache warm-up failed (non-critical, going on)',
    '[non-critical] Cache warm-up failed',
    'Non-critical: cache warm-up failed',
    'Noncritical failure in cache warm-up',
    'Cache warm-up failed - non-critical',
    'Cache warm-up failed, non-blocking',
    'Cache warm-up hit a non-blocking issue',
    'Cache warm-up failed. This is non-critical.',
    'Cache warm-up failed; error is considered non blocking',
    'Cache warm-up failed, treated as non-critical',
  ])('in %j', (message) => {
    expect(isHarmless(message)).toBe(true);
  });

  it.each([
    ['a socket', 'Non-blocking socket closed by peer'],
    ['a socket', 'Write to non-blocking socket failed: EAGAIN'],
    ['a socket', 'Accept on (non-blocking) socket failed'],
    ['a socket', 'The socket is non-blocking and lost 7 bytes'],
    ['a mode', 'Could not put descriptor 7 into non-blocking mode'],
    ['a mode', 'Failed to open the pipe as non-blocking'],
    ['what failed', 'Non-critical component mailer lost all its mails'],
    ['what failed', 'Non-blocking call of the bank failed'],
    ['an error of a socket', 'Non-blocking socket error on flush'],
    ['another', 'Found 2 critical errors, 3 non-critical errors'],
    ['another', 'Disk usage was non-critical, is critical now'],
    ['none', 'These are no non-critical errors any more'],
    ['none', 'This is not non-critical'],
  ])('and not %s in %j', (_, message) => {
    expect(isHarmless(message)).toBe(false);
  });
});
