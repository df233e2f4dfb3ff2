import { expect, it } from 'vitest';
import { type LifeOptions, live } from '../support/soak/life.ts';
import { createOracle } from '../support/soak/oracle.ts';
import { makeTruth } from '../support/soak/truth.ts';

const LONG = process.env.LONG === '1';
const LIVES = LONG ? 20 : 1;
const HOURS = LONG ? 96 : 16;

const CONFIG = { recovery: { after: '6h' }, issue: { coolDown: '6h' } };
const CLOSING = { ...CONFIG, regression: 'new', recovery: { after: '4h', closing: 'close' } };

it.each<[string, number, Omit<LifeOptions, 'seed' | 'onStep'>]>([
  ['files', 9, { reads: 'files', config: CONFIG, acts: 0.4, mishaps: 0.15, byHand: 0.05 }],
  ['Cloud Logging', 104, { reads: 'cloud', config: CONFIG, acts: 0.4, mishaps: 0.1, byHand: 0.05 }],
  ['files, under other policies', 203, { reads: 'files', config: CLOSING, acts: 0.4, mishaps: 0, byHand: 0 }],
])(
  'in a life of services and people, read from %s, each problem has one open issue and every number is true',
  {
    timeout: LIVES * 120_000,
  },
  async (_, firstSeed, life) => {
    const met = { runs: 0, issues: 0, entries: 0 };
    for (let seed = firstSeed; seed < firstSeed + LIVES; seed += 1) {
      const truth = makeTruth(seed, HOURS);
      const check = createOracle(truth);
      const faults: string[] = [];
      const journal = await live(truth, {
        ...life,
        seed,
        onStep: (step) => {
          faults.push(...check(step));
          met.runs += 1;
          met.issues += step.after.length - step.before.length;
          met.entries += step.run.collected.kept;
        },
      });
      expect(faults, `seed ${seed}:\n${journal.join('\n')}`).toEqual([]);
    }
    expect(met.runs).toBeGreaterThan(HOURS * LIVES);
    expect(met.issues).toBeGreaterThan(2 * LIVES);
    console.log(`${met.runs} runs over ${met.entries} entries, ${met.issues} issues: all as it should be.`);
  },
);
