/**
 * A GitHub of our own on loopback, for tests and the demo: it plants a history from YAML and answers as GitHub does.
 * What it answers is checked against GitHub's published OpenAPI description in test/support-tests/.
 */
import { createServer } from 'node:http';
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { htmlUrl, repositoryName } from './answers.ts';
import { appRoutes, createKeys, type Keys } from './app.ts';
import { branchRoutes } from './branch-routes.ts';
import { commentRoutes } from './comment-routes.ts';
import { createFaults, type FaultRule } from './faults.ts';
import { gate } from './gate.ts';
import { History, type HistoryInput, readHistory } from './history.ts';
import { issueRoutes } from './issue-routes.ts';
import type { Limits } from './limits.ts';
import { Moved, Refusal } from './refusal.ts';
import { repositoryRoutes } from './repository-routes.ts';
import type { SearchBehaviour } from './search.ts';
import { searchRoutes } from './search-routes.ts';
import { plant, snapshot, type Tracker } from './tracker.ts';
import type { World } from './world.ts';

interface TrackedComment {
  id: number;
  author: string;
  body: string;
  createdAt: string;
  updatedAt: string;
}

export interface TrackedIssue {
  number: number;
  title: string;
  body: string;
  author: string;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  labels: string[];
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  /** Where people would read it on github.com. */
  url: string;
  comments: TrackedComment[];
  /** From the history; false = made over the API since. */
  planted: boolean;
}

interface RecordedRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: string;
  at: Date;
}

export interface ScenarioGitHub {
  /** Base for Octokit's baseUrl and GITHUB_API_URL, without a slash at the end. */
  url: string;
  /** The one token that is accepted, beside those that the App makes. */
  token: string;
  /** The key of the history's App, in PEM; empty without one. */
  privateKey: string;
  /** owner/name */
  repository: string;
  /** Login of the token's owner. */
  login: string;
  /** Every request in order of arrival, also those that were refused or failed. */
  requests: RecordedRequest[];
  search: SearchBehaviour;
  /** Requests allowed per hour (search: per minute). GitHub's search allows 30; here more, unless a test says so. */
  limits: Limits;
  /** Planted and posted issues by number, with their comments. Pull requests are not among them. */
  issues(): TrackedIssue[];
  /** Files of a branch by path, planted or written; null = the default branch. */
  files(branch: string | null): ReadonlyMap<string, string>;
  /** Numbers of the issues that were made, changed or commented since the start. */
  readonly changed: ReadonlySet<number>;
  /** One fault at the nth call from now on that matches (default: the next). */
  failNext(rule: FaultRule): void;
  /** Everything in the tracker, to start another server from. */
  snapshot(): History;
  stop(): Promise<void>;
}

interface GitHubOptions {
  /** A history, or the path of its YAML file. */
  history: HistoryInput | string;
  /** The clock of what is created and changed, and of how far the search lags. */
  now: () => Date;
}

const TOKEN = 'scenario-token';

