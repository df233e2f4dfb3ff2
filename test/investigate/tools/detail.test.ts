import { describe, expect, it } from 'vitest';
import { merged, planted } from '../../github/connect.ts';
import { clusterOf } from '../problems.ts';
import { found, offline, online } from './scene.ts';

const LONG = 'Twenty letters here. '.repeat(1_000);
const LONGEST = 24_000;

const cluster = clusterOf({ message: `basket fails ${LONG}`, times: 2 });
const pattern = cluster.patterns[0]?.fingerprint ?? '';
const history = {
  issues: [
    planted(1, {
      title: 'Basket',
      body: LONG,
      comments: Array.from({ length: 7 }, () => ({ author: 'eve', body: LONG, created_at: '2025-09-04T08:00:00Z' })),
    }),
  ],
  pulls: [
    merged(3, '2025-09-03T08:00:00Z', {
      title: 'Basket pull',
      body: LONG,
      files: Array.from({ length: 60 }, (_, index) => ({ path: `shop/file${index}.py` })),
    }),
  ],
  commits: [{ sha: 'b2'.repeat(20), path: 'shop/basket.py', at: '2025-09-15T07:00:00Z', pull: 3 }],
};

const CALLS = [
  ['search_issues', { query: 'basket', by: 'words' }, 'Twenty letters'],
  ['get_issue', { number: 1, page: 1 }, 'body by @ada, part 1 of 3'],
  ['search_pull_requests', { query: 'basket', by: 'words' }, 'Twenty letters'],
  ['get_pull_request', { number: 3 }, 'shop/file59.py'],
  ['list_commits', { path: 'shop/basket.py', since: null, until: null }, 'b2'.repeat(20)],
  ['get_entries', { pattern, page: 1 }, '8,000 of'],
] as const;

describe('the detail of a tool', () => {
  it.each(CALLS)('%s tells little unless it is asked for more', async (name, args, more) => {
    const { tools, asked } = await online(history, { cluster });
    const concise = await found(tools.call(name, args));
    const requests = asked().length;
    const detailed = await found(tools.call(name, { ...args, detail: 'detailed' }));
    expect(detailed.length).toBeGreaterThan(concise.length);
    expect(detailed.length).toBeLessThanOrEqual(LONGEST);
    expect(concise).not.toContain(more);
    expect(detailed).toContain(more);
    // What was read once is shown at more length, not read again.
    expect(asked()).toHaveLength(requests);
  });

  it.each(CALLS)('%s takes concise and nothing for the same call', async (name, args) => {
    const { tools } = await online(history, { cluster });
    await found(tools.call(name, args));
    for (const detail of ['concise', null]) {
      expect(await found(tools.call(name, { ...args, detail }))).toContain('was called with these arguments before');
    }
  });

  it('is asked for by the same word everywhere', () => {
    const described = offline().tools.flatMap(({ name, inputSchema }) =>
      JSON.stringify(inputSchema.properties.detail ?? '').includes('"enum":["concise","detailed"]') ? [name] : [],
    );
    expect(described.toSorted()).toEqual(CALLS.map(([name]) => name).toSorted());
  });
});
