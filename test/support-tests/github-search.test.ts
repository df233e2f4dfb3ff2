import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectOctokit } from '../support/connect-octokit.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';

let github: ScenarioGitHub;
let octokit: ReturnType<typeof connectOctokit>;

beforeEach(async () => {
  github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-02-01T12:00:00Z') });
  octokit = connectOctokit(github);
});
afterEach(() => github.stop());

const find = async (q: string) => {
  const { data } = await octokit.rest.search.issuesAndPullRequests({ q });
  return data.items.map(({ number }) => number);
};

describe('search', () => {
  test.each([
    ['words are ANDed over title, body and comments', 'checkout quotaexceeded is:issue', [7]],
    ['a word that no field has', 'checkout missing is:issue', []],
    ['whole words only', 'bask is:issue', []],
    ['the title weighs more than the body', 'basket is:issue', [7, 14]],
    ['a phrase', '"full basket" is:issue', [7]],
    ['the words of a phrase in another order', '"basket full" is:issue', []],
    ['a dotted name is a phrase', 'request.items is:issue', [7]],
    ['an underscore belongs to the word', 'service is:issue', []],
    ['pull requests', 'login is:pr', [12]],
    ['state', 'is:issue state:closed', [14, 9]],
    ['label, whatever its case', 'is:issue label:BUG', [7]],
    ['in:title', 'quotaexceeded in:title is:issue', []],
    ['author', 'is:issue author:bob', [9]],
    ['not', 'basket NOT checkout is:issue', [14]],
    ['a qualifier with a minus', 'is:issue -label:bug', [14, 9]],
    ['or, in parentheses', 'is:issue (login OR small)', [14, 9]],
    ['a word with a colon is a qualifier that nobody knows', 'lg1:basket is:issue', []],
  ])('%s', async (_, q, numbers) => {
    expect(await find(`${q} repo:acme/shop`)).toEqual(numbers);
  });

  test.each([
    ['x'.repeat(257), 'The search is longer than 256 characters.'],
    ['is:issue a OR b OR c OR d OR e OR f OR g', 'More than five AND / OR / NOT operators were used.'],
    ['basket', "Query must include 'is:issue' or 'is:pull-request'"],
    ['basket is:issue repo:acme/other', 'cannot be searched'],
  ])('%s is refused with 422', async (q, message) => {
    await expect(find(q)).rejects.toMatchObject({ status: 422, message: expect.stringContaining(message) });
  });

  const ask = async (q: string, search_type: 'hybrid' | 'semantic') => {
    const { data } = await octokit.request('GET /search/issues', { q: `${q} repo:acme/shop`, search_type });
    const { items, ...how } = z
      .object({
        items: z.array(z.looseObject({ number: z.int() })),
        search_type: z.string(),
        lexical_fallback_reason: z.array(z.string()).optional(),
      })
      .parse(data);
    return { ...how, numbers: items.map(({ number }) => number) };
  };

  test('a server with a semantic search finds more than the words, and says so', async () => {
    const q = 'basket quotaexceeded is:issue';
    expect(await ask(q, 'hybrid')).toEqual({
      numbers: [7],
      search_type: 'lexical',
      lexical_fallback_reason: ['service_unavailable'],
    });
    github.search.hybrid = true;
    expect(await ask(q, 'hybrid')).toEqual({ numbers: [7, 14], search_type: 'hybrid' });
    expect(await ask(q, 'semantic')).toEqual({ numbers: [7, 14], search_type: 'semantic' });
    expect(await ask('nothing of this is:issue', 'hybrid')).toEqual({ numbers: [], search_type: 'hybrid' });
  });

  test.each([
    ['"full basket" is:issue', 'quoted_text'],
    ['is:issue login OR small', 'or_boolean_not_supported'],
    ['login is:pr', 'non_issue_target'],
    ['is:issue state:open', 'no_text_terms'],
  ])('%s is answered by its words all the same', async (q, reason) => {
    github.search.hybrid = true;
    expect(await ask(q, 'hybrid')).toMatchObject({ search_type: 'lexical', lexical_fallback_reason: [reason] });
  });

  test('what was created or changed a moment ago is not found while the index lags', async () => {
    github.search.lagMs = 60_000;
    await octokit.rest.issues.create({ owner: 'acme', repo: 'shop', title: 'Basket again' });
    await octokit.rest.issues.createComment({ owner: 'acme', repo: 'shop', issue_number: 7, body: 'x' });
    expect(await find('basket is:issue')).toEqual([14]);
    github.search.lagMs = 0;
    expect(await find('basket is:issue')).toEqual([7, 50, 14]);
  });

  test('an incomplete search says so and leaves hits out; a failing one answers 503', async () => {
    github.search.incomplete = true;
    const { data } = await octokit.rest.search.issuesAndPullRequests({ q: 'basket is:issue' });
    expect([data.incomplete_results, data.items.map(({ number }) => number)]).toEqual([true, [7]]);
    github.search.fail = true;
    await expect(find('basket is:issue')).rejects.toMatchObject({ status: 503 });
  });
});

