import { z } from 'zod';
import { GitHubError } from '../model/errors.ts';
import type { Issue, PullRequest } from '../model/issue.ts';
import type { SearchStep } from '../model/report.ts';
import type { GitHub } from './client.ts';
import { ask } from './failure.ts';
import { isHere, RawIssue, toIssue } from './wire.ts';

/** What a search found, and whether that is all. `complete: false` = more may exist; `error` says why. */
export interface SearchAnswer<T> {
  readonly hits: readonly T[];
  /** Which search answered, where GitHub tells: one by meaning may fall back to words. */
  readonly answeredBy: SearchStep['answeredBy'];
  readonly complete: boolean;
  readonly error: string | null;
}

/**
 * What a hit must hold: all the words, anywhere; the words one after the other; any of the words; or words of the same meaning, where the
 * server has such a search (10 a minute, for issues only, and no quotes:
 * https://docs.github.com/en/rest/search/search#search-issues-and-pull-requests).
 */
export type SearchBy = 'words' | 'phrase' | 'any' | 'meaning';

/**
 * GitHub refuses more than 256 characters, by some accounts qualifiers included, and a repository may take 140 of them:
 * https://docs.github.com/en/rest/search/search#limitations-on-query-length
 */
const LONGEST_QUERY = 100;
/** A page, and how many of them are read: a query that finds more is too loose to tell anything. */
const HITS = 100;
const MOST_PAGES = 3;

const Answer = z.looseObject({
  total_count: z.int(),
  incomplete_results: z.boolean(),
  items: z.array(RawIssue),
  // Enterprise servers do not tell, and have no other search than the one by words.
  search_type: z.enum(['lexical', 'semantic', 'hybrid']).nullish().catch(null),
});

/**
 * Issues of the repository, open and closed, that fit the query; best match first, at most 300. Search lags behind writes
 * by minutes, and each hit is for the caller to check. Never throws for what GitHub fails at.
 */
export async function searchIssues(
  github: GitHub,
  query: string,
  by: SearchBy = 'words',
): Promise<SearchAnswer<Issue>> {
  const found = await search(github, query, by, 'is:issue');
  // GitHub allows few searches by meaning, and a server may know none: words find the same issues less well.
  const isRefused = by === 'meaning' && found.error !== null && found.answeredBy === null;
  const { items, ...rest } = isRefused ? await search(github, query, 'words', 'is:issue') : found;
  return { ...rest, hits: items.filter((item) => item.pull_request === undefined).map(toIssue) };
}

/** Pull requests of the repository that fit the query, as {@link searchIssues} does. */
export async function searchPullRequests(
  github: GitHub,
  query: string,
  by: Exclude<SearchBy, 'meaning'> = 'words',
): Promise<SearchAnswer<PullRequest>> {
  const { items, ...rest } = await search(github, query, by, 'is:pr');
  return { ...rest, hits: items.filter((item) => item.pull_request !== undefined).map(toPullRequest) };
}

interface Found {
  readonly items: readonly RawIssue[];
  readonly answeredBy: SearchStep['answeredBy'];
  readonly complete: boolean;
  readonly error: string | null;
}

async function search(github: GitHub, query: string, by: SearchBy, kind: 'is:issue' | 'is:pr'): Promise<Found> {
  const words = plainWords(query);
  const items: RawIssue[] = [];
  let answeredBy: Found['answeredBy'] = null;
  const found = (error: string | null = null): Found => ({ items, answeredBy, complete: error === null, error });
  if (words === '') return found();
  const q = `${queryOf(words, by)} repo:${github.owner}/${github.name} ${kind}`;
  try {
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const answer = await ask(`search for "${words}"`, Answer, () =>
        github.octokit.rest.search.issuesAndPullRequests({
          q,
          per_page: HITS,
          page,
          ...(by === 'meaning' && { search_type: 'hybrid' }),
        }),
      );
      answeredBy = answer.search_type ?? null;
      items.push(...answer.items.filter(({ repository_url }) => isHere(github, repository_url)));
      if (answer.incomplete_results) return found('GitHub ran out of time and left hits out');
      // Near to some degree is everything then: the nearest are the answer, and more pages are no more of it.
      if (by === 'any' || answeredBy === 'hybrid' || answeredBy === 'semantic') return found();
      if (page * HITS >= answer.total_count) {
        const isMissing = page === 1 && answer.items.length < answer.total_count;
        return found(isMissing ? `GitHub counts ${answer.total_count} hits and sent ${answer.items.length}` : null);
      }
    }
    return found(`more than ${MOST_PAGES * HITS} hits, of which only the best were read`);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return found(error.message);
  }
}

/** Five operators are the most that GitHub takes: https://docs.github.com/articles/troubleshooting-search-queries */
const MOST_ALTERNATIVES = 6;

/** What is sent and shown for plain words: `"a b"`, or `(a OR b)`. */
export function queryOf(words: string, by: SearchBy): string {
  if (by === 'phrase') return `"${words}"`;
  const alternatives = words.split(' ').slice(0, MOST_ALTERNATIVES);
  return by === 'any' && alternatives.length > 1 ? `(${alternatives.join(' OR ')})` : words;
}

/**
 * Words without anything that GitHub reads as an instruction: quotes, colons (qualifiers), parentheses, a leading minus
 * (not), and the operators AND, OR, NOT. Cut to whole words, 100 characters in all.
 */
export function plainWords(text: string): string {
  const words: string[] = [];
  let length = 0;
  for (const chunk of text.slice(0, 4 * LONGEST_QUERY).split(/[^\p{L}\p{N}_./-]+/u)) {
    const word = chunk.replace(/^[-./]+/, '').replace(/[-./]+$/, '');
    if (word === '') continue;
    length += word.length + 1;
    if (length > LONGEST_QUERY) break;
    words.push(/^(AND|OR|NOT)$/.test(word) ? word.toLowerCase() : word);
  }
  return words.join(' ');
}

function toPullRequest(raw: z.infer<typeof RawIssue>): PullRequest {
  const mergedAt = raw.pull_request?.merged_at ?? null;
  return {
    number: raw.number,
    title: raw.title,
    body: raw.body ?? '',
    url: raw.html_url,
    author: raw.user,
    state: mergedAt === null ? raw.state : 'merged',
    mergedAt,
  };
}
