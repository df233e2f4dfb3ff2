import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { GitHubError, UsageError } from '../model/errors.ts';
import { ask } from './failure.ts';
import { paceOf } from './pace.ts';

/** One repository on GitHub, as the owner of one token sees it. Everything that reads or writes GitHub takes this. */
export interface GitHub {
  /** As GitHub spells them today, also where the config has an older or differently cased name. */
  readonly owner: string;
  readonly name: string;
  readonly octokit: Octokit;
  /** Ours: who the token writes as. */
  readonly login: string;
  /** Our login and `github.trustedAuthors`, in lower case. */
  readonly trusted: ReadonlySet<string>;
  /** HTTP requests so far, repeated ones included. */
  requests(): number;
}

export interface GitHubOptions {
  /** owner/name */
  readonly repository: string;
  readonly token: string | undefined;
  readonly baseUrl: string | undefined;
  readonly allowPublic: boolean;
  readonly trustedAuthors: readonly string[];
  /** Least time between two writes. 0 against a loopback address, as in tests, means that nothing waits at all. */
  readonly writeIntervalMs: number;
  /** Told before each wait that GitHub asked for. */
  readonly onWait?: (message: string) => void;
}

const TOKEN_NEEDS =
  'Set GITHUB_TOKEN to a token that may read and write issues and read pull requests of the repository (fine-grained: Issues read and write, Pull requests read, Metadata read; classic: scope repo).';

/** GitHub may ask for more than anyone wants to wait for: beyond this many seconds the call fails instead. */
const LONGEST_WAIT_SECONDS = 300;
const TIMES_TO_WAIT = 3;
const TIMES_TO_RETRY = 2;
const CALL_TIMEOUT_MS = 30_000;

const Repository = z.looseObject({ full_name: z.string().regex(/^[^/]+\/[^/]+$/), private: z.boolean() });

/**
 * Opens the repository and checks, before anything is read or written: that the token is there and good, that the
 * repository exists, that it is private (or `allowPublic`), and who we are. Throws UsageError for a repository that is
 * none, GitHubError for everything that GitHub says or does not say.
 */
export async function openGitHub(options: GitHubOptions): Promise<GitHub> {
  const [owner, repo, ...rest] = options.repository.split('/');
  if (!owner || !repo || rest.length > 0) {
    throw new UsageError(
      `The repository is given as "${options.repository}"; set --repo or the key repository to owner/name.`,
    );
  }
  if (!options.token) throw new GitHubError(`There is no GitHub token. ${TOKEN_NEEDS}`, 401);
  const { octokit, requests } = connect(options, options.token);
  const repository = await findRepository(octokit, owner, repo);
  if (!repository.private && !options.allowPublic) {
    throw new GitHubError(
      `${repository.full_name} is public, and logs of a private service do not belong there by accident. If they do, set github.allowPublic: true in the config.`,
      403,
    );
  }
  const login = await findLogin(octokit, options.trustedAuthors);
  const [realOwner = owner, realName = repo] = repository.full_name.split('/');
  return {
    owner: realOwner,
    name: realName,
    octokit,
    login,
    trusted: new Set([login, ...options.trustedAuthors].map((author) => author.toLowerCase())),
    requests,
  };
}

function connect(options: GitHubOptions, token: string): { octokit: Octokit; requests: () => number } {
  const baseUrl = options.baseUrl?.replace(/\/$/, '');
  const patient = options.writeIntervalMs > 0 || !isLoopback(baseUrl);
  const secondMs = patient ? 1000 : 0;
  let requests = 0;
  const countedFetch: typeof fetch = (input, init) => {
    requests += 1;
    return fetch(input, { ...init, signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  };
  const mayWait =
    (why: string) => (seconds: number, call: { method: string; url: string }, _: unknown, times: number) => {
      if (seconds > LONGEST_WAIT_SECONDS || times >= TIMES_TO_WAIT) return false;
      options.onWait?.(`GitHub asks to wait ${seconds} s (${why}) before ${call.method} ${call.url}`);
      return true;
    };
  const Client = Octokit.plugin(retry, obeyRetryAfter, throttling);
  const octokit = new Client({
    auth: token,
    ...(baseUrl && { baseUrl }),
    userAgent: 'log-gardener',
    request: { fetch: countedFetch },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    // 429 is left to throttling, which knows how long to wait.
    retry: {
      retries: TIMES_TO_RETRY,
      retryAfterBaseValue: secondMs,
      doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451],
    },
    throttle: {
      onRateLimit: mayWait('rate limit'),
      onSecondaryRateLimit: mayWait('secondary rate limit'),
      retryAfterBaseValue: secondMs,
      ...paceOf(options.writeIntervalMs, patient),
    },
  });
  return { octokit, requests: () => requests };
}

/**
 * plugin-throttling waits for an answer that calls itself a secondary rate limit. Proxies and GitHub Enterprise word it
 * otherwise, but GitHub's rule is about the header: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
function obeyRetryAfter(octokit: Pick<Octokit, 'hook'>): object {
  octokit.hook.error('request', (error) => {
    const limited = 'status' in error && (error.status === 403 || error.status === 429);
    const waits = 'response' in error && error.response?.headers['retry-after'] !== undefined;
    if (limited && waits && !/secondary rate/i.test(error.message))
      error.message = `secondary rate limit: ${error.message}`;
    throw error;
  });
  return {};
}

function silent(): void {
  // Octokit would print to the terminal; what matters reaches people as GitHubError or through onWait.
}

function isLoopback(baseUrl: string | undefined): boolean {
  if (baseUrl === undefined || !URL.canParse(baseUrl)) return false;
  const host = new URL(baseUrl).hostname;
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

async function findRepository(octokit: Octokit, owner: string, repo: string): Promise<z.infer<typeof Repository>> {
  try {
    return await ask(`open ${owner}/${repo}`, Repository, () => octokit.rest.repos.get({ owner, repo }));
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (error.status === 401) {
      throw new GitHubError(`GitHub does not accept the token. ${TOKEN_NEEDS}`, 401, { cause: error });
    }
    if (error.status === 404) {
      throw new GitHubError(
        `There is no repository ${owner}/${repo} that this token can see. Check the name; GitHub says the same of a private repository that the token has no access to. ${TOKEN_NEEDS}`,
        404,
        { cause: error },
      );
    }
    throw error;
  }
}

/** GET /user is closed to installation tokens of a GitHub App and of Actions; GraphQL tells them who they are. */
async function findLogin(octokit: Octokit, trustedAuthors: readonly string[]): Promise<string> {
  try {
    return (await ask('ask who the token belongs to', User, () => octokit.rest.users.getAuthenticated())).login;
  } catch (error) {
    if (!(error instanceof GitHubError) || error.status !== 403) throw error;
    const viewer = await askViewer(octokit);
    if (viewer !== null) return viewer;
    const [first] = trustedAuthors;
    if (first !== undefined) return first;
    throw new GitHubError(
      'GitHub does not say who this token writes as. If it is a GitHub App, add its login (name[bot]) to github.trustedAuthors in the config.',
      403,
      { cause: error },
    );
  }
}

const User = z.looseObject({ login: z.string().min(1) });

async function askViewer(octokit: Octokit): Promise<string | null> {
  try {
    const answer = z.looseObject({ viewer: User }).safeParse(await octokit.graphql('query { viewer { login } }'));
    return answer.success ? answer.data.viewer.login : null;
  } catch {
    return null;
  }
}
