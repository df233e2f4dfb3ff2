import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import type { History, HistoryInput } from './history.ts';
import { type ScenarioGitHub, startGitHub } from './server.ts';

/** Several repositories at one address, as on github.com. */
export interface SeveralRepositories {
  /** Base for Octokit's baseUrl and GITHUB_API_URL, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** @throws Error where none has this name, owner/name */
  of(repository: string): ScenarioGitHub;
  /** Gives a repository another history; it goes on from there. */
  rewrite(repository: string, change: (history: History) => HistoryInput): Promise<void>;
  /** Repositories that were asked for and are not there. */
  readonly missing: readonly string[];
  /** Those that answer nothing but 503. */
  readonly down: Set<string>;
  /** Those that the token has no rights for. */
  readonly shut: Set<string>;
}

/** The viewer of all of them, to whom one token belongs. */
const VIEWER = 'gardener-bot';

/**
 * One scenario server for each repository, behind one address that sends a request to whom it names: by its path, by its
 * search or by the variables of its query.
 */
export async function startSeveral(
  repositories: readonly string[],
  now: () => Date,
  history: Partial<HistoryInput> = {},
): Promise<SeveralRepositories> {
  const trackers = new Map<string, ScenarioGitHub>();
  const missing: string[] = [];
  const down = new Set<string>();
  const shut = new Set<string>();
  for (const repository of repositories) {
    const [owner = '', name = ''] = repository.split('/');
    const more = { viewer: VIEWER, nextNumber: 100, ...history };
    trackers.set(repository, await startGitHub({ history: { repository: { owner, name }, ...more }, now }));
  }
  const [first = ''] = repositories;
  const of = (repository: string): ScenarioGitHub => {
    const tracker = trackers.get(repository);
    if (tracker === undefined) throw new Error(`there is no ${repository}`);
    return tracker;
  };
  const front = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const asked = repositoryIn(request.url ?? '', body);
    const tracker = trackers.get(asked ?? first);
    const refuse = (status: number, message: string) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
    if (tracker === undefined) {
      missing.push(asked ?? '');
      refuse(404, 'Not Found');
      return;
    }
    if (asked !== null && down.has(asked)) {
      refuse(503, 'Unavailable');
      return;
    }
    if (asked !== null && shut.has(asked)) {
      refuse(403, 'Resource not accessible by personal access token');
      return;
    }
    const headers = headersOf(request);
    const method = request.method ?? 'GET';
    try {
      const answer = await fetch(`${tracker.url}${request.url}`, {
        method,
        headers,
        ...(body !== '' && { body }),
        redirect: 'manual',
      });
      const text = (await answer.text()).replaceAll(tracker.url, url);
      const kept = [...answer.headers].filter(([name]) => !HOP.has(name));
      const told = Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll(tracker.url, url)]));
      response.writeHead(answer.status, told).end(text);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const address = front.address();
  if (address === null || typeof address === 'string') throw new Error('The front has no port');
  const url = `http://127.0.0.1:${address.port}`;
  onTestFinished(async () => {
    front.closeAllConnections();
    await new Promise((resolve) => front.close(resolve));
    for (const tracker of trackers.values()) await tracker.stop();
  });
  return {
    url,
    token: of(first).token,
    missing,
    down,
    shut,
    of,
    async rewrite(repository, change) {
      const before = of(repository);
      trackers.set(repository, await startGitHub({ history: change(before.snapshot()), now }));
      await before.stop();
    },
  };
}

/** What holds for one connection alone. */
const HOP = new Set(['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding']);

/** owner/name; null = the request is about no repository. */
function repositoryIn(url: string, body: string): string | null {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const named = /^\/repos\/([^/]+\/[^/]+)/.exec(pathname)?.[1];
  if (named !== undefined) return decodeURIComponent(named);
  const searched = /\brepo:(\S+)/.exec(searchParams.get('q') ?? '')?.[1];
  if (searched !== undefined) return searched;
  if (pathname !== '/graphql') return null;
  const { variables = {} } = JSON.parse(body);
  return typeof variables.owner === 'string' ? `${variables.owner}/${variables.name ?? variables.repo}` : null;
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value !== 'string' || HOP.has(name) || name === 'host' ? [] : [[name, value]],
    ),
  );
}
