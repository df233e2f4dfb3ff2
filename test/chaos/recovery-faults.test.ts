import { expect, it } from 'vitest';
import type { FaultRule } from '../support/github/faults.ts';
import { FIXED, failures, health, Story } from '../support/story.ts';

/** A first comment that is reset is looked for until it cannot arrive any more, in real seconds: those run by the long way. */
const FAULTS: readonly FaultRule['fault'][] =
  process.env.LONG === '1'
    ? [{ kind: 'answer lost' }, { kind: 'reset' }, { kind: 'answer', status: 502 }, { kind: 'answer', status: 403 }]
    : [{ kind: 'answer lost' }];

it('says once that a fix holds, whichever call of the run goes wrong', async () => {
  const story = new Story({ recovery: { after: '2h', closing: 'close' } });
  await story.begin();
  await story.hour(0, failures(0, 5));
  await story.mergeWithoutClosing(1, 100);
  await story.deploy(1);
  const clean = await story.branch();
  await clean.hour(2, health(2, FIXED));
  const calls = clean.tracker().requests.length;
  expect(clean.issues()).toEqual(['#100 closed, comments: 1']);

  let passed = 0;
  for (const fault of FAULTS) {
    for (let nth = 1; nth <= calls; nth++) {
      const other = await story.branch();
      const { method = '', path = '' } = clean.tracker().requests[nth - 1] ?? {};
      const before = clean.tracker().requests.slice(0, nth);
      const same = before.filter((one) => one.method === method && one.path === path).length;
      other.tracker().failNext({ method, path, nth: same, fault });
      // What GitHub says when a run begins may end it there: the next one is another try.
      await other.hour(2, health(2, FIXED)).catch(() => undefined);
      for (let hour = 3; hour < 5; hour++) await other.hour(hour, health(hour, FIXED));
      expect([fault.kind, method, path, ...other.issues()]).toEqual([
        fault.kind,
        method,
        path,
        '#100 closed, comments: 1',
      ]);
      passed += 1;
    }
  }
  expect(passed).toBe(FAULTS.length * calls);
}, 600_000);
