import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { isInitializeRequest, type McpServer } from '@modelcontextprotocol/server';
import type { Household } from './household.ts';
import { refuse } from './refuse.ts';
import { createServer } from './server.ts';

/** One client of the 2025 revisions. */
interface Session {
  readonly transport: NodeStreamableHTTPServerTransport;
  readonly server: McpServer;
  readonly onChange: () => void;
}

/** Clients that go away without a word are not many; the one that was heard of longest ago makes room. */
const MOST_SESSIONS = 64;

/** The sessions of clients that speak a 2025 revision: each has a server of its own, from its first request to its last. */
export interface Sessions {
  /** `body` = what was sent, parsed; not there for GET and DELETE. */
  serve(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void>;
  close(): Promise<void>;
}

export function createSessions(household: Household): Sessions {
  const sessions = new Map<string, Session>();

  async function end(id: string): Promise<void> {
    const session = sessions.get(id);
    if (session === undefined) return;
    sessions.delete(id);
    household.onChange.delete(session.onChange);
    await session.server.close();
  }

  async function begin(): Promise<NodeStreamableHTTPServerTransport> {
    const server = createServer(household);
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => {
        const onChange = (): void => server.sendResourceListChanged();
        sessions.set(id, { transport, server, onChange });
        household.onChange.add(onChange);
      },
      onsessionclosed: (id) => void end(id),
    });
    await server.connect(transport);
    return transport;
  }

  return {
    async serve(request, response, body) {
      const id = request.headers['mcp-session-id'];
      if (typeof id === 'string') {
        const session = sessions.get(id);
        if (session === undefined) return refuse(response, 404, 'There is no such session: begin a new one.', -32001);
        // The one that is used is the youngest.
        sessions.delete(id);
        sessions.set(id, session);
        return session.transport.handleRequest(request, response, body);
      }
      if (!isInitializeRequest(body)) {
        const status = request.method === 'POST' ? 400 : 405;
        return refuse(response, status, 'No session: initialize begins one.');
      }
      for (const oldest of [...sessions.keys()].slice(0, Math.max(0, sessions.size + 1 - MOST_SESSIONS)))
        await end(oldest);
      const transport = await begin();
      return transport.handleRequest(request, response, body);
    },
    async close() {
      await Promise.allSettled([...sessions.keys()].map(end));
    },
  };
}
