import { writeSync } from 'node:fs';
import pg from 'pg';

/** Imported before a program: at SIGUSR2 it says on stderr what it has used so far. */
let statements = 0;
const query: unknown = Reflect.get(pg.Client.prototype, 'query');
if (typeof query !== 'function') throw new Error('pg has no query to count');
Reflect.set(pg.Client.prototype, 'query', function count(this: unknown, ...given: unknown[]): unknown {
  statements += 1;
  return Reflect.apply(query, this, given);
});

process.on('SIGUSR2', () => {
  const { user, system } = process.cpuUsage();
  writeSync(2, `used ${JSON.stringify({ milliseconds: (user + system) / 1000, statements })}\n`);
});