/** Starts it on a free port of 127.0.0.1. Throws with every problem of the history. */
export async function startGitHub(options: GitHubOptions): Promise<ScenarioGitHub> {
  const history = typeof options.history === 'string' ? readHistory(options.history) : History.parse(options.history);
  const tracker = plant(history);
  const search: SearchBehaviour = { lagMs: 0, incomplete: false, fail: false, hybrid: false };
  const limits: Limits = {
    core: 5000,
    search: 1000,
    graphql: 5000,
    writesPerMinute: Number.POSITIVE_INFINITY,
    writesPerHour: Number.POSITIVE_INFINITY,
  };
  const requests: RecordedRequest[] = [];
  const faults = createFaults();
  const keys = createKeys(TOKEN, tracker.app);
  const app = createApp({ tracker, search, now: options.now }, limits, keys);

  const listener = getRequestListener(
    async (request, env) => {
      const { pathname, search: query } = new URL(request.url);
      requests.push({ method: request.method, path: pathname, query, at: options.now() });
      const fault = faults.take(request.method, pathname);
      if (fault?.kind === 'answer') return plannedAnswer(fault);
      if (fault?.kind === 'hang') return forever();
      if (fault?.kind === 'reset') return hangUp(env);
      const response = await app.fetch(request, env);
      if (fault?.kind === 'answer held') return forever();
      return fault?.kind === 'answer lost' ? hangUp(env) : response;
    },
    // The test's own Request and Response stay as they are.
    { overrideGlobalObjects: false },
  );
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The scenario server has no port');

  const planted = new Set(history.issues.map((issue) => issue.number));
  const before = new Map(trackedIssues(tracker, planted).map((issue) => [issue.number, JSON.stringify(issue)]));
  return {
    url: `http://127.0.0.1:${address.port}`,
    token: TOKEN,
    privateKey: keys.privateKey,
    repository: repositoryName(tracker),
    login: tracker.viewer,
    requests,
    search,
    limits,
    issues: () => trackedIssues(tracker, planted),
    files: (branch) =>
      new Map(tracker.sources.filter(({ ref }) => ref === branch).map(({ path, text }) => [path, text])),
    get changed() {
      const now = trackedIssues(tracker, planted);
      return new Set(
        now.filter((issue) => before.get(issue.number) !== JSON.stringify(issue)).map(({ number }) => number),
      );
    },
    failNext: (rule) => faults.add(rule),
    snapshot: () => snapshot(tracker),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createApp(world: World, limits: Limits, keys: Keys): Hono {
  // An Enterprise server has the same API below /api/v3, and GraphQL beside it.
  const getPath = (request: Request) =>
    new URL(request.url).pathname.replace(/^\/api(?:\/v3(?=\/)|(?=\/graphql$))/, '');
  const app = new Hono({ getPath });
  app.use(gate(keys, limits, world.tracker.scopes));
  app.route('/', appRoutes(world, keys));
  app.route('/', branchRoutes(world));
  app.route('/', repositoryRoutes(world));
  app.route('/', commentRoutes(world));
  app.route('/', issueRoutes(world));
  app.route('/', searchRoutes(world));
  app.notFound(() => refuse(404, 'Not Found'));
  app.onError((error) => {
    if (error instanceof Moved) return moved(error.url);
    return error instanceof Refusal
      ? refuse(error.status, error.message, error.errors)
      : refuse(500, String(error.stack));
  });
  return app;
}

/** https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api */
function refuse(status: number, message: string, errors: Refusal['errors'] = []): Response {
  const documentation_url = 'https://docs.github.com/rest';
  const body = errors.length > 0 ? { message, errors, documentation_url } : { message, documentation_url };
  return Response.json(status === 422 ? body : { ...body, status: String(status) }, { status });
}

function moved(url: string): Response {
  const body = { message: 'Moved Permanently', url, documentation_url: 'https://docs.github.com/rest' };
  return Response.json(body, { status: 301, headers: { location: url } });
}

function plannedAnswer(fault: { status: number; headers?: Record<string, string>; body?: unknown }): Response {
  const text = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? { message: 'Planned fault' });
  const headers = { 'content-type': 'application/json; charset=utf-8', ...fault.headers };
  return new Response(fault.status === 304 ? null : text, { status: fault.status, headers });
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}

function hangUp(env: HttpBindings | Http2Bindings): Response {
  env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

function trackedIssues(tracker: Tracker, planted: ReadonlySet<number>): TrackedIssue[] {
  return tracker.issues
    .map((issue) => ({
      number: issue.number,
      title: issue.title,
      body: issue.body,
      author: issue.author,
      state: issue.state,
      stateReason: issue.state_reason,
      labels: [...issue.labels],
      createdAt: issue.created_at,
      updatedAt: issue.updated_at,
      closedAt: issue.closed_at,
      url: htmlUrl(tracker, issue),
      comments: issue.comments.map(({ id, author, body, created_at, updated_at }) => ({
        id,
        author,
        body,
        createdAt: created_at,
        updatedAt: updated_at,
      })),
      planted: planted.has(issue.number),
    }))
    .sort((a, b) => a.number - b.number);
}
