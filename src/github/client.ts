import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { GitHubError, UsageError } from '../model/errors.ts';
import type { TapedAnswer, TapedTracker } from '../model/tape.ts';
import { TOKEN_RIGHTS } from './advice.ts';
import { type AppCredentials, findInstallation, signAsApp, signAsInstallation } from './app.ts';
import type { AnswerMemory } from './conditional.ts';
import { type Connection, createConnections } from './connection.ts';
import { ask, isPassing } from './failure.ts';
import type { Replay } from './tape.ts';

/** One repository on GitHub, as the owner of one token sees it. Everything that reads or writes GitHub takes this. */
export interface GitHub {
  /** As GitHub spells them today, also where the config has an older or differently cased name. */
  readonly owner: string;
  readonly name: string;
  /** owner/name, as it was asked for. */
  readonly asked: string;
  readonly octokit: Octokit;
  /** For writes that somebody else may have taken over; see {@link Connection}. */
  readonly confirmed: Connection['confirmed'];
  /** Of the REST API; null = GitHub's own. */
  readonly baseUrl: string | null;
  /** Ours: who the token writes as. */
  readonly login: string;
  /** Our login and `github.trustedAuthors`, in lower case. */
  readonly trusted: ReadonlySet<string>;
  /** Least time between two writes, also where another process made the first. */
  readonly writeIntervalMs: number;
  /** HTTP requests so far, repeated ones and those of every {@link forCluster} included. */
  requests(): number;
  /** Counts requests that the same run made before, of which only the outcome is known. */
  countEarlier(requests: number): void;
  /** See Connection: for what {@link forCluster} gave. */
  readonly askForAgent: Connection['askForAgent'];
  /** The same repository, counting its own requests from 0. */
  forCluster(): GitHub;
  /** Labels that are known to be there, in lower case; null until somebody needs them. */
  readonly labels: { names: Set<string> | null };
}

export interface GitHubOptions {
  /** owner/name */
  readonly repository: string;
  readonly token: string | undefined;
  /** Instead of a token; where both are given the App counts. */
  readonly app?: AppCredentials | null;
  readonly baseUrl: string | undefined;
  readonly allowPublic: boolean;
  readonly trustedAuthors: readonly string[];
  /** Least time between two writes. 0 against a loopback address, as in tests, means that nothing waits at all. */
  readonly writeIntervalMs: number;
  /** Waited for before each request, where others share the limits. */
  readonly turn?: (method: string, url: string) => Promise<void>;
  /** See ConnectionOptions. */
  readonly onWait?: (message: string) => void;
  /** Where answers are kept from one run to the next. */
  readonly memory?: AnswerMemory;
  /** Ends reading and waiting at once; what is being written comes to its end. */
  readonly signal?: AbortSignal;
  /** Told of every answer once the repository is open, for a tape. */
  readonly onAnswer?: (answer: TapedAnswer) => void;
}

const TOKEN_NEEDS = `Set GITHUB_TOKEN to a token with access to the repository (${TOKEN_RIGHTS}).`;

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
  let requests = 0;
  const onRequest = () => {
    requests += 1;
  };
  let isOpen = false;
  const onAnswer = (answer: TapedAnswer): void => {
    if (isOpen) options.onAnswer?.(answer);
  };
  const { connect, login: known } = await signIn(
    { ...options, onRequest, ...(options.onAnswer && { onAnswer }) },
    owner,
    repo,
  );
  const main = connect();
  const repository = await findRepository(main.octokit, owner, repo);
  if (!repository.private && !options.allowPublic) {
    throw new GitHubError(
      `${repository.full_name} is public, and logs of a private service do not belong there by accident. If they do, set github.allowPublic: true in the config.`,
      403,
    );
  }
  const login = known ?? (await findLogin(main.octokit, options.trustedAuthors));
  const [realOwner = owner, realName = repo] = repository.full_name.split('/');
  const all: GitHub = {
    owner: realOwner,
    name: realName,
    asked: options.repository,
    octokit: main.octokit,
    confirmed: main.confirmed,
    baseUrl: options.baseUrl ?? null,
    login,
    trusted: new Set([login, ...options.trustedAuthors].map((author) => author.toLowerCase())),
    writeIntervalMs: options.writeIntervalMs,
    requests: () => requests,
    countEarlier: main.countEarlier,
    askForAgent: main.askForAgent,
    forCluster: () => countApart(all, connect),
    labels: { names: null },
  };
  isOpen = true;
  return all;
}

/** The repository as it answered in an earlier run: nobody is asked, nothing is written. */
export function replayGitHub(
  { owner, name, login, trusted, baseUrl, requestsBefore }: ReplayedRepository,
  replay: Replay,
): GitHub {
  let requests = requestsBefore;
  const connect = createConnections({
    baseUrl: baseUrl ?? undefined,
    auth: 'replay',
    writeIntervalMs: 0,
    replay,
    onRequest: () => {
      requests += 1;
    },
  });
  const main = connect();
  const all: GitHub = {
    owner,
    name,
    asked: `${owner}/${name}`,
    octokit: main.octokit,
    confirmed: main.confirmed,
    baseUrl,
    login,
    trusted: new Set(trusted),
    writeIntervalMs: 0,
    requests: () => requests,
    countEarlier: main.countEarlier,
    askForAgent: main.askForAgent,
    forCluster: () => countApart(all, connect),
    labels: { names: null },
  };
  return all;
}

/** The same repository once more: each request counts there too. */
function countApart(whole: GitHub, connect: ReturnType<typeof createConnections>): GitHub {
  const own = connect(() => whole.countEarlier(1));
  const part: GitHub = { ...whole, ...own, forCluster: () => countApart(part, connect) };
  return part;
}

type ReplayedRepository = Exclude<TapedTracker, { because: string }>;

/** How to connect, and who that makes us where it is known without asking. */
async function signIn(
  options: GitHubOptions & { onRequest: () => void },
  owner: string,
  repo: string,
): Promise<{ connect: () => Connection; login: string | null }> {
  const { app, token } = options;
  if (app) {
    const { id, login } = await findInstallation(
      createConnections({ ...options, auth: signAsApp(app) })().octokit,
      owner,
      repo,
    );
    return { connect: createConnections({ ...options, auth: signAsInstallation(app, id) }), login };
  }
  if (!token) throw new GitHubError(`There is no GitHub token. ${TOKEN_NEEDS}`, 401);
  return { connect: createConnections({ ...options, auth: token }), login: null };
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
    if (error.isAdvised || isPassing(error)) throw error;
    const text = `${error.message} Check the name of the repository, GITHUB_API_URL, and what the token may do (${TOKEN_RIGHTS}).`;
    throw new GitHubError(text, error.status, { cause: error });
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
