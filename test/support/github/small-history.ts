import type { HistoryInput } from './history.ts';

/** A small tracker: an open issue, one closed by a pull request, a duplicate, and an open pull request. */
export function smallHistory(): HistoryInput {
  return {
    repository: { owner: 'acme', name: 'shop' },
    viewer: 'gardener',
    nextNumber: 50,
    labels: [{ name: 'bug', color: 'd73a4a', description: 'Broken' }],
    issues: [
      {
        number: 7,
        title: 'Checkout fails with a full basket',
        body: 'The basket_service answers 500 when request.items has more than 99 entries.',
        author: 'ada',
        created_at: '2025-01-02T10:00:00Z',
        labels: ['bug', 'checkout'],
        comments: [
          {
            id: 101,
            author: 'bob',
            body: 'Seen again: QuotaExceeded in the basket.',
            created_at: '2025-01-03T10:00:00Z',
          },
          { author: 'ada', body: 'Still there.', created_at: '2025-01-04T10:00:00Z' },
        ],
      },
      {
        number: 9,
        title: 'Login page is blank',
        author: 'bob',
        state: 'closed',
        state_reason: 'completed',
        created_at: '2025-01-03T00:00:00Z',
        closed_at: '2025-01-05T12:00:01Z',
        closed_by_pull: 12,
      },
      {
        number: 14,
        title: 'Basket is too small',
        author: 'eve',
        state: 'closed',
        state_reason: 'duplicate',
        created_at: '2025-01-06T00:00:00Z',
        closed_at: '2025-01-06T01:00:00Z',
        duplicate_of: 7,
      },
    ],
    pulls: [
      {
        number: 12,
        title: 'Render the login page',
        body: 'Fixes #9',
        author: 'ada',
        state: 'closed',
        created_at: '2025-01-05T09:00:00Z',
        merged_at: '2025-01-05T12:00:00Z',
        closes: [9],
        files: [{ path: 'src/login.py', additions: 3, deletions: 1, patch: '@@ -1 +1,3 @@' }],
      },
      {
        number: 20,
        title: 'Bigger baskets',
        body: 'Would close #7.',
        author: 'bob',
        created_at: '2025-01-07T00:00:00Z',
        closes: [7],
      },
    ],
    commits: [{ sha: 'c0'.repeat(20), path: 'shop/basket.py', at: '2025-01-05T11:00:00Z', pull: 12 }],
    sources: [{ path: 'shop/basket.py', text: 'LIMIT = 99\n' }],
  };
}
