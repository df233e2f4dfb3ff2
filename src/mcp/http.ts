import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server';
import { UsageError } from '../model/errors.ts';
import type { Household } from './household.ts';
import { refuse } from './refuse.ts';
import { createServer } from './server.ts';
import { createSessions } from './sessions.ts';

export const MCP_PATH = '/mcp';

/** More than any call of ours needs. */
const LONGEST_BODY = 4 * 1024 * 1024;

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves any number of clients over streamable HTTP on 127.0.0.1: the 2026 revision request by request, earlier ones by
 * sessions, since they need a connection on which a person can be asked. Without the token nobody gets in.
 *
 * @param port 0 = any that is free
 * @throws UsageError where the port is taken
 */
export async function serveOnHttp(
  household: Household,
  { port, token }: { port: number; token: string },
): Promise<HttpServer> {
  const { onNote } = household.deps;
  const onerror = (error: Error): void => onNote(`MCP: ${error.message}`);
  const modern = createMcpHandler(() => createServer(household), { legacy: 'reject', onerror });
  const serveModern = toNodeHandler(modern, { onerror });
  const sessions = createSessions(household);
  const onChange = (): void => modern.notify.resourcesChanged();
  household.onChange.add(onChange);
  const isLocalHost = localhostHostValidation();
  const isLocalOrigin = localhostOriginValidation();
  const isAllowed = tokenCheck(token);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLocalHost(request, response) || !isLocalOrigin(request, response)) return;
    if (new URL(request.url ?? '/', 'http://127.0.0.1').pathname !== MCP_PATH)
      return refuse(response, 404, `Only ${MCP_PATH} is served here.`);
    if (!isAllowed(request.headers.authorization)) {
      response.setHeader('www-authenticate', 'Bearer realm="log-gardener"');
      return refuse(response, 401, 'A bearer token is needed: log-gardener mcp --http prints it when it starts.');
    }
    if (request.method !== 'POST') return sessions.serve(request, response, undefined);
    const body = await readBody(request);
    if (body === null) return refuse(response, 413, 'The request is too long.');
    const parsed = parseJson(body);
    if (parsed === undefined) return refuse(response, 400, 'The body is no JSON.', -32700);
    const probe = new Request('http://127.0.0.1/', { method: 'POST', headers: headersOf(request), body });
    if (await isLegacyRequest(probe, parsed)) return sessions.serve(request, response, parsed);
    // What was read already is handed over; the rest is what it looks at.
    const { method = 'POST', url = '/', headers } = request;
    const unread = { method, url, headers, [Symbol.asyncIterator]: () => request[Symbol.asyncIterator]() };
    return serveModern(unread, response, parsed);
  }
  const http = createHttpServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      onerror(error instanceof Error ? error : new Error(String(error)));
      if (!response.headersSent) refuse(response, 500, 'log-gardener itself failed.');
      else response.destroy();
    });
  });
  await listen(http, port);
  const address = http.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      household.onChange.delete(onChange);
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      await Promise.allSettled([modern.close(), sessions.close()]);
      http.closeAllConnections();
      await closed;
    },
  };
}

function listen(http: ReturnType<typeof createHttpServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken ? new UsageError(`Port ${port} of 127.0.0.1 is taken. Give --http another one, or 0 for any.`) : error,
      );
    });
    http.listen(port, '127.0.0.1', () => resolve());
  });
}

/** Equal digests are compared, so that neither time nor length tells anything of the token. */
function tokenCheck(token: string): (header: string | undefined) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return (header) => {
    const [, given] = /^Bearer ([^\s]{1,500})$/i.exec(header ?? '') ?? [];
    return given !== undefined && timingSafeEqual(digest(given), expected);
  };
}

/** Null = it is too long. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > LONGEST_BODY) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headersOf({ headers }: IncomingMessage): Headers {
  const known = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] satisfies [string, string]] : [],
  );
  return new Headers(known);
}
