import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plainWords, searchIssues, searchPullRequests } from '../../src/github/search.ts';
import { connected, merged, planted } from './connect.ts';

const RealAnswer = z.looseObject({ items: z.array(z.looseObject({})) });

describe('searching', () => {
  const history = {
    issues: [
      planted(1, { title: 'SessionMiddleware missing', body: 'no session' }),
      planted(2, { title: 'SessionMiddleware again', state: 'closed', closed_at: '2025-09-02T08:00:00Z' }),
      planted(3, { title: 'Something else' }),
    ],
    pulls: [
      merged(4, '2025-09-03T08:00:00Z', { title: 'Install SessionMiddleware first' }),
      { ...merged(5, '2025-09-03T08:00:00Z', { title: 'Drop SessionMiddleware' }), merged_at: null },
    ],
  } as const;
  const mutable = () => ({ issues: [...history.issues], pulls: [...history.pulls] });

  it('finds open and closed issues, and no pull requests', async () => {
    const { github } = await connected(mutable());
    const { hits, complete, error } = await searchIssues(github, 'SessionMiddleware');
    expect(hits.map(({ number }) => number).sort()).toEqual([1, 2]);
    expect(hits.find(({ number }) => number === 1)).toMatchObject({ body: 'no session', state: 'open' });
    expect({ complete, error }).toEqual({ complete: true, error: null });
  });

  it('finds pull requests with what became of them', async () => {
    const { github } = await connected(mutable());
    const { hits } = await searchPullRequests(github, 'SessionMiddleware');
    expect(hits.map(({ number, state, mergedAt }) => [number, state, mergedAt]).sort()).toEqual([
      [4, 'merged', '2025-09-03T08:00:00Z'],
      [5, 'closed', null],
    ]);
  });

  it('tells nothing found from not everything found', async () => {
    const { github, server } = await connected(mutable());
    const nothing = { hits: [], answeredBy: 'lexical', complete: true, error: null };
    expect(await searchIssues(github, 'nosuchword')).toEqual(nothing);
    server.search.incomplete = true;
    const answer = await searchIssues(github, 'SessionMiddleware');
    expect(answer.complete).toBe(false);
    expect(answer.error).toContain('left hits out');
  });

  it.each([
    ['fails', { kind: 'answer', status: 503 }, '503'],
    ['refuses', { kind: 'answer', status: 422 }, '422'],
    ['is out of quota', { kind: 'answer', status: 403 }, '403'],
    ['talks nonsense', { kind: 'answer', status: 200, body: '[]' }, 'not what GitHub sends'],
    ['hangs up', { kind: 'reset' }, 'no answer'],
  ] as const)('is not complete, and no exception, when GitHub %s', async (_, fault, message) => {
    const { github, server } = await connected(mutable());
    for (let nth = 1; nth <= 5; nth++) server.failNext({ method: 'GET', path: '/search/issues', nth, fault });
    const { hits, complete, error } = await searchIssues(github, 'SessionMiddleware');
    expect({ hits, complete }).toEqual({ hits: [], complete: false });
    expect(error).toContain(message);
  });

  it('is not complete when fewer hits came than GitHub counts', async () => {
    const { github, server } = await connected(mutable());
    const body = { total_count: 5, incomplete_results: false, items: [] };
    server.failNext({ method: 'GET', path: '/search/issues', fault: { kind: 'answer', status: 200, body } });
    const answer = await searchIssues(github, 'SessionMiddleware');
    expect(answer).toMatchObject({ hits: [], complete: false, error: 'GitHub counts 5 hits and sent 0' });
  });

  it('reads on when there are more hits than one page holds', async () => {
    const issues = Array.from({ length: 130 }, (_, index) => planted(index + 1, { title: 'SessionMiddleware' }));
    const { github } = await connected({ issues });
    const { hits, complete } = await searchIssues(github, 'SessionMiddleware');
    expect(new Set(hits.map(({ number }) => number)).size).toBe(130);
    expect(complete).toBe(true);
  });

  it('takes no hit of another repository', async () => {
    const { github, server } = await connected(mutable());
    const real = RealAnswer.parse(
      await (
        await fetch(`${server.url}/search/issues?q=SessionMiddleware+repo:acme/shop+is:issue`, {
          headers: { authorization: `token ${server.token}` },
        })
      ).json(),
    );
    const elsewhere = { ...real.items[0], number: 77, repository_url: 'https://api.github.com/repos/other/place' };
    const body = { ...real, total_count: 1, items: [elsewhere] };
    server.failNext({ method: 'GET', path: '/search/issues', fault: { kind: 'answer', status: 200, body } });
    expect((await searchIssues(github, 'SessionMiddleware')).hits).toEqual([]);
  });

  it('asks nothing when no word is left', async () => {
    const { github, server } = await connected(mutable());
    const before = server.requests.length;
    for (const by of ['words', 'phrase', 'meaning'] as const)
      expect(await searchIssues(github, ' "" :: () ', by)).toMatchObject({ hits: [], complete: true, error: null });
    expect(server.requests.length).toBe(before);
  });

  it('finds words that stand together, and only those', async () => {
    const { github, server } = await connected({
      issues: [
        planted(1, { title: 'Payment capture failed for an order' }),
        planted(2, { title: 'Capture of a payment failed' }),
      ],
    });
    const numbers = async (by: 'words' | 'phrase') =>
      (await searchIssues(github, 'payment capture failed', by)).hits.map(({ number }) => number).sort();
    expect(await numbers('words')).toEqual([1, 2]);
    expect(await numbers('phrase')).toEqual([1]);
    const query = new URLSearchParams(server.requests.at(-1)?.query).get('q');
    expect(query).toBe('"payment capture failed" repo:acme/shop is:issue');
  });

  it('finds any of several words, the best match first, and asks for no more than GitHub takes', async () => {
    const { server, github } = await connected(mutable());
    const { hits, complete } = await searchIssues(github, 'nobody session else one two three four', 'any');
    expect(hits.map(({ number }) => number).sort()).toEqual([1, 3]);
    expect(complete).toBe(true);
    const q = new URLSearchParams(server.requests.at(-1)?.query).get('q');
    expect(q).toMatch(/^\(nobody OR session OR else OR one OR two OR three\) repo:/);
  });

  it('is whole with the nearest hits for any of several words, though there are many more', async () => {
    const issues = Array.from({ length: 350 }, (_, index) => planted(10 + index, { title: 'queue is slow' }));
    const { github } = await connected({ issues });
    const { hits, complete } = await searchIssues(github, 'queue worker', 'any');
    expect({ hits: hits.length, complete }).toEqual({ hits: 100, complete: true });
  });

  it('cannot be led out of its quotation marks', async () => {
    const { github, server } = await connected(mutable());
    await searchIssues(github, 'x" repo:evil/corp "y', 'phrase');
    const query = new URLSearchParams(server.requests.at(-1)?.query).get('q');
    expect(query).toBe('"x repo evil/corp y" repo:acme/shop is:issue');
  });

  it('never leaves the repository, whatever the query says', async () => {
    const { github, server } = await connected(mutable());
    await searchIssues(github, 'SessionMiddleware repo:evil/corp OR is:pr "x');
    const query = new URLSearchParams(server.requests.at(-1)?.query).get('q');
    expect(query).toBe('SessionMiddleware repo evil/corp or is pr x repo:acme/shop is:issue');
  });
});

