import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { worklogPath } from '../../src/worklog/write.ts';
import { startDemoGitHub, triageDemo } from '../support/demo/triage-demo.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

it('of two open issues for one problem the older is kept current, and every run names both until one is closed', async () => {
  const tracker = await startDemoGitHub();
  onTestFinished(() => tracker.stop());
  const folder = temporaryFolder();
  const store = await temporaryStore(folder);
  await triageDemo(tracker, store, folder);
  const older = tracker.issues().find(({ planted }) => !planted);
  if (older === undefined) throw new Error('The run made no issue');
  const ask = async (method: string, path: string, body: object) =>
    fetch(`${tracker.url}/repos/${tracker.repository}${path}`, {
      method,
      headers: { authorization: `token ${tracker.token}` },
      body: JSON.stringify(body),
    });
  await ask('POST', '/issues', { title: older.title, body: older.body, labels: older.labels });
  const younger = tracker.issues().at(-1);
  if (younger === undefined) throw new Error('There is no second issue');

  const run = await triageDemo(tracker, store, folder);
  const pair = `#${older.number} and #${younger.number} are open for one problem`;
  const advice = `Close #${younger.number} as a duplicate of #${older.number}.`;
  expect(run.warnings).toEqual([expect.stringContaining(pair)]);
  expect(run.warnings).toEqual([expect.stringContaining(advice)]);
  const [problem] = run.clusters.filter(({ decision }) => decision?.issue === older.number);
  expect(problem?.decision?.reasons).toContainEqual(
    expect.stringContaining(`#${younger.number}, open too, carries the same`),
  );
  const warned = readFileSync(worklogPath(folder, run), 'utf8').match(/⚠️.*/g) ?? [];
  expect(warned.join('\n').includes('are open for one problem')).toBe(true);
  expect(tracker.issues().at(-1)).toEqual(younger);

  await ask('PATCH', `/issues/${younger.number}`, { state: 'closed', state_reason: 'duplicate' });
  expect((await triageDemo(tracker, store, folder)).warnings).toEqual([]);
});
