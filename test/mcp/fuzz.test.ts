import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyCharacter } from '../support/any-character.ts';
import { connectInside, demoFolder, demoGitHub, demoHousehold, ROUTING_REPORT } from '../support/mcp.ts';

const RUNS = process.env.LONG ? 10_000 : 250;
const CLUSTER = 'lg1f1de9c70a30a297c';

/** Arguments that nearly fit: names that the tools know, with anything in them. */
const NAMES = [
  ...[
    'cluster',
    'run',
    'detail',
    'page',
    'query',
    'by',
    'number',
    'draft',
    'seen',
    'reason',
    'ruling',
    'until',
    'of',
    'patterns',
  ],
  ...[
    'with',
    'title',
    'labels',
    'priority',
    'target',
    'sources',
    'project',
    'window',
    'since',
    'minSeverity',
    'status',
  ],
  ...[
    'decision',
    'issue',
    'because',
    'impact',
    'currentBehaviour',
    'expectedBehaviour',
    'analysis',
    'nextAction',
    'related',
  ],
];
const value = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(CLUSTER, 'lg1', 'detailed', 1, 2, 169, 'P1', 'create', 'update', '24h', 'all', 'mute'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'seed-1.ndjson',
      '../..',
      '-',
      '/proc/self/environ',
      "'; drop table runs; --",
      '\u0000',
      '\ud800',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: anyCharacter, maxLength: 200 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);
const args = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 8, noNullPrototype: true });

it(`answers ${RUNS} calls with arguments at random: no crash, no hang, no stack trace`, {
  timeout: 1_200_000,
}, async () => {
  const github = await demoGitHub();
  const household = demoHousehold(demoFolder(), github);
  const client = await connectInside(household, () => false);
  await client.call('collect_logs', { sources: ['seed-1.ndjson'] });
  const tools = (await client.tools()).map(({ name }) => name);
  const whole = fc.oneof(
    { weight: 3, arbitrary: args },
    // With what the tool needs, so that it is reached.
    { weight: 2, arbitrary: args.map((some) => ({ cluster: CLUSTER, query: 'x', number: 169, draft: 'x', ...some })) },
    { weight: 1, arbitrary: args.map((some) => ({ cluster: CLUSTER, ...ROUTING_REPORT, ...some })) },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...tools), whole, async (tool, given) => {
      const answer = await Promise.race([
        client.call(tool, given).then(JSON.stringify, (error: unknown) => String(error)),
        new Promise<string>((_, reject) => setTimeout(reject, 30_000, new Error(`${tool} hangs`)).unref()),
      ]);
      expect(answer).not.toMatch(/\bat (?:async )?[\w.<>]+ \((?:file|node|\/)|node_modules|\.ts:\d+/);
      expect(answer).not.toContain('log-gardener itself failed');
    }),
    { numRuns: RUNS, seed: 20250912, endOnFailure: true },
  );
  // It is well afterwards.
  expect((await client.call('list_clusters', {})).isError).toBeFalsy();
  expect(github.changed.size).toBe(0);
});
