import { expect, it } from 'vitest';
import { serveOnHttp } from '../../src/mcp/http.ts';
import { demoFolder, demoHousehold } from '../support/mcp.ts';
import { runGardener } from '../support/run-gardener.ts';

const PING = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
};

async function withServer(
  act: (
    ask: (init: {
      headers?: Record<string, string>;
      body?: unknown;
      path?: string;
      method?: string;
    }) => Promise<Response>,
  ) => Promise<void>,
): Promise<void> {
  const http = await serveOnHttp(demoHousehold(demoFolder(), null), { port: 0, token: 'right-token-right' });
  try {
    await act(({ headers = {}, body = PING, path = '/mcp', method = 'POST' }) =>
      fetch(`http://127.0.0.1:${http.port}${path}`, {
        method,
        headers: {
          authorization: 'Bearer right-token-right',
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
        ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  } finally {
    await http.close();
  }
}

it('lets nobody in without the token, from another host or from another origin', async () => {
  await withServer(async (ask) => {
    const status = async (headers: Record<string, string>) => (await ask({ headers, body: INITIALIZE })).status;
    expect(await status({})).toBe(200);
    expect(await status({ authorization: '' })).toBe(401);
    expect(await status({ authorization: 'Bearer wrong-token-wrong' })).toBe(401);
    expect(await status({ authorization: 'Basic right-token-right' })).toBe(401);
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ origin: 'null' })).toBe(403);
    expect(await status({ origin: 'http://localhost:6274' })).toBe(200);
    expect((await ask({ path: '/other' })).status).toBe(404);
  });
});

it('answers what is no request of the protocol without falling over', async () => {
  await withServer(async (ask) => {
    expect((await ask({ body: '{' })).status).toBe(400);
    expect((await ask({ body: '[]' })).status).toBeLessThan(500);
    expect((await ask({ body: 'null' })).status).toBeLessThan(500);
    expect((await ask({ body: PING })).status).toBe(400);
    expect((await ask({ method: 'GET' })).status).toBe(405);
    expect((await ask({ headers: { 'mcp-session-id': 'made-up' } })).status).toBe(404);
    expect((await ask({ body: 'x'.repeat(5_000_000) })).status).toBe(413);
    expect((await ask({ body: INITIALIZE })).status).toBe(200);
  });
});

it('keeps to a number of sessions: the one that was heard of longest ago makes room', async () => {
  await withServer(async (ask) => {
    const ids: string[] = [];
    for (let nth = 0; nth < 65; nth += 1) {
      const response = await ask({ body: INITIALIZE });
      ids.push(response.headers.get('mcp-session-id') ?? '');
      await response.text();
    }
    const list = async (id = '') => (await ask({ headers: { 'mcp-session-id': id } })).status;
    expect(await list(ids[0])).toBe(404);
    expect(await list(ids[1])).toBe(200);
    expect(await list(ids[64])).toBe(200);
  });
});

it('refuses a port or token that is none', async () => {
  const cwd = demoFolder();
  expect(await runGardener(['mcp', '--http', 'http'], { cwd })).toMatchObject({ code: 2, stdout: '' });
  const weak = await runGardener(['mcp', '--http', '0'], { cwd, env: { LOG_GARDENER_MCP_TOKEN: 'short' } });
  expect(weak).toMatchObject({ code: 2, stdout: '' });
  expect(weak.stderr).toMatch(/LOG_GARDENER_MCP_TOKEN/);
});
