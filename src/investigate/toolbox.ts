import type { GitHub } from '../github/client.ts';
import { getHistory } from '../github/history.ts';
import { getIssue } from '../github/issues.ts';
import { locateIssue, type Whereabouts } from '../github/known-issue.ts';
import { isTrusted, type MarkedIssues } from '../github/marked-issues.ts';
import { isSameFile, RECENT_PULLS, type RecentPulls, shareRecentPulls } from '../github/pulls.ts';
import {
  plainWords,
  queryOf,
  type SearchAnswer,
  type SearchBy,
  searchIssues,
  searchPullRequests,
} from '../github/search.ts';
import { GitHubError } from '../model/errors.ts';
import type { Issue, IssueHistory, PullRequest } from '../model/issue.ts';
import type { SearchStep } from '../model/report.ts';
import type { RememberedIssue } from '../store/issues.ts';
import { createLooks, type Looks } from './looks.ts';
import { createMemory } from './memory.ts';

/** The tracker as a run can use it: open, with the markers read, or out of reach and why. */
export type Reach =
  | {
      readonly github: GitHub;
      readonly marked: MarkedIssues;
      /** Asks the store for the issue of a fingerprint. Without a store nothing is remembered. */
      readonly recall?: (fingerprint: string) => Promise<RememberedIssue | null>;
      /** The pull requests made last, read once for all clusters. Without it each toolbox reads them for itself. */
      readonly recentPulls?: () => Promise<RecentPulls>;
    }
  | { readonly github: null; readonly because: string };

/** The issue by which the store remembers a problem, and what has become of it; `unread` = GitHub failed. */
export type Remembered = Pick<RememberedIssue, 'issue' | 'login' | 'ruledAt'> &
  (Whereabouts | { readonly now: 'unread' });

/** What a search found, and its place in the record. */
interface Searched<T> {
  readonly hits: readonly T[];
  readonly step: Readonly<SearchStep>;
}

/**
 * What an investigator may look at: one repository, read only; one toolbox per cluster. Every search is written down,
 * and what was asked before is answered from memory. Nothing here throws for what GitHub fails at: the steps say so.
 */
export interface Toolbox extends Looks {
  /** The issue that carries our marker for this fingerprint, or null; its step says whether that is certain. */
  findMarked(fingerprint: string): number | null;
  /** Other open issues of ours with the marker of this fingerprint: too many by as many. */
  findTwins(fingerprint: string): readonly number[];
  /** Null = the store remembers none, or GitHub cannot be asked; for `unread` a step says why. */
  findRemembered(fingerprint: string): Promise<Remembered | null>;
  /** Issues that fit the query, by default all its words. Check each before you believe it. */
  searchIssues(query: string, by?: SearchBy): Promise<readonly Issue[]>;
  /** Pull requests that fit the query, by default all its words. Check each before you believe it. */
  searchPullRequests(query: string, by?: Exclude<SearchBy, 'meaning'>): Promise<readonly PullRequest[]>;
  /** {@link searchIssues} with what was written down of it; null = there is no word to search for, or nobody to ask. */
  lookForIssues(query: string, by: SearchBy): Promise<Searched<Issue> | null>;
  /** {@link searchPullRequests} with what was written down of it; null as for {@link lookForIssues}. */
  lookForPullRequests(query: string, by: Exclude<SearchBy, 'meaning'>): Promise<Searched<PullRequest> | null>;
  /** Of the pull requests made last, those that change the file of a frame, and under which path of the repository. */
  findPullsTouching(file: string): Promise<readonly { readonly pull: PullRequest; readonly path: string }[]>;
  /** Null = there is none; `unread` = GitHub failed, and a step says so. */
  getIssue(number: number): Promise<Issue | null | 'unread'>;
  getHistory(issue: Issue): Promise<IssueHistory | null>;
  /** Whether what this author writes counts as ours. */
  isTrusted(author: string): boolean;
  /** What was looked up so far, in the order it was asked. */
  steps(): SearchStep[];
  /** owner/name of the one repository that can be read; null when none can. */
  readonly repository: string | null;
  /** Why GitHub cannot be asked at all, or null when it can. */
  readonly outOfReach: string | null;
}

