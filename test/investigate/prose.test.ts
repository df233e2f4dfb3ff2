import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { backingOf } from '../../src/investigate/backing.ts';
import { checkProse } from '../../src/investigate/claims/check-prose.ts';
import { writeProse } from '../../src/investigate/prose.ts';
import { type Symptom, symptomOf } from '../../src/investigate/symptom.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import type { Fix } from '../../src/model/issue.ts';
import type { SearchRecord } from '../../src/model/report.ts';
import { collected } from '../support/entries.ts';
import { balanced, call, task } from '../support/platform-entries.ts';
import {
  assessed,
  BUFFER,
  clusterOf,
  clustersOf,
  DEV_LAUNCHER,
  entriesOf,
  type Problem,
  ROUTING,
  SESSION,
  THREAD,
} from './problems.ts';

const config = Config.parse({
  components: [
    {
      name: 'Chat',
      importance: 'critical',
      modules: ['netra_backend.app.websocket_core.**'],
      journey: 'Send a message',
      revenue: '$120K MRR is sold with Chat',
    },
  ],
});
const nothingFound: SearchRecord = { steps: [], candidates: [], pulls: [], marked: null, twins: [], remembered: null };

const CRASH = "No module named 'shop.monitoring'";
const TRACEBACK = `Traceback (most recent call last):
  File "/app/shop/core/start.py", line 88, in start
    load()
  File "/app/shop/middleware/gcp_auth.py", line 23, in load
    import shop.monitoring
ModuleNotFoundError: ${CRASH}`;

function crashLoop(): Cluster {
  const starts = Array.from({ length: 5 }, (_, index) => {
    const at = index * 8;
    const on = { instance: `i${index}`, revision: 'shop-00007-abc', service: 'shop' };
    const [trace] = entriesOf({ message: TRACEBACK, times: 1 });
    const [exit] = entriesOf({ message: 'Container called exit(3).', severity: 'WARNING', times: 1 });
    return [trace, exit].flatMap((entry, step) =>
      entry === undefined
        ? []
        : [
            collected({
              message: entry.message,
              severity: entry.severity,
              entry: entry.entry,
              ...on,
              at: at + step,
              insertId: `${index}-${step}`,
            }),
          ],
    );
  });
  return clustersOf(starts.flat())[0] ?? clusterOf({ message: TRACEBACK });
}

const problems: Record<string, Problem> = {
  ROUTING,
  DEV_LAUNCHER,
  SESSION,
  BUFFER,
  THREAD,
  sentry: { message: 'Sentry SDK not available - error tracking disabled', severity: 'WARNING' },
  whitespace: { message: "SERVICE_ID contained whitespace - sanitized from 'api\\n' to 'api'", severity: 'WARNING' },
  refused: { message: 'connect ECONNREFUSED 10.0.0.3:6379' },
  timeout: { message: 'Payment provider timed out after 30s' },
  denied: { message: 'PERMISSION_DENIED: missing iam.serviceAccounts.signBlob' },
  memory: { message: 'Memory limit of 512 MiB exceeded with 530 MiB used' },
  undefinedValue: { message: "TypeError: Cannot read properties of undefined (reading 'email')" },
  none: { message: "'NoneType' object has no attribute 'commit'" },
  key: { message: `${TRACEBACK.replace(/ModuleNotFoundError.*/, '')}KeyError: 'price'` },
  exception: { message: `${TRACEBACK.replace(/ModuleNotFoundError.*/, '')}ValueError: could not parse 12.5 as int` },
  plain: { message: 'Payment failed', user: 'u1' },
  harmless: { message: "SSOT validation issues (non-blocking): ['Multiple manager instances']", severity: 'WARNING' },
};

const proseOf = (cluster: Cluster, fix: Fix | null = null) =>
  writeProse(cluster, assessed(cluster, config), config, fix);
const unbackedIn = (cluster: Cluster, fix: Fix | null = null) => {
  const backing = backingOf(cluster, assessed(cluster, config), nothingFound, fix, config.sourceRoots);
  return checkProse(proseOf(cluster, fix), backing).unbacked;
};

