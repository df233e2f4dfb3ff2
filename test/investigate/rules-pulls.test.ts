import { describe, expect, it } from 'vitest';
import { connected, merged, planted } from '../github/connect.ts';
import { investigate, look } from './look.ts';
import { clusterOf, type Problem, SESSION } from './problems.ts';

describe('pull requests', () => {
  const prices: Problem = {
    message:
      'Traceback (most recent call last):\n  File "/app/shop/cart.py", line 88, in add_item\n    price = prices[sku]\nKeyError: \'sku-99\'',
  };
  const day = (number: number) => `2025-09-0${number}T08:00:00Z`;
  const changing = (path: string) => ({ files: [{ path: 'README.md' }, { path }] });

  it('are those that change the file of the topmost own frame, open ones too, each with its reasons', async () => {
    const openOne = { number: 5, author: 'ada', created_at: day(4), title: 'Prices by region' };
    const { search, report } = await investigate(prices, {
      issues: [planted(1)],
      pulls: [
        merged(3, day(3), { title: 'Round prices', ...changing('shop/cart.py') }),
        merged(4, day(4), { title: 'Look prices up in add_item', ...changing('shop/cart.py') }),
        { ...openOne, ...changing('shop/cart.py') },
        merged(6, day(5), { title: 'Another cart', ...changing('web/cart.py') }),
        { ...merged(7, day(5), { title: 'Given up', ...changing('shop/cart.py') }), merged_at: null },
      ],
    });
    expect(search.pulls.map(({ number, reasons }) => [number, reasons])).toEqual([
      [4, ['changes shop/cart.py', 'names add_item']],
      [3, ['changes shop/cart.py']],
      [5, ['changes shop/cart.py']],
    ]);
    expect(search.steps.filter(({ query }) => query.startsWith('files'))).toMatchObject([
      { hits: [3, 4, 5], complete: true, query: 'files of the last 50: /app/shop/cart.py' },
    ]);
    expect(report.related).toContainEqual({ number: 3, because: 'merged 2025-09-03; it changes shop/cart.py' });
    expect(report.related).toContainEqual({ number: 5, because: 'pull request, open; it changes shop/cart.py' });
  });

  it('are those that quote the error, though no issue does', async () => {
    const { search } = await investigate(SESSION, {
      issues: [planted(1)],
      pulls: [
        merged(3, day(3), { title: 'Start-up', body: 'Logs say: SessionMiddleware must be installed to access it.' }),
        merged(4, day(4), { title: 'SessionMiddleware: rotate the secret' }),
      ],
    });
    expect(search.pulls.map(({ number, reasons }) => [number, reasons])).toEqual([
      [3, ['quotes "SessionMiddleware must be installed to access"', 'names SessionMiddleware']],
      [4, ['names SessionMiddleware']],
    ]);
    const scores = search.pulls.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('that are linked as closing the issue, and not merged yet, are a fix on its way', async () => {
    const { report, target } = await investigate(SESSION, {
      issues: [planted(1, { title: 'SessionMiddleware missing, request.session fails' })],
      pulls: [{ number: 5, author: 'ada', created_at: day(4), title: 'Order of start-up', closes: [1] }],
    });
    expect(target).toMatchObject({ fix: null, fixesOnTheWay: [{ number: 5 }] });
    const because = 'pull request, open, linked as closing the issue';
    expect(report.related).toContainEqual({ number: 5, because });
  });

  it('that could not be listed leave the search incomplete', async () => {
    const { server } = await connected({ issues: [planted(1)] });
    for (let nth = 1; nth <= 4; nth++)
      server.failNext({ method: 'POST', path: '/graphql', nth, fault: { kind: 'answer', status: 502 } });
    const { search } = await look(clusterOf(prices), server);
    expect(search.steps.find(({ query }) => query.startsWith('files'))).toMatchObject({ complete: false });
  });
});
