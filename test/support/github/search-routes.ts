import { Hono } from 'hono';
import { z } from 'zod';
import { issueAnswer } from './answers.ts';
import { execute } from './graphql-execute.ts';
import { queryRoot } from './graphql-schema.ts';
import { pageOf } from './pages.ts';
import { Refusal, validationFailed } from './refusal.ts';
import { type Hit, reasonsToFallBack, searchByMeaning, searchThreads } from './search.ts';
import { bodyOf, choiceOf, sceneOf, type World } from './world.ts';

const GraphQLRequest = z.looseObject({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });

/** GitHub gives out no more of one search: https://docs.github.com/rest/search/search#about-search */
const MOST_HITS = 1000;

/** https://docs.github.com/rest/search/search#search-issues-and-pull-requests and https://docs.github.com/graphql */
export function searchRoutes(world: World): Hono {
  const app = new Hono();

  app.get('/search/issues', (c) => {
    const { lagMs, incomplete, fail, hybrid } = world.search;
    if (fail) throw new Refusal(503, 'Search is unavailable');
    const scene = sceneOf(world, c);
    const q = c.req.query('q') ?? '';
    const type = choiceOf(c, 'Search', 'search_type', ['lexical', 'semantic', 'hybrid']);
    const fallsBack = type === 'lexical' ? [] : reasonsToFallBack(q, hybrid);
    const answeredBy = fallsBack.length > 0 ? 'lexical' : type;
    const found = unlike([
      ...(answeredBy === 'semantic' ? [] : searchThreads(world.tracker, q, lagMs, world.now())),
      ...(answeredBy === 'lexical' ? [] : searchByMeaning(world.tracker, q, lagMs, world.now())),
    ]);
    const sort = choiceOf(c, 'Search', 'sort', ['best-match', 'created', 'updated', 'comments']);
    const hits = sortHits(found, sort, choiceOf(c, 'Search', 'order', ['desc', 'asc']));
    const known = incomplete ? hits.filter((_, index) => index % 2 === 0) : hits;
    const page = Number(c.req.query('page') ?? 1);
    const size = Math.min(100, Number(c.req.query('per_page') ?? 30));
    if ((page - 1) * size >= MOST_HITS) {
      throw validationFailed({
        resource: 'Search',
        field: 'q',
        code: 'invalid',
        message: `Only the first ${MOST_HITS} search results are available`,
      });
    }
    const items = pageOf(c, known.slice(0, MOST_HITS)).map(({ thread, score }) => {
      const { body, closed_by: _, ...issue } = issueAnswer(scene, thread);
      return { ...issue, body: body ?? '', score };
    });
    return c.json({
      total_count: known.length,
      incomplete_results: incomplete,
      items,
      search_type: answeredBy,
      ...(fallsBack.length > 0 ? { lexical_fallback_reason: fallsBack } : {}),
    });
  });

  app.post('/graphql', async (c) => {
    const { query, variables } = await bodyOf(c, GraphQLRequest);
    return c.json(execute(query, variables ?? {}, queryRoot(sceneOf(world, c))));
  });

  return app;
}

/** Each thread where it stands first. */
function unlike(hits: readonly Hit[]): Hit[] {
  const seen = new Set<number>();
  return hits.filter(({ thread }) => !seen.has(thread.number) && seen.add(thread.number));
}

function sortHits(
  hits: readonly Hit[],
  sort: 'best-match' | 'created' | 'updated' | 'comments',
  order: 'desc' | 'asc',
): Hit[] {
  if (sort === 'best-match') return [...hits];
  const value = ({ thread }: Hit) =>
    sort === 'comments'
      ? thread.comments.length
      : Date.parse(sort === 'created' ? thread.created_at : thread.updated_at);
  const sign = order === 'desc' ? -1 : 1;
  return hits.toSorted((a, b) => sign * (value(a) - value(b) || a.thread.number - b.thread.number));
}
