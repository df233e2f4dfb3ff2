import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LiveDeps } from '../../src/review/deps.ts';
import type { Store } from '../../src/store/open.ts';
import { readPage } from '../../src/web/server/page.ts';
import { type ReviewServer, startReviewServer } from '../../src/web/server/start.ts';
import type { Repeat } from '../../src/web/server/watch.ts';
import { reviewing } from './reviewing.ts';
import { temporaryFolder, temporaryStore } from './store.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
}

export interface Desk {
  readonly store: Store;
  readonly server: ReviewServer;
  readonly folder: string;
  readonly token: string;
  /** What the terminal was told of. */
  readonly reported: unknown[];
  /** As the page asks: with its token. */
  ask(path: string, asked?: Asked): Promise<Answer>;
  /** As anybody could: with nothing but what is given. */
  raw(path: string, asked?: Asked): Promise<Answer>;
  /** The answer's JSON, which must be a success. */
  json(path: string, asked?: Asked): Promise<unknown>;
}

interface Given {
  readonly review?: Partial<LiveDeps>;
  readonly repeat?: Repeat;
}

/** The review page's server on a store of its own, with somebody signed in; ends with the test. */
export async function openDesk({ review, repeat }: Given = {}): Promise<Desk> {
  const folder = temporaryFolder();
  const store = await temporaryStore(folder);
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>Review</title>');
  writeFileSync(join(folder, 'page', 'assets', 'page-abc123.js'), 'export {};');
  writeFileSync(join(folder, 'page', 'secret.txt'), 'not for the page');
  const page = readPage(join(folder, 'page'));
  if (page === null) throw new Error('the page was written and is not there');
  const reported: unknown[] = [];
  const server = await startReviewServer({
    review: reviewing({ store, ...review }),
    worklogDir: join(folder, 'worklogs'),
    page,
    port: 0,
    paths: [{ path: folder, name: 'the state folder' }],
    report: (error) => reported.push(error),
    ...(repeat && { repeat }),
  });
  onTestFinished(() => server.close());
  const { port } = server;
  const raw = (path: string, asked: Asked = {}): Promise<Answer> => send(port, path, asked);
  const code = codeOf(server.newAddress());
  const origin = `http://127.0.0.1:${port}`;
  const opened = await raw('/api/session', { json: { code }, headers: { origin } });
  const { token }: { token: string } = JSON.parse(opened.text);
  const ask = (path: string, asked: Asked = {}): Promise<Answer> =>
    raw(path, { ...asked, headers: { authorization: `Bearer ${token}`, origin, ...asked.headers } });
  const json = async (path: string, asked?: Asked): Promise<unknown> => {
    const answer = await ask(path, asked);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text);
  };
  return { store, server, folder, token, reported, ask, raw, json };
}

/** The code behind the # of an address. */
export function codeOf(address: string): string {
  return new URL(address).hash.replace('#code=', '');
}

/** Not fetch: that one does not let a test say which Host it wants, or send a path with `..` in it. */
function send(port: number, path: string, { method, headers = {}, body, json }: Asked): Promise<Answer> {
  const sent = json === undefined ? body : JSON.stringify(json);
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        ...{ host: '127.0.0.1', port, path, agent: false },
        method: method ?? (sent === undefined ? 'GET' : 'POST'),
        headers: { ...type, ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
        response.on('error', reject);
      },
    );
    asking.on('error', reject);
    asking.end(sent);
  });
}
