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
    'Could not warm the cache (non-critical): connection aborted',
    'Could not warm the cache (non-critical): 429 Too Many Requests',
    '⚠️ Non-critical error in cache warm-up',
    'Sync finished with 3 non-critical errors',
    'This error is non-critical and can be ignored',
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
    ['none', 'Failed logins can no longer be treated as non-critical'],
    ['what comes of many', 'Too many non-critical errors, giving up'],
    ['what comes of many', 'Giving up after 20 failures (non-critical)'],
    ['what comes of many', 'Too many failures (non-critical) of the mailer'],
    ['what comes of many', 'Aborted after 100 non-critical errors'],
    ['what comes of many', 'Non-critical errors exceeded 100 in an hour'],
    ['what comes of many', 'Non-critical errors of this hour exceed 100'],
    ['what comes of many', 'Non-critical error limit reached'],
    ['what comes of many', 'Non-critical errors in 7 of 7 shards, job aborted'],
    ['what comes of many', 'Hit 50 non-critical errors, shutting down'],
    ['what failed for it', 'Order lost because of a non-critical error'],
    ['what failed for it', 'Import failed with 3 non-critical errors'],
    ['what failed for it', 'The cause of the outage was a non-critical error'],
    ['what failed with it', 'Could not report a non-critical error to the tracker'],
    ['what failed with it', 'Non-critical error queue is full'],
    ['what holds under a condition', 'This is non-critical unless the replica fails too'],
  ])('and not %s in %j', (_, message) => {
    expect(isHarmless(message)).toBe(false);
  });
});