export function createToolbox(reach: Reach): Toolbox {
  const steps: SearchStep[] = [];
  const issueSearches = createMemory<Searched<Issue>>();
  const pullSearches = createMemory<Searched<PullRequest>>();
  const issues = createMemory<Issue | null | 'unread'>();
  const recalled = createMemory<Remembered | null>();
  const histories = createMemory<IssueHistory>();

  const way =
    reach.github === null
      ? reach
      : { github: reach.github, recentPulls: reach.recentPulls ?? shareRecentPulls(reach.github) };

  /** Takes its place in the list when it is asked, not when it is answered. */
  async function record<T extends { number: number }>(
    engine: SearchStep['engine'],
    query: string,
    search: () => Promise<SearchAnswer<T>>,
  ): Promise<Searched<T>> {
    const step: SearchStep = {
      engine,
      answeredBy: null,
      query,
      hits: [],
      complete: false,
      error: 'not answered',
    };
    steps.push(step);
    const { hits, answeredBy, complete, error } = await search();
    Object.assign(step, { hits: hits.map(({ number }) => number), answeredBy, complete, error });
    return { hits, step };
  }

  async function lookForIssues(query: string, by: SearchBy): Promise<Searched<Issue> | null> {
    const words = plainWords(query);
    const { github } = reach;
    if (github === null || words === '') return null;
    const shown = queryOf(words, by);
    const engine = by === 'meaning' ? 'semantic' : 'lexical';
    return issueSearches(`${engine} ${shown}`, () => record(engine, shown, () => searchIssues(github, words, by)));
  }

  async function lookForPullRequests(
    query: string,
    by: Exclude<SearchBy, 'meaning'>,
  ): Promise<Searched<PullRequest> | null> {
    const words = plainWords(query);
    const { github } = reach;
    if (github === null || words === '') return null;
    const shown = queryOf(words, by);
    return pullSearches(shown, () => record('pull-requests', shown, () => searchPullRequests(github, words, by)));
  }

  /** Null = GitHub failed, and a step says so now. */
  async function readIssue<T>(number: number, read: () => Promise<T>): Promise<{ readonly read: T } | null> {
    try {
      return { read: await read() };
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      const unread = { engine: 'marker', answeredBy: null, query: `#${number}`, hits: [], complete: false } as const;
      steps.push({ ...unread, hits: [], error: error.message });
      return null;
    }
  }

  return {
    ...createLooks(way),
    repository: reach.github === null ? null : `${reach.github.owner}/${reach.github.name}`,
    outOfReach: reach.github === null ? reach.because : null,

    findMarked(fingerprint) {
      const marked = reach.github === null ? null : (reach.marked.issues.get(fingerprint) ?? null);
      const { complete, error } = reach.github === null ? { complete: false, error: reach.because } : reach.marked;
      const hits = marked === null ? [] : [marked];
      steps.push({ engine: 'marker', answeredBy: null, query: fingerprint, hits, complete, error });
      return marked;
    },

    findTwins: (fingerprint) => (reach.github === null ? [] : (reach.marked.twins.get(fingerprint) ?? [])),

    searchIssues: async (query, by = 'words') => (await lookForIssues(query, by))?.hits ?? [],

    searchPullRequests: async (query, by = 'words') => (await lookForPullRequests(query, by))?.hits ?? [],

    lookForIssues,
    lookForPullRequests,

    async findPullsTouching(file) {
      if (way.github === null) return [];
      const step: SearchStep = {
        engine: 'pull-requests',
        answeredBy: null,
        query: `files of the last ${RECENT_PULLS}: ${file}`,
        hits: [],
        complete: false,
        error: 'not answered',
      };
      steps.push(step);
      const { pulls, complete, error } = await way.recentPulls();
      const touching = pulls.flatMap(({ pull, paths }) => {
        const path = paths.find((one) => isSameFile(file, one));
        return path === undefined ? [] : { pull, path };
      });
      Object.assign(step, { hits: touching.map(({ pull }) => pull.number), complete, error });
      return touching;
    },

    async getIssue(number) {
      const { github } = reach;
      if (github === null) return 'unread';
      return issues(String(number), async () => {
        // Its marker was read on it a moment ago; before anything is posted it is looked at once more.
        const known = reach.marked.read.get(number);
        if (known !== undefined) return known;
        const answer = await readIssue(number, () => getIssue(github, number));
        return answer === null ? 'unread' : answer.read;
      });
    },

    async findRemembered(fingerprint) {
      const { github } = reach;
      if (github === null) return null;
      return recalled(fingerprint, async () => {
        const known = (await reach.recall?.(fingerprint)) ?? null;
        if (known === null) return null;
        const { commentedAt: _, ...about } = known;
        const answer = await readIssue(known.issue, () => locateIssue(github, known.issue));
        return answer === null ? { ...about, now: 'unread' } : { ...about, ...answer.read };
      });
    },

    async getHistory(issue) {
      const { github } = reach;
      if (github === null) return null;
      return histories(String(issue.number), () => getHistory(github, issue));
    },

    isTrusted: (author) => reach.github !== null && isTrusted(reach.github, author),

    steps: () => steps.map((step) => ({ ...step, hits: [...step.hits] })),
  };
}
