import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, traceback } from './clusters.ts';
import { collected } from './entries.ts';

export const NO_TABLE = 'ProgrammingError: relation "carts" does not exist';
export const trace = traceback('shop/cart.py', 'load', NO_TABLE);

export const request = (overrides: Partial<CollectedEntry> & { at?: number }) =>
  collected({
    http: { method: 'GET', status: 500, latencyMs: 4 },
    message: 'GET /cart 500',
    ...overrides,
    entry: { logName: 'projects/p/logs/run.googleapis.com%2Frequests', httpRequest: { requestUrl: '/cart' } },
  });

export const exit = (overrides: Partial<CollectedEntry> & { at?: number }) =>
  collected({ message: 'Container called exit(1).', severity: 'WARNING', ...overrides });

/** How many patterns each problem has that these entries make. */
export const groups = (entries: readonly CollectedEntry[]) =>
  clusterAll(entries).map(({ patterns }) => patterns.length);

/** Each message twice, far apart, on an instance of its own: nothing but the words can join them. */
export const said = (...messages: string[]) =>
  messages.flatMap((message, m) => repeat(2, (i) => collected({ message, at: 400 * (2 * m + i), instance: `i${m}` })));
