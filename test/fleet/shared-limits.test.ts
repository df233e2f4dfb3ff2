import { expect, it, onTestFinished } from 'vitest';
import { submission } from '../support/claude/report.ts';
import { startScriptedClaude } from '../support/claude/scripted-claude.ts';
import { startFleetWorld } from '../support/fleet.ts';
import { logsOfServices } from '../support/problems.ts';

const SEARCHES = 24;
const REQUESTS = 3;

it('asks GitHub and the model no more in a minute than one process may, however many ask', {
  timeout: 300_000,
}, async () => {
  const claude = await startScriptedClaude(() => ({ tools: [submission()] }));
  onTestFinished(() => claude.stop());
  const limits = {
    fleet: { searchesPerMinute: SEARCHES, writesPerMinute: 100 },
    claude: { requestsPerMinute: REQUESTS, tokensPerMinute: 1_000_000_000 },
  };
  const world = await startFleetWorld(limits, { claude: claude.url });
  const began = performance.now();
  const workers = [world.worker(), world.worker(), world.worker()];
  // Far more than a minute's worth of both.
  await world.enqueueAll(logsOfServices(8), 'draft');
  const asked = () => ({
    searches: world.tracker.requests.filter(({ path }) => path.startsWith('/search/')).length,
    requests: claude.requests().length,
  });
  const isAtTheLimit = (): boolean => asked().searches >= SEARCHES && asked().requests >= REQUESTS;
  // Where all cores are busy, a minute and more may go by until then: so many more may have been asked.
  await expect.poll(isAtTheLimit, { timeout: 240_000 }).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const { searches, requests } = asked();
  const minutes = 1 + Math.floor((performance.now() - began) / 60_000);
  expect(searches).toBeLessThanOrEqual(SEARCHES * minutes);
  expect(requests).toBeLessThanOrEqual(REQUESTS * minutes);
  for (const worker of workers) worker.kill('SIGKILL');
  await Promise.all(workers.map(({ finished }) => finished));
});
