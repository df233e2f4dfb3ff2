import { expect, it, onTestFinished } from 'vitest';
import { submission } from '../support/claude/report.ts';
import { startScriptedClaude } from '../support/claude/scripted-claude.ts';
import { startFleetWorld } from '../support/fleet.ts';
import { logsOfServices } from '../support/problems.ts';

const SEARCHES = 24;
const REQUESTS = 3;

it('asks GitHub and the model no more in a minute than one process may, however many ask', async () => {
  const claude = await startScriptedClaude(() => ({ tools: [submission()] }));
  onTestFinished(() => claude.stop());
  const limits = {
    fleet: { searchesPerMinute: SEARCHES, writesPerMinute: 100 },
    claude: { requestsPerMinute: REQUESTS, tokensPerMinute: 1_000_000_000 },
  };
  const world = await startFleetWorld(limits, { claude: claude.url });
  const workers = [world.worker(), world.worker(), world.worker()];
  // Far more than a minute's worth of both.
  await world.enqueueAll(logsOfServices(8), 'draft');
  const searches = () => world.tracker.requests.filter(({ path }) => path.startsWith('/search/')).length;
  await expect.poll(() => [searches(), claude.requests().length], { timeout: 30_000 }).toEqual([SEARCHES, REQUESTS]);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect([searches(), claude.requests().length]).toEqual([SEARCHES, REQUESTS]);
  for (const worker of workers) worker.kill('SIGKILL');
  await Promise.all(workers.map(({ finished }) => finished));
});
