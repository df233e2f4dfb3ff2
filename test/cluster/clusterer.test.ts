import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import { Cluster } from '../../src/model/cluster.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

/** A worker that cannot import a module: seven seconds later the container is started anew, on another instance. */
const crashLoop = (starts: number) =>
  repeat(starts, (i) => {
    const line = (offset: number, message: string, severity: CollectedEntry['severity'] = 'ERROR') =>
      collected({
        insertId: `start-${i}-${offset}`,
        at: 60 + i * 7 + offset,
        instance: `instance-${i}`,
        message,
        severity,
      });
    const pid = 11 + (i % 3);
    return [
      line(0.01, "SERVICE_ID contained whitespace - sanitized from 'api\\n' to 'api'", 'WARNING'),
      line(0.02, 'Sentry SDK not available - install sentry-sdk[fastapi] to enable error tracking', 'WARNING'),
      line(0.08, "CRITICAL: Enhanced setup failed: No module named 'shop.services.monitoring'"),
      line(0.09, `[2025-09-16 00:01:0${i % 9} +0000] [${pid}] [ERROR] Exception in worker process`),
      line(
        0.1,
        traceback('shop/middleware.py', '<module>', "ModuleNotFoundError: No module named 'shop.services.monitoring'"),
      ),
      line(0.101, 'During handling of the above exception, another exception occurred:'),
      line(
        0.102,
        traceback(
          'shop/main.py',
          'create_app',
          "RuntimeError: Failed to set up: No module named 'shop.services.monitoring'",
        ),
      ),
      line(0.4, `[2025-09-16 00:01:0${i % 9} +0000] [10] [ERROR] Worker (pid:${pid}) exited with code 3`),
      line(0.41, `[2025-09-16 00:01:0${i % 9} +0000] [10] [ERROR] Reason: Worker failed to boot.`),
      line(0.5, 'Container called exit(3).', 'WARNING'),
    ];
  });

describe('a crash loop', () => {
  const clusters = clusterAll(crashLoop(6));

  it('is one cluster; the warnings that keep time with it are problems of their own', () => {
    expect(clusters.map(({ title, facts }) => [title, facts.count])).toEqual([
      ["No module named 'shop.services.monitoring': service cannot start", 48],
      expect.arrayContaining([6]),
      expect.arrayContaining([6]),
    ]);
    expect(
      clusters
        .slice(1)
        .map(({ title }) => title)
        .sort(),
    ).toEqual([
      "SERVICE_ID contained whitespace - sanitized from 'api\\n' to 'api'",
      'Sentry SDK not available - install sentry-sdk[fastapi] to enable error tracking',
    ]);
  });

  it('has the innermost stack trace as its root, and names the exception', () => {
    const [loop] = clusters;
    expect(loop?.patterns[0]?.example.textPayload).toContain('shop/middleware.py');
    expect(loop?.rootCause).toMatchObject({
      type: 'ModuleNotFoundError',
      message: "No module named 'shop.services.monitoring'",
    });
    expect(loop?.fingerprint).toBe(loop?.patterns[0]?.fingerprint);
  });

  it('has, of two stack traces of one exception, the one taken nearer to where it was thrown as its root', () => {
    const error = 'ProgrammingError: relation "carts" does not exist';
    const frames = (...files: string[]) =>
      files.map((file) => `  File "/app/shop/${file}.py", line 1, in run\n    run()\n`).join('');
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const trace = (above: string) =>
        collected({ message: `Traceback (most recent call last):\n${above}${frames('pool', 'query')}${error}` });
      const [cluster, ...others] = clusterAll([trace(frames('main', `${name}far`)), trace(frames(`${name}near`))]);
      expect(others).toEqual([]);
      expect(cluster?.patterns[0]?.thrown[0]?.frames[0]?.file).toBe(`/app/shop/${name}near.py`);
    }
  });

  it('says why each pattern is part of it', () => {
    const rules = clusters[0]?.rules ?? [];
    expect(rules).toContainEqual(
      expect.stringContaining("quoting the exception 'ModuleNotFoundError: No module named"),
    );
    expect(rules).toContain(
      "joined: 'Container called exit(3).' followed an error of this problem on the same instance within 5 s in 6 of 6 cases",
    );
  });

  it('keeps its fingerprint when a symptom joins or leaves and when counts change', () => {
    const withoutExit = crashLoop(9).filter(({ message }) => !message.startsWith('Container called'));
    expect(clusterAll(withoutExit)[0]?.fingerprint).toBe(clusters[0]?.fingerprint);
  });
});

describe('two problems', () => {
  it('stay two when both begin with one deploy and come in the same requests', () => {
    const entries = repeat(30, (i) => [
      collected({ at: i * 3, message: `Could not price cart ${i}: currency table is empty`, trace: `t${i}` }),
      collected({ at: i * 3 + 0.01, message: `Search index of shop ${i} has no documents`, trace: `t${i}` }),
    ]);
    expect(clusterAll(entries)).toHaveLength(2);
  });

  it('stay three when three are logged by the same call', () => {
    const place = { module: 'logging', function: 'callHandlers', file: '', line: '1706' };
    const messages = [
      'Session access failed (middleware not installed?): SessionMiddleware must be installed to access request.session',
      "Optional authentication failed: No module named 'dev_launcher' (type: ModuleNotFoundError)",
      'LOW BUFFER UTILIZATION: 24.5% - Consider reducing AUTH_HEALTH_CHECK_TIMEOUT from 0.3s to ~0.5s',
    ];
    const entries = repeat(5, (i) =>
      messages.map((message) => collected({ at: i, place, message, severity: 'WARNING' })),
    );
    expect(clusterAll(entries)).toHaveLength(3);
  });

  it('stay two when the same slip is made in two places', () => {
    const slip = "AttributeError: 'NoneType' object has no attribute 'id'";
    const entries = repeat(4, (i) => [
      collected({ at: i * 90, message: traceback('shop/cart.py', 'add_item', slip) }),
      collected({ at: i * 90 + 40, message: traceback('shop/login.py', 'log_in', slip) }),
    ]);
    expect(clusterAll(entries)).toHaveLength(2);
  });
});