describe('searching by meaning', () => {
  const issues = [planted(1, { title: 'SessionMiddleware missing' })];
  const typeOf = (query: string | undefined) => new URLSearchParams(query).get('search_type');

  it('asks for it, without anything that would keep GitHub from it', async () => {
    const { github, server } = await connected({ issues });
    await searchIssues(github, 'the "session" middleware', 'meaning');
    const { query } = server.requests.at(-1) ?? {};
    expect(typeOf(query)).toBe('hybrid');
    expect(new URLSearchParams(query).get('q')).toBe('the session middleware repo:acme/shop is:issue');
    await searchIssues(github, 'SessionMiddleware', 'words');
    expect(typeOf(server.requests.at(-1)?.query)).toBeNull();
  });

  it('takes an answer by words for one, and says that it is', async () => {
    const { github } = await connected({ issues });
    const { hits, ...rest } = await searchIssues(github, 'SessionMiddleware', 'meaning');
    expect(hits.map(({ number }) => number)).toEqual([1]);
    expect(rest).toEqual({ answeredBy: 'lexical', complete: true, error: null });
  });

  it.each([
    ['is out of quota', { kind: 'answer', status: 403 }],
    ['does not know it', { kind: 'answer', status: 422 }],
  ] as const)('gives way to one by words where GitHub %s', async (_, fault) => {
    const { github, server } = await connected({ issues });
    server.failNext({ method: 'GET', path: '/search/issues', fault });
    const { hits, ...rest } = await searchIssues(github, 'SessionMiddleware', 'meaning');
    expect(hits.map(({ number }) => number)).toEqual([1]);
    expect(rest).toEqual({ answeredBy: 'lexical', complete: true, error: null });
    expect(typeOf(server.requests.at(-1)?.query)).toBeNull();
  });

  it('fails where words fail as well', async () => {
    const { github, server } = await connected({ issues });
    server.search.fail = true;
    expect(await searchIssues(github, 'SessionMiddleware', 'meaning')).toMatchObject({ hits: [], complete: false });
  });

  it('is whole with its nearest hits, though GitHub counts many more', async () => {
    const { github, server } = await connected({ issues });
    const headers = { authorization: `token ${server.token}` };
    const page = await fetch(`${server.url}/search/issues?q=SessionMiddleware+repo:acme/shop+is:issue`, { headers });
    const body = { ...RealAnswer.parse(await page.json()), total_count: 900, search_type: 'hybrid' };
    server.failNext({ method: 'GET', path: '/search/issues', fault: { kind: 'answer', status: 200, body } });
    const before = server.requests.length;
    const { hits, ...rest } = await searchIssues(github, 'sessions', 'meaning');
    expect(hits.map(({ number }) => number)).toEqual([1]);
    expect(rest).toEqual({ answeredBy: 'hybrid', complete: true, error: null });
    expect(server.requests.length - before).toBe(1);
  });
});

describe('plain words', () => {
  it('hold nothing that GitHub reads as an instruction, and fit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
        const words = plainWords(text);
        expect(words).not.toMatch(/[":()]/);
        expect(` ${words}`).not.toMatch(/ (?:-|AND |OR |NOT )/);
        expect(words.length).toBeLessThanOrEqual(100);
        expect(plainWords(words)).toBe(words);
      }),
    );
  });

  it('keep names whole', () => {
    expect(plainWords("No module named 'app.monitoring': see `thread_id`, x-y.")).toBe(
      'No module named app.monitoring see thread_id x-y',
    );
  });
});
