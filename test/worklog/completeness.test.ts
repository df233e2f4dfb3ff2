import { expect, it } from 'vitest';
import { completenessLine } from '../../src/worklog/completeness.ts';
import { aRun } from '../support/runs.ts';

it('says how Cloud Logging was read, and nothing of it where files were', () => {
  const { collected, minSeverity } = aRun();
  const lineWith = (cloud: NonNullable<typeof collected.cloud>): string =>
    completenessLine({ collected: { ...collected, pages: 12, cloud }, minSeverity });
  const plain = { slices: 8, retries: 0, waitedSeconds: 0, resumed: false };
  expect(completenessLine({ collected, minSeverity })).not.toContain('Cloud Logging');
  expect(lineWith(plain)).toContain(
    'Cloud Logging was read in 8 slices of the time; its API does not hand out the groups of Error Reporting.',
  );
  expect(lineWith({ slices: 1, retries: 2, waitedSeconds: 1_061, resumed: true })).toContain(
    'Cloud Logging was read in 1 slice of the time, 2 reads tried again, 1,061 s waited, begun by an earlier run that was broken off;',
  );
});

it('says whether all requests were counted', () => {
  const { collected, minSeverity } = aRun();
  const requestLog = {
    entries: 1_200,
    duplicates: 1,
    pages: 2,
    slices: 1,
    retries: 0,
    waitedSeconds: 0,
    resumed: false,
  };
  const lineWith = (truncated: string | null): string =>
    completenessLine({ collected: { ...collected, requestLog: { ...requestLog, truncated } }, minSeverity });
  expect(completenessLine({ collected, minSeverity })).not.toContain('request log');
  expect(lineWith(null)).toContain(
    'The request log was read at all severities, to its end: 1,200 requests on 2 pages.',
  );
  expect(lineWith('stopped')).toContain(
    'The request log was read in part (stopped): 1,200 requests on 2 pages; no share of failing requests is stated.',
  );
});

it('says from when the entries are, and when the last arrived', () => {
  const { collected, minSeverity } = aRun();
  expect(completenessLine({ collected, minSeverity })).toContain(
    'The oldest is of 2025-09-11 23:31:04 UTC, the newest of 2025-09-12 23:29:58 UTC. The last to arrive was received 2025-09-12 23:29:58 UTC.',
  );
  const nothing = { ...collected, oldest: null, newest: null, newestReceived: null };
  expect(completenessLine({ collected: nothing, minSeverity })).not.toMatch(/oldest|arrive/);
});

it('says which entries of the audit log were left out', () => {
  const { collected, minSeverity } = aRun();
  const only = { ...collected, read: 5, kept: 2, belowSeverity: 0, outsideWindow: 0, routine: 3 };
  expect(completenessLine({ collected: only, minSeverity })).toContain(
    '2 were analysed; left out: 3 successful calls in the audit log.',
  );
});