describe('the prose of the rules', () => {
  it.each(Object.entries(problems))('claims nothing that is not backed (%s)', (_, problem) => {
    const cluster = clusterOf(problem);
    expect(unbackedIn(cluster)).toEqual([]);
    for (const text of Object.values(proseOf(cluster))) {
      expect(text).toMatch(/^\S.*\S$/s);
      expect(text).not.toMatch(/undefined`? (?:is|in) |null|NaN|\[object| {2}|\.\.|`\s*`/);
    }
  });

  it('claims nothing that is not backed, whatever strangers write into the log', () => {
    const message = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
      fc.lorem({ maxCount: 20 }),
      fc.constantFrom(...Object.values(problems).map((problem) => problem.message)),
      fc.string({ maxLength: 40 }).map((text) => `No module named '${text}'`),
      fc
        .string({ maxLength: 40 })
        .map((text) => `\`${text}\` costs $500K+ in 15% of 1,000 cases, see #12 and https://evil.example/`),
    );
    fc.assert(
      fc.property(message, (text) => {
        expect(unbackedIn(clusterOf({ message: text }))).toEqual([]);
      }),
      { numRuns: process.env.LONG ? 5000 : 150, examples: [[' '], ['❌ !'], ['! ?'], ['`0)` of 12']] },
    );
  });

  it('rests no figure on the path of a request, which anybody may have sent', () => {
    const entry = { httpRequest: { requestMethod: 'GET', requestUrl: 'https://x/lost/$5,000,000', status: 500 } };
    const http = { method: 'GET', status: 500, latencyMs: 4 };
    const [cluster] = clustersOf([collected({ message: 'GET /lost 500', http, entry })]);
    if (cluster === undefined) throw new Error('There is no cluster.');
    const facts = assessed(cluster, config);
    expect(facts.evidence.map(({ value }) => String(value)).join()).toContain('/lost/');
    const backing = backingOf(cluster, facts, nothingFound, null, config.sourceRoots);
    const prose = { ...proseOf(cluster), impact: 'It cost $5,000,000.' };
    expect(checkProse(prose, backing).unbacked.map(({ text }) => text)).toEqual(['$5,000,000']);
  });

  it('is no form letter: different problems get different sentences', () => {
    const parts = Object.values(problems).map((problem) => proseOf(clusterOf(problem)));
    const kinds = new Set(Object.values(problems).map((problem) => JSON.stringify(symptomOf(clusterOf(problem)).kind)));
    expect(kinds.size).toBeGreaterThanOrEqual(13);
    expect(new Set(parts.map(({ nextAction }) => nextAction)).size).toBe(parts.length);
    expect(new Set(parts.map(({ analysis }) => analysis)).size).toBeGreaterThanOrEqual(kinds.size - 1);
  });

  it('tells a crash loop as what it is: exits, cause, place, way out', () => {
    const cluster = crashLoop();
    const { impact, currentBehaviour, expectedBehaviour, nextAction } = proseOf(cluster);
    expect(impact).toContain(
      '**shop does not stay up.** When it was found, it exited 5 times in 32 seconds, once every 8 s, on revision `shop-00007-abc`.',
    );
    expect(currentBehaviour).toContain('The import of `shop.monitoring` fails in `shop/middleware/gcp_auth.py:23`');
    expect(expectedBehaviour).toContain('starts');
    expect(nextAction).toContain('`shop/middleware/gcp_auth.py:23`');
    expect(nextAction).toContain('roll back to the last revision that started, before `shop-00007-abc`');
    expect(unbackedIn(cluster)).toEqual([]);
  });

  it('does not call several services one', () => {
    const exits = ['shop', 'mail'].flatMap((service) =>
      [0, 8, 16, 24].map((at) =>
        collected({
          at,
          service,
          instance: `${service}-${at}`,
          severity: 'WARNING',
          message: 'Container called exit(3).',
        }),
      ),
    );
    const [cluster = crashLoop()] = clustersOf(exits);
    expect(proseOf(cluster).impact).toContain(
      '**Several services do not stay up.** When it was found, they exited 8 times in 24 seconds, taken together.',
    );
    expect(unbackedIn(cluster)).toEqual([]);
  });

  it('names files as they lie below the source roots of the config', () => {
    const cluster = clusterOf({ message: TRACEBACK });
    const textOf = (sourceRoots: Record<string, string>): string => {
      const own = Config.parse({ sourceRoots });
      return Object.values(writeProse(cluster, assessed(cluster, own), own, null)).join('\n');
    };
    expect(textOf({ '/app/': 'backend/' })).toContain('backend/shop/middleware/gcp_auth.py');
    expect(textOf({ '/app/shop/': '' })).not.toContain('shop/middleware/gcp_auth.py');
  });

  it('leaves components and their money to the list of what is configured', () => {
    const cluster = clusterOf(ROUTING);
    expect(assessed(cluster, config).components.map(({ name }) => name)).toContain('Chat');
    const prose = proseOf(cluster);
    expect(prose.impact).not.toBe('');
    const text = Object.values(prose).join(' ');
    expect(text).not.toContain('Chat');
    expect(text).not.toContain('$');
  });

  it('points to the fix that was merged, where the error came after it', () => {
    const fix = (mergedAt: string): Fix => ({
      pull: 421,
      title: 'Fix',
      url: 'https://github.com/a/b/pull/421',
      mergedAt,
      how: 'closed the issue',
    });
    const cluster = clusterOf(SESSION);
    expect(proseOf(cluster, fix('2025-09-11T18:02:00Z')).nextAction).toContain(
      'Compare with #421, merged 2025-09-11 as the fix.',
    );
    expect(proseOf(cluster, fix('2025-09-30T18:02:00Z')).nextAction).not.toContain('#421');
    expect(unbackedIn(cluster, fix('2025-09-11T18:02:00Z'))).toEqual([]);
  });

  it('says who is affected, or that nobody knows', () => {
    expect(proseOf(clusterOf({ message: 'Payment failed', user: 'u1' })).impact).toContain(
      'When it was found, the entries named 1 user.',
    );
    expect(proseOf(clusterOf({ message: 'Payment failed' })).impact).toContain('not known');
  });

  it('does not present the log call as the place', () => {
    const { currentBehaviour, analysis } = proseOf(clusterOf(SESSION));
    expect(currentBehaviour).not.toContain('callHandlers');
    expect(analysis).toContain('only the log call');
  });

  it.each([
    [{ module: 'loguru._logger', function: '_log', line: '2000' }, 'The entries name only the log call itself'],
    [{ file: '/app/shop/pay.go', line: '12' }, 'in `shop/pay.go:12`'],
  ])('takes %j for what it is', (place, words) => {
    const cluster = clusterOf({ message: 'Payment failed', place });
    expect(Object.values(proseOf(cluster)).join(' ')).toContain(words);
    expect(unbackedIn(cluster)).toEqual([]);
  });

  it('notices advice that contradicts itself', () => {
    expect(proseOf(clusterOf(BUFFER)).analysis).toContain('contradicts itself');
    const sound = BUFFER.message.replace('0.3s to ~0.5s', '0.5s to ~0.3s');
    expect(proseOf(clusterOf({ ...BUFFER, message: sound })).analysis).not.toContain('contradicts itself');
  });
});

