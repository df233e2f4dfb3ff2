import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, it, onTestFinished } from 'vitest';
import { serveOnHttp } from '../../src/mcp/http.ts';
import { demoFolder, demoHousehold, stdioServer } from '../support/mcp.ts';

const TOKEN = 'a-token-for-tests-only';

const WAYS = [
  ['2026', 'http'],
  ['2025', 'http'],
  ['2026', 'stdio'],
  ['2025', 'stdio'],
] as const;

it.each(process.env.LONG ? WAYS : WAYS.slice(0, 3))(
  'tells a client of %s over %s that there is another worklog',
  async (revision, kind) => {
    const folder = demoFolder();
    let lists = 0;
    const onChanged = (): void => {
      lists += 1;
    };
    const client = new Client(
      { name: 'listening', version: '1' },
      {
        versionNegotiation: { mode: revision === '2026' ? 'auto' : 'legacy' },
        listChanged: { resources: { autoRefresh: false, debounceMs: 0, onChanged } },
      },
    );
    if (kind === 'stdio') await client.connect(new StdioClientTransport(stdioServer(folder, null)));
    else {
      const http = await serveOnHttp(demoHousehold(folder, null), { port: 0, token: TOKEN });
      onTestFinished(() => http.close());
      const requestInit = { headers: { authorization: `Bearer ${TOKEN}` } };
      await client.connect(
        new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${http.port}/mcp`), { requestInit }),
      );
    }
    onTestFinished(() => client.close());
    expect(client.getNegotiatedProtocolVersion()).toMatch(new RegExp(`^${revision}`));
    await client.callTool({ name: 'collect_logs', arguments: { sources: ['seed-1.ndjson'] } });
    while (lists === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await client.listResources()).resources.length).toBeGreaterThan(1);
  },
);