describe('a memory kill', () => {
  it('takes in the requests that failed with it', () => {
    const entries = repeat(3, (i) => [
      collected({
        at: i * 600,
        instance: `i${i}`,
        message:
          'The request failed because either the HTTP response was malformed or connection to the instance had an error.',
        http: { method: 'POST', status: 503, latencyMs: 900 },
        entry: { logName: 'projects/p/logs/run.googleapis.com%2Frequests', textPayload: 'The request failed …' },
      }),
      collected({
        at: i * 600 + 1,
        instance: `i${i}`,
        message: `Memory limit of 512 MiB exceeded with ${520 + i} MiB used. Consider increasing the memory limit.`,
      }),
    ]);
    const clusters = clusterAll(entries);
    expect(clusters.map(({ title, facts }) => [title, facts.count])).toEqual([['Memory limit of 512 MiB exceeded', 6]]);
    expect(clusters[0]?.patterns.map(({ kind }) => kind)).toEqual(['exit', 'http-error']);
  });
});

describe('entries without a message', () => {
  it('form a pattern for each failing endpoint', () => {
    const request = (requestUrl: string, status: number) =>
      collected({
        message: `POST ${requestUrl} ${status}`,
        http: { method: 'POST', status, latencyMs: 5 },
        entry: { logName: 'projects/p/logs/run.googleapis.com%2Frequests', httpRequest: { requestUrl } },
      });
    const clusters = clusterAll([
      request('https://shop.run.app/api/v1/carts/4711/items?x=1', 500),
      request('https://shop.run.app/api/v1/carts/12/items', 500),
      request('https://shop.run.app/api/v1/login', 500),
    ]);
    expect(clusters.map(({ title, patterns }) => [title, patterns[0]?.template])).toEqual([
      ['POST /api/v1/carts/…/items answered with 500', 'POST /api/v1/carts/<*>/items 500'],
      ['POST /api/v1/login answered with 500', 'POST /api/v1/login 500'],
    ]);
  });

  it('form a pattern by the keys of their payload, or one that says there is none', () => {
    const clusters = clusterAll([
      collected({ message: '', entry: { jsonPayload: { queue: 'q', depth: 1 } } }),
      collected({ message: ' ', entry: {} }),
    ]);
    expect(clusters.map(({ patterns }) => patterns[0]?.template).sort()).toEqual([
      '(no message)',
      '(no message) depth queue',
    ]);
  });
});

describe('the outcome', () => {
  const noise = fc
    .record({
      insertId: fc.string({ minLength: 1, maxLength: 3 }),
      at: fc.integer({ min: 0, max: 120 }),
      message: fc.oneof(
        fc.constantFrom('__proto__', 'constructor: toString', '', '\u0000', 'a\u0000b', 'a b', 'Payment failed'),
        fc.string({ maxLength: 12 }),
        fc.integer().map((n) => `Order ${n} failed for user u-${n}`),
        fc.string({ maxLength: 4 }).map((value) => traceback('shop/a.py', 'pay', `ValueError: bad ${value}`)),
      ),
      exception: fc.constantFrom(null, 'KeyError: x', traceback('b.py', 'f', "KeyError: 'user_name'")),
      instance: fc.constantFrom('', 'instance-1', 'i2'),
      trace: fc.constantFrom('', 't1', 't2'),
      severity: fc.constantFrom('WARNING' as const, 'ERROR' as const),
      errorGroups: fc.constantFrom([], ['g1'], ['g1', 'g2']),
    })
    .map((given) => collected(given));

  it('is the same, byte for byte, for any order of the entries', () => {
    fc.assert(
      fc.property(
        fc
          .array(noise, { maxLength: 30 })
          .map((extra) => [...crashLoop(2), ...extra])
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(JSON.stringify(clusterAll(shuffled))).toBe(JSON.stringify(clusterAll(all)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('fits the model and holds every entry exactly once', () => {
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 30 }), (entries) => {
        const clusters = clusterAll(entries);
        for (const cluster of clusters) {
          expect(Cluster.safeParse(cluster).error).toBeUndefined();
          expect(cluster.title).not.toBe('');
          expect(cluster.patterns.reduce((sum, { count }) => sum + count, 0)).toBe(cluster.facts.count);
        }
        expect(clusters.reduce((sum, { facts }) => sum + facts.count, 0)).toBe(entries.length);
        expect(new Set(clusters.map(({ fingerprint }) => fingerprint)).size).toBe(clusters.length);
      }),
      { numRuns: 60 },
    );
  });

  it('tells for each entry which pattern and cluster it went to', () => {
    const clusterer = createClusterer();
    const entries = crashLoop(2);
    const ids = entries.map((entry) => clusterer.add(entry));
    const { clusters, assignmentOf } = clusterer.finish();
    const counts = Map.groupBy(ids, (id) => assignmentOf(id).pattern);
    for (const { fingerprint, patterns } of clusters) {
      for (const pattern of patterns) {
        const own = counts.get(pattern.fingerprint) ?? [];
        expect(own).toHaveLength(pattern.count);
        expect(new Set(own.map((id) => assignmentOf(id).cluster))).toEqual(new Set([fingerprint]));
      }
    }
    expect(() => assignmentOf(-1)).toThrow(RangeError);
  });

  it('is empty for no entries', () => {
    expect(clusterAll([])).toEqual([]);
  });
});
