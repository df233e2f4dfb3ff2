import { expect, it } from 'vitest';
import { Story, timeAt } from '../support/story.ts';

/** The most problems that were investigated at the same time, with this many allowed. */
async function mostAtOnce(concurrency: number): Promise<number> {
  const story = new Story({ limits: { concurrency } });
  await story.begin();
  const kinds = ['Payment capture refused', 'Mail queue unreachable', 'Search index corrupt', 'Avatar upload rejected'];
  const lines = [...kinds, 'Ledger out of balance', 'Printer on fire'].map((message, nth) => ({
    at: timeAt(0, nth),
    message,
  }));
  let [now, most] = [0, 0];
  await story.hour(0, lines, {
    mode: 'draft',
    onEvent: ({ kind }) => {
      if (kind === 'investigating') now += 1;
      if (kind === 'decided') now -= 1;
      most = Math.max(most, now);
    },
  });
  expect(now).toBe(0);
  return most;
}

it('a run investigates as many problems at once as the config allows', async () => {
  expect([await mostAtOnce(1), await mostAtOnce(3)]).toEqual([1, 3]);
});
