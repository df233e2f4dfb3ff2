import { expect, it, onTestFinished } from 'vitest';
import { startDemoGitHub, triageDemo } from '../support/demo/triage-demo.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

const LOST = /has \d+ issues by log-gardener, and the store .* is new: was an older one lost\?/;

it('a run whose store was lost makes nothing twice by the markers, though search lags, and warns', async () => {
  const tracker = await startDemoGitHub();
  onTestFinished(() => tracker.stop());
  tracker.search.lagMs = 5 * 60_000;
  const folder = temporaryFolder();
  const store = await temporaryStore(folder);

  const first = await triageDemo(tracker, store, folder);
  expect(first).toMatchObject({ status: 'done', warnings: [] });
  expect(tracker.issues().some(({ planted }) => !planted)).toBe(true);
  const before = tracker.issues().map(({ number, comments }) => ({ number, comments: comments.length }));

  const elsewhere = temporaryFolder();
  const again = await triageDemo(tracker, await temporaryStore(elsewhere), elsewhere);
  expect(again.warnings).toEqual([expect.stringMatching(LOST)]);
  expect(again.status).toBe('done');
  expect(tracker.issues().map(({ number, comments }) => ({ number, comments: comments.length }))).toEqual(before);

  const third = await triageDemo(tracker, store, folder);
  expect(third.warnings).toEqual([]);
});
