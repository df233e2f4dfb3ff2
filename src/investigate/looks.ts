import type { GitHub } from '../github/client.ts';
import { type Changed, type Commits, listCommits } from '../github/commits.ts';
import { listComments } from '../github/issues.ts';
import { type ChangedFiles, getPullRequest, type PullDetails, type RecentPulls } from '../github/pulls.ts';
import { readSource, type Source } from '../github/source.ts';
import { GitHubError } from '../model/errors.ts';
import type { IssueComment } from '../model/issue.ts';
import { createMemory, type Memory } from './memory.ts';

/** What GitHub gave, or why it gave nothing. */
export type Looked<T> = { readonly found: T } | { readonly failed: string };

/** Looks at the repository that no decision rests on, so that no step speaks of them; the same one again costs nothing. */
export interface Looks {
  /** The pull requests made last, open or merged, with their files; shared by all clusters of a run. */
  getRecentPulls(): Promise<Looked<readonly ChangedFiles[]>>;
  /** All comments of an issue, oldest first. */
  getComments(number: number): Promise<Looked<readonly IssueComment[]>>;
  /** `found: null` = there is none of this number. */
  getPullRequest(number: number): Promise<Looked<PullDetails | null>>;
  /** A file at a commit, at the default branch for `null`; `path` is one that {@link repositoryFile} let through. */
  getSource(path: string, ref: string | null): Promise<Looked<Source>>;
  /** The commits of the default branch that changed these files, in the order asked for; one request for all. */
  listCommits(asked: readonly Changed[]): Promise<Looked<readonly Commits[]>>;
}

/** How the repository is reached, or why it is not. */
type Way =
  | { readonly github: GitHub; readonly recentPulls: () => Promise<RecentPulls> }
  | { readonly github: null; readonly because: string };

export function createLooks(way: Way): Looks {
  const comments = createMemory<Looked<readonly IssueComment[]>>();
  const pulls = createMemory<Looked<PullDetails | null>>();
  const sources = createMemory<Looked<Source>>();
  const commits = createMemory<Looked<readonly Commits[]>>();

  async function look<T>(memory: Memory<Looked<T>>, key: string, read: (github: GitHub) => Promise<T>) {
    if (way.github === null) return { failed: way.because };
    const { github } = way;
    return memory(key, async () => {
      try {
        return { found: await read(github) };
      } catch (error) {
        if (!(error instanceof GitHubError)) throw error;
        return { failed: error.message.replaceAll(/\s+/g, ' ') };
      }
    });
  }

  return {
    async getRecentPulls() {
      if (way.github === null) return { failed: way.because };
      const answer = await way.recentPulls();
      return answer.complete ? { found: answer.pulls } : { failed: answer.error ?? 'no reason given' };
    },
    getComments: (number) => look(comments, String(number), (github) => listComments(github, number)),
    getPullRequest: (number) => look(pulls, String(number), (github) => getPullRequest(github, number)),
    getSource: (path, ref) => look(sources, `${ref ?? ''} ${path}`, (github) => readSource(github, path, ref)),
    listCommits: (asked) => look(commits, JSON.stringify(asked), (github) => listCommits(github, asked)),
  };
}
