import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../model/errors.ts';
import type { Metrics } from './metrics.ts';

/** Where a worker is watched from. */
export interface Watch {
  readonly port: number;
  close(): Promise<void>;
}

type Answer = [status: number, type: string, body: string];

/** Whoever asks waits no longer than most of them do by themselves. */
const LIMIT_MS = 3_000;

/**
 * Serves `/healthz` (the process answers), `/readyz` (and PostgreSQL answers it) and `/metrics`.
 *
 * @param address `host:port`, or a port of 127.0.0.1
 * @param isReady throws, or takes too long, when it is not
 * @param limitMs how long is too long
 * @throws UsageError for an address that is none, or is taken
 */
export async function startWatch(
  address: string,
  metrics: Pick<Metrics, 'text' | 'contentType'>,
  isReady: () => Promise<unknown>,
  limitMs: number = LIMIT_MS,
): Promise<Watch> {
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(address) ?? [];
  if (port === '') throw new UsageError(`--listen "${address}" is neither host:port nor a port.`);
  const answers: Readonly<Record<string, () => Promise<Answer>>> = {
    '/healthz': async () => [200, 'text/plain', 'ok\n'],
    '/readyz': () => within(limitMs, async () => isReady().then(() => [200, 'text/plain', 'ready\n'])),
    '/metrics': () => within(limitMs, async () => [200, metrics.contentType, await metrics.text()]),
  };
  const server = createServer(async (request, response) => {
    const answer = request.method === 'GET' ? answers[(request.url ?? '').split('?', 1)[0] ?? ''] : undefined;
    const [status, type, body] = (await answer?.()) ?? [404, 'text/plain', 'not here\n'];
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await listen(server, host, Number(port));
  return {
    port: portOf(server.address()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What PostgreSQL is needed for, or that it does not answer in time. */
async function within(limitMs: number, work: () => Promise<Answer>): Promise<Answer> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('no answer in time')), limitMs);
  try {
    return await Promise.race([work(), late.promise]);
  } catch {
    return [503, 'text/plain', 'PostgreSQL does not answer, or the worker stops\n'];
  } finally {
    clearTimeout(timer);
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new UsageError(`--listen ${host}:${port}: ${error.message}.`)));
    server.listen(port, host, resolve);
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
