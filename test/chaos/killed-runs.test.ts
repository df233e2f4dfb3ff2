import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createRandom } from '../../bench/entries/random.ts';
import { listDrafts } from '../../src/store/drafts.ts';
import { openIntents } from '../../src/store/ledger.ts';
import { openStore } from '../../src/store/open.ts';
import { anHourLater, standing, twice } from '../support/demo/aftermath.ts';
import { startDemoGitHub, triageDemo } from '../support/demo/triage-demo.ts';
import type { Life } from '../support/processes/die-at-await.ts';
import { startScript } from '../support/processes/run-script.ts';
import { temporaryFolder } from '../support/store.ts';

const ROUNDS = process.env.LONG === '1' ? 100 : 2;

async function begin() {
  const tracker = await startDemoGitHub();
  onTestFinished(() => tracker.stop());
  tracker.search.lagMs = 5 * 60_000;
  const folder = temporaryFolder();
  const triage = (life: Life) => startScript('triage-demo', [folder, tracker.url, tracker.token], life).ended;
  return { tracker, folder, triage };
}

it(`kill -9 at any await of a whole run, ${ROUNDS} times: the next run leaves each issue and comment once`, {
  timeout: ROUNDS * 120_000,
}, async () => {
  const calm = await begin();
  const countInto = join(calm.folder, 'passages.json');
  const whole = await calm.triage({ path: 'triage', dieAt: 0, countInto });
  expect(whole).toMatchObject({ code: 0, stderr: '', stdout: 'done' });
  const right = standing(calm.tracker);
  const { places, passages } = z
    .object({ places: z.int(), passages: z.int() })
    .parse(JSON.parse(readFileSync(countInto, 'utf8')));
  expect(right.length).toBeGreaterThan(4);

  const random = createRandom(20251122);
  let died = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const dieAt = 1 + Math.floor(((round + random.fraction()) * passages) / ROUNDS);
    const where = `round ${round}: place ${dieAt} of ${passages}`;
    const { tracker, folder, triage } = await begin();
    if ((await triage({ path: 'triage', dieAt, countInto: null })).signal === 'SIGKILL') died += 1;
    expect(twice(standing(tracker)), where).toEqual([]);
    const store = await openStore(folder);
    await anHourLater(store);
    expect((await triageDemo(tracker, store, folder)).status, where).toBe('done');
    expect(standing(tracker), where).toEqual(right);
    expect(await openIntents(store), where).toEqual([]);
    const waiting = (await listDrafts(store)).filter(({ state }) => ['approved', 'posting'].includes(state.status));
    expect(waiting, where).toEqual([]);
    await store.close();
    await tracker.stop();
  }
  expect(died).toBeGreaterThan(0);
  console.log(
    `A run passes ${places} places beside an await, ${passages} times in all. Of ${ROUNDS} runs that were to be killed ` +
      `there, ${died} died on their way; after the next run each issue and comment stood once.`,
  );
});
