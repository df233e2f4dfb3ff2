import { expect, it, onTestFinished, vi } from 'vitest';
import { getIssue } from '../../src/github/issues.ts';
import { open, planted, tracker } from './connect.ts';

it('gets one token for all clusters, and a new one before the hour is over', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const start = Date.now();
  const minutes = (passed: number) => vi.setSystemTime(start + passed * 60_000);
  minutes(0);
  const viewer = 'log-gardener[bot]';
  const server = await tracker({ viewer, app: { id: 4711, slug: 'log-gardener' }, issues: [planted(7)] });
  const app = { appId: '4711', privateKey: server.privateKey };
  const github = await open({ ...server, token: '' }, { app });
  const tokens = () => server.requests.filter(({ path }) => path.endsWith('/access_tokens')).length;
  const readAtOnce = () => Promise.all([1, 2, 3].map(() => getIssue(github.forCluster(), 7)));
  await readAtOnce();
  expect(tokens()).toBe(1);
  minutes(58);
  await readAtOnce();
  expect(tokens()).toBe(1);
  minutes(59.5);
  await readAtOnce();
  expect(tokens()).toBe(2);
  minutes(36 * 60);
  expect((await getIssue(github, 7))?.number).toBe(7);
  expect(tokens()).toBe(3);
});
