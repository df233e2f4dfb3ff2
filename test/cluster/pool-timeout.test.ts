import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { groups, said } from '../support/joining.ts';

describe('a pool that has no connection left', () => {
  const EXHAUSTED = [
    'TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00: postgres',
    'HikariPool-1 - Connection is not available, request timed out after 30002ms (total=10, active=10, idle=0)',
    'prisma: Timed out fetching a new connection from the connection pool',
    'Postgres: could not obtain a connection from the pool within 5.000 seconds: connection timed out',
  ];

  it.each(EXHAUSTED)('is another problem than a database that is away at other times: %s', (exhausted) => {
    expect(groups(said('Postgres is unreachable', exhausted))).toEqual([1, 1]);
  });

  it.each(EXHAUSTED)('is the same where the database is away there and then: %s', (exhausted) => {
    const away = repeat(4, (i) => collected({ message: 'Postgres is unreachable', at: i * 300, instance: `i${i}` }));
    const waits = (wait: number) =>
      repeat(4, (i) => collected({ message: exhausted, at: i * 300 + wait, instance: `i${i}` }));
    expect(groups([...away, ...waits(2)])).toEqual([2]);
    expect(groups([...away, ...waits(90)])).toEqual([1, 1]);
  });

  it('is one problem in whatever words', () => {
    const [cluster, ...others] = clusterAll(said(...EXHAUSTED.slice(1, 3)));
    expect(others).toEqual([]);
    expect(cluster?.rules[0]).toBe('joined: 2 patterns say that no connection of the pool is free in checkout');
  });

  it('is one problem for each host it names', () => {
    const waits = (host: string) =>
      `TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection to ${host} timed out, timeout 30.00`;
    expect(groups(said(waits('db-a:5432'), waits('db-b:5433')))).toEqual([1, 1]);
  });

  it('is an outage where its root cause says so', () => {
    const refused = traceback('shop/db.py', 'open', 'OperationalError: connection to postgres:5432 refused');
    const chain = `${refused}\n\nThe above exception was the direct cause of the following exception:\n\n${traceback('shop/db.py', 'lease', `PoolTimeout: ${EXHAUSTED[1]}`)}`;
    expect(groups(said('Postgres is unreachable', chain))).toEqual([2]);
  });
});
