import { expect, it } from 'vitest';
import { examine } from '../../../src/triage/doctor/examine.ts';
import { type Check, ok, skipped, warning } from '../../../src/triage/doctor/finding.ts';

const check = (name: string, look: Check['examine']): Check => ({ name, title: name, examine: look });
const never = () => new Promise<never>(() => undefined);

/** A timer that goes off when the test says, and counts those that were not stopped. */
function handTimer() {
  const running = new Set<() => void>();
  const timer = (_milliseconds: number) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    running.add(resolve);
    return { expired: promise, stop: () => void running.delete(resolve) };
  };
  return { timer, running, ring: () => running.forEach((resolve) => void resolve()) };
}

it('reports a check that hangs, and lets it hold up no other', async () => {
  const { timer, running, ring } = handTimer();
  let quick = false;
  const diagnosis = examine(
    [
      check('hangs', never),
      check('quick', async () => {
        quick = true;
        return ok('fine');
      }),
    ],
    { limitMs: 15_000, timer },
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(quick).toBe(true);
  expect(running.size).toBe(1);
  ring();
  expect(await diagnosis).toMatchObject({
    status: 'wrong',
    checks: [
      { name: 'hangs', status: 'wrong', says: 'no answer within 15 s' },
      { name: 'quick', status: 'ok', says: 'fine' },
    ],
  });
  expect(running.size).toBe(0);
});

it('reports a check that breaks, at once or later, and goes on with the others', async () => {
  const { timer, running } = handTimer();
  const breaks = () => {
    throw new Error('at once');
  };
  const later = async () => Promise.reject(new Error('later'));
  const { checks } = await examine([check('a', breaks), check('b', later), check('c', async () => ok('fine'))], {
    limitMs: 1,
    timer,
  });
  expect(checks.map(({ says }) => says)).toEqual([
    'could not be checked: at once',
    'could not be checked: later',
    'fine',
  ]);
  expect(running.size).toBe(0);
});

it('is as bad as the worst check; skipped ones do not count', async () => {
  const { timer } = handTimer();
  const status = async (...found: ReturnType<typeof ok>[]) =>
    (
      await examine(
        found.map((one, index) => check(`${index}`, async () => one)),
        { limitMs: 1, timer },
      )
    ).status;
  expect(await status(ok(''), skipped(''))).toBe('ok');
  expect(await status(ok(''), warning('', ''), skipped(''))).toBe('warning');
});