describe('symptoms', () => {
  it.each([
    [ROUTING.message, { kind: 'missing-attribute', owner: 'function', attribute: 'can_handle' }],
    [DEV_LAUNCHER.message, { kind: 'missing-module', module: 'dev_launcher', optional: true }],
    ["Error: Cannot find module '@acme/pay'", { kind: 'missing-module', module: '@acme/pay', optional: false }],
    [SESSION.message, { kind: 'missing-prerequisite', what: 'SessionMiddleware', use: 'request.session' }],
    [THREAD.message, { kind: 'mismatch', names: ['run_id', 'thread_id'] }],
    ["'NoneType' object has no attribute 'commit'", { kind: 'missing-value', owner: 'None', attribute: 'commit' }],
    ['DATABASE_URL is not set', { kind: 'wrong-setting', setting: 'DATABASE_URL' }],
    ['Payment failed', { kind: 'message', harmless: false }],
  ])('%s', (message, symptom) => {
    expect(symptomOf(clusterOf({ message }))).toEqual(symptom);
  });

  it.each<[string, CollectedEntry, Symptom]>([
    ['Cloud Scheduler', call(0), { kind: 'failed-call', caller: 'Cloud Scheduler', what: 'job report' }],
    ['Cloud Tasks', task(0), { kind: 'failed-call', caller: 'Cloud Tasks', what: 'queue mail: POST /send/{id}' }],
    ['a load balancer', balanced(0), { kind: 'no-backend', backend: 'web', details: 'failed_to_pick_backend' }],
  ])('of what %s says', (_, entry, symptom) => {
    const [cluster, ...others] = clustersOf([entry]);
    if (cluster === undefined || others.length > 0) throw new Error('one entry makes one cluster');
    expect(symptomOf(cluster)).toEqual(symptom);
    expect(unbackedIn(cluster)).toEqual([]);
    // The same words in a log of our own are no more than words.
    expect(symptomOf(clusterOf({ message: entry.message }))).toEqual({ kind: 'message', harmless: false });
  });

  it('are recognised in linear time', () => {
    const start = performance.now();
    for (const text of ['consider reduc ', "No module named '", 'A_B ', "'a' object has ", 'x must be ']) {
      symptomOf(clusterOf({ message: text.repeat(20_000) }));
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
