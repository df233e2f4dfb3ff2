import { describe, expect, it } from 'vitest';
import { errorsInBusiestHour } from '../../src/assess/busiest-hour.ts';
import { occurrencesOf } from '../../src/assess/occurrences.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { request } from '../support/joining.ts';
import { splitTrace } from '../support/split-trace.ts';

const counted = (entries: readonly CollectedEntry[]) =>
  clusterAll(entries).map((cluster) => [
    cluster.facts.count,
    occurrencesOf(cluster)?.count ?? null,
    errorsInBusiestHour(cluster),
  ]);
const ERROR = 'PaymentError: the card of this customer expired';
const FAILING = traceback('shop/pay.py', 'charge', ERROR);

describe('what fails once and leaves several entries', () => {
  it('counts once: a line and a stack trace of one instance', () => {
    const entries = repeat(35, (i) => [
      collected({ severity: 'ERROR', message: `ERROR: charge ${i} failed: ${ERROR}`, at: i * 60 }),
      ...splitTrace(FAILING, { at: i * 60 + 0.01 }),
    ]);
    const [cluster, ...others] = counted(entries);
    expect(others).toEqual([]);
    expect(cluster).toEqual([entries.length, 35, 35]);
  });

  it('counts once: an error and the answer of the request, by their trace', () => {
    const entries = repeat(35, (i) => [
      collected({ severity: 'ERROR', message: FAILING, trace: `t${i}`, instance: 'a', at: i * 60 }),
      request({ severity: 'ERROR', trace: `t${i}`, instance: 'b', at: i * 60 + 1 }),
    ]);
    expect(counted(entries)).toEqual([[70, 35, 35]]);
  });

  it('counts each that comes by itself', () => {
    const entries = [
      ...repeat(20, (i) => collected({ severity: 'ERROR', message: 'Postgres is unreachable', at: i * 120 })),
      ...repeat(20, (i) =>
        collected({ severity: 'ERROR', message: 'could not connect to the Postgres server', at: i * 120 + 60 }),
      ),
    ];
    expect(counted(entries)).toEqual([[40, null, 40]]);
  });

  it('takes for one what is hardly ever seen alone', () => {
    const often = repeat(900, (i) => collected({ severity: 'ERROR', message: 'Postgres is unreachable', at: i }));
    const beside = (at: number) =>
      collected({ severity: 'ERROR', message: 'could not connect to the Postgres server', at });
    const entries = [...often, ...repeat(525, (i) => beside(i + 0.01)), beside(4000)];
    expect(counted(entries)).toEqual([[1426, 900, 900]]);
  });

  it('takes for one what it cannot tell apart, since it says no more than it knows', () => {
    const entries = repeat(20, (i) => [
      collected({ severity: 'ERROR', message: 'Postgres is unreachable', at: i, instance: '' }),
      collected({ severity: 'ERROR', message: 'could not connect to the Postgres server', at: i, instance: '' }),
    ]);
    expect(counted(entries)).toEqual([[40, 20, 20]]);
  });
});