describe('GraphQL', () => {
  const QUERY = `query History($number: Int!) {
    repository(owner: "acme", name: "Shop") {
      issue(number: $number) {
        stateReason(enableDuplicate: true)
        fixes: closedByPullRequestsReferences(first: 10, includeClosedPrs: true) { totalCount nodes { ...Fix } }
        timelineItems(last: 10, itemTypes: [CLOSED_EVENT, MARKED_AS_DUPLICATE_EVENT]) {
          nodes {
            __typename
            ... on ClosedEvent { createdAt closer { __typename ... on PullRequest { ...Fix } } }
            ... on MarkedAsDuplicateEvent { canonical { ... on Issue { number } } }
          }
        }
      }
    }
  }
  fragment Fix on PullRequest { number merged mergedAt repository { nameWithOwner } }`;
  const fix = {
    number: 12,
    merged: true,
    mergedAt: '2025-01-05T12:00:00Z',
    repository: { nameWithOwner: 'acme/shop' },
  };

  test('names the pull request that closed an issue', async () => {
    expect(await octokit.graphql(QUERY, { number: 9 })).toEqual({
      repository: {
        issue: {
          stateReason: 'COMPLETED',
          fixes: { totalCount: 1, nodes: [fix] },
          timelineItems: {
            nodes: [
              {
                __typename: 'ClosedEvent',
                createdAt: '2025-01-05T12:00:01Z',
                closer: { __typename: 'PullRequest', ...fix },
              },
            ],
          },
        },
      },
    });
  });

  test('names the issue that a duplicate follows, and closers that are nobody', async () => {
    expect(await octokit.graphql(QUERY, { number: 14 })).toMatchObject({
      repository: {
        issue: {
          stateReason: 'DUPLICATE',
          fixes: { nodes: [] },
          timelineItems: { nodes: [{ canonical: { number: 7 } }, { closer: null }] },
        },
      },
    });
  });

  test('leaves closed pull requests out unless they are asked for', async () => {
    const open = await octokit.graphql(
      '{ repository(owner: "acme", name: "shop") { issue(number: 9) { closedByPullRequestsReferences(first: 1) { totalCount } } } }',
    );
    expect(open).toEqual({ repository: { issue: { closedByPullRequestsReferences: { totalCount: 0 } } } });
  });

  test('says who the token belongs to', async () => {
    expect(await octokit.graphql('query { viewer { login } }')).toEqual({ viewer: { login: 'gardener' } });
  });

  test.each([
    ['an issue that is not there', { number: 999 }, 'Could not resolve to an Issue with the number of 999.'],
    ['a pull request asked for as an issue', { number: 12 }, 'Could not resolve to an Issue with the number of 12.'],
  ])('%s is an error beside null', async (_, variables, message) => {
    await expect(octokit.graphql(QUERY, variables)).rejects.toMatchObject({
      name: 'GraphqlResponseError',
      data: { repository: { issue: null } },
      errors: [{ type: 'NOT_FOUND', path: ['repository', 'issue'], message }],
    });
  });

  test.each([
    ['{ viewer { nickname } }', "Field 'nickname' doesn't exist on type 'User'"],
    ['{ viewer }', 'Field must have selections'],
    ['{ viewer { login }', 'Unexpected end of document'],
    ['{ viewer { ...Nobody } }', 'Fragment was used, but not defined'],
  ])('%s is refused', async (query, message) => {
    await expect(octokit.graphql(query)).rejects.toThrow(message);
  });

  test('its answers are counted on their own', async () => {
    const headers = { authorization: `Bearer ${github.token}` };
    const body = JSON.stringify({ query: '{ viewer { login } }' });
    const response = await fetch(`${github.url}/graphql`, { method: 'POST', headers, body });
    expect(response.headers.get('x-ratelimit-resource')).toBe('graphql');
    expect(z.object({ data: z.unknown() }).parse(await response.json()).data).toEqual({
      viewer: { login: 'gardener' },
    });
  });
});
