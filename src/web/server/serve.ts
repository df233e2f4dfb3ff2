import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, RequestError } from '@hono/node-server';
import { UsageError } from '../../model/errors.ts';
import { SAFE_HEADERS } from './gate.ts';

export interface Served {
  readonly port: number;
  /** Ends it at once: who still listens to events is cut off. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 alone.
 *
 * @param port 0 = one that is free
 * @throws UsageError when the port is taken
 */
export async function serveLocally(
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
): Promise<Served> {
  const server = createServer(
    getRequestListener(fetch, { hostname: '127.0.0.1', overrideGlobalObjects: false, errorHandler: refuseNonsense }),
  );
  const address = await new Promise<AddressInfo | string | null>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address()));
  }).catch((error: unknown) => {
    throw new UsageError(`Port ${port} of 127.0.0.1 cannot be used: ${why(error)}. Leave --port out for a free one.`, {
      cause: error,
    });
  });
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** What is no request that a browser could send: an address or a host that cannot be read. */
function refuseNonsense(error: unknown): Response {
  const [status, said] = error instanceof RequestError ? [400, 'That cannot be read.'] : [500, 'Something went wrong.'];
  const headers = { ...SAFE_HEADERS, 'cache-control': 'no-store' };
  return Response.json({ error: said }, { status, headers });
}

function why(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'something else listens there';
  return code === 'EACCES' ? 'not allowed' : String(error);
}
