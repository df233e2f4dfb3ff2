import { describe, expect, it } from 'vitest';
import { clusterAll } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

/** Hex digits that look like ports, a number in exponents, or words. */
const HASHES = ['3306', '5432', '9092', '1e10', 'dead', '12ab'];

const clustersOf = (message: (hash: string, n: number) => string, hash: string) =>
  clusterAll([0, 1, 2, 3, 4, 5].map((n) => collected({ message: message(hash, n) }))).map(({ title, fingerprint }) => ({
    title,
    fingerprint,
  }));

describe('a placeholder, whose hex digits come from a random key', () => {
  it.each<[title: string, message: (hash: string, n: number) => string]>([
    ['Order … of … failed: pool exhausted', (hash, n) => `Order 100${n} of [email-${hash}] failed: pool exhausted`],
    [
      'http: TLS handshake error: read tcp: read: connection reset by peer',
      (hash, n) =>
        `http: TLS handshake error from [ip-${hash}]:4${n}122: read tcp 10.0.0.1:443->[ip-${hash}]:4${n}122: read: connection reset by peer`,
    ],
    ['read tcp: i/o timeout', (hash, n) => `read tcp 10.0.0.1:4${n}122->[ip-${hash}]:53: i/o timeout`],
    ['Slow Consumer Detected', (hash, n) => `[ip-${hash}]:5${n}012 - cid:${n}7 - Slow Consumer Detected`],
    [
      'Redis: connect ETIMEDOUT',
      (hash) =>
        `Error: connect ETIMEDOUT [ip-${hash}]:6379\n    at <unknown> (Error: connect ETIMEDOUT [ip-${hash}]:6379)`,
    ],
    [
      'ReplyError: MOVED … in parseError',
      (hash, n) =>
        `ReplyError: MOVED 10${n}9 [ip-${hash}]:6379\n    at parseError (/app/node_modules/redis-parser/lib/parser.js:179:12)`,
    ],
  ])('changes neither title nor fingerprint: %s', (title, message) => {
    const expected = clustersOf(message, '3f9a');
    expect(expected.map((cluster) => cluster.title)).toEqual([title]);
    for (const hash of HASHES) expect(clustersOf(message, hash)).toEqual(expected);
  });
});
