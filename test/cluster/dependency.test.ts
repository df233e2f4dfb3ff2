import { describe, expect, it } from 'vitest';
import { dependencyIn } from '../../src/cluster/joins/dependency.ts';

describe('the dependency that a text speaks of', () => {
  it.each([
    'dial tcp db-1:5432: connect: connection refused',
    'connection to server at "10.0.0.7", port 5432 failed',
    "no answer from ('10.0.0.3', 5432)",
    'no answer from 10.0.0.3 5432',
    'no answer from [ip-3f9a] 5432',
    'no answer from [ip-3306]:5432',
    'listen tcp :5432: bind: address already in use',
    'connect ECONNREFUSED ::1:5432',
    '{"host":"db-1","port":5432}',
    '{:host=>"db-1", :port=>5432}',
    'db_port=5432 did not answer',
    'nothing listens on localhost 5432',
    'cannot bind tcp/5432',
  ])('is told by its port: %s', (text) => {
    expect(dependencyIn([text])).toBe('PostgreSQL');
  });

  it.each([
    'Order 5432 failed',
    'Order of [email-5432] failed',
    'no answer from [ip-6379]',
    'no answer from [ip-3306], 27017 tries',
    '{"order":3306}',
    'took 9200 ms',
    'report 5672 failed',
    'order:5432 was lost',
  ])('is not told by any other number: %s', (text) => {
    expect(dependencyIn([text])).toBeNull();
  });
});
