import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, InMemoryTransport, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldStdioTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OldHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { loadRedactionKey } from '../../src/collect/redaction-key.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { McpDeps } from '../../src/mcp/deps.ts';
import { type Household, openHousehold } from '../../src/mcp/household.ts';
import { serveOnHttp } from '../../src/mcp/http.ts';
import { createServer } from '../../src/mcp/server.ts';
import { GitHubError, SourceError } from '../../src/model/errors.ts';
import { openScenarioGitHub } from './github/open.ts';
import { type ScenarioGitHub, startGitHub } from './github/server.ts';
import { GARDENER, startGardener } from './run-gardener.ts';
import { databaseOf, temporaryFolder } from './store.ts';

const DEMO = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));

/** A tool's answer, whichever client got it. */
export const ToolResult = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});
export type ToolResult = z.infer<typeof ToolResult>;

/** A client of either line of the official SDK, as the tests use it. */
export interface McpClient {
  readonly tools: () => Promise<readonly z.infer<typeof ListedTool>[]>;
  readonly call: (name: string, args: Record<string, unknown>, options?: CallOptions) => Promise<ToolResult>;
  readonly resources: () => Promise<readonly string[]>;
  readonly readResource: (uri: string) => Promise<string>;
  readonly prompt: (name: string, args: Record<string, string>) => Promise<string>;
  readonly protocol: () => string | undefined;
  /** Of the server, where the client started it. */
  readonly pid: () => number | null;
  readonly close: () => Promise<void>;
}

interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

const ListedTool = z.looseObject({
  name: z.string(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  outputSchema: z.record(z.string(), z.unknown()),
  annotations: z.looseObject({ readOnlyHint: z.boolean(), destructiveHint: z.boolean() }),
});

/** The folder of the demo: its config and logs, no state yet. */
export function demoFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  for (const name of ['log-gardener.yaml', 'seed-1.ndjson', 'seed-2.ndjson'])
    copyFileSync(join(DEMO, name), join(folder, name));
  return folder;
}

/** The GitHub of the demo, gone when the test is over. */
export async function demoGitHub(): Promise<ScenarioGitHub> {
  const github = await startGitHub({
    history: join(DEMO, 'history.yaml'),
    now: () => new Date('2025-09-12T23:30:00Z'),
  });
  onTestFinished(() => github.stop());
  return github;
}

export function environment(folder: string, github: ScenarioGitHub | null): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  const DATABASE_URL = databaseOf(join(folder, '.log-gardener'));
  return { PATH, HOME, DATABASE_URL, ...(github && { GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url }) };
}

/** What to start for a server on stdio. */
export function stdioServer(cwd: string, github: ScenarioGitHub | null, ...options: string[]) {
  return {
    command: process.execPath,
    args: [...GARDENER, 'mcp', ...options],
    cwd,
    env: environment(cwd, github),
    stderr: 'ignore' as const,
  };
}

/** A server over HTTP in a process of its own, stopped when the test is over. */
export async function startHttp(cwd: string, github: ScenarioGitHub | null): Promise<{ url: URL; token: string }> {
  const token = 'a-token-for-tests-only';
  const env = { ...environment(cwd, github), LOG_GARDENER_MCP_TOKEN: token };
  const gardener = startGardener(['mcp', '--http', '0'], { cwd, env });
  onTestFinished(async () => {
    gardener.kill('SIGTERM');
    await gardener.finished;
  });
  const address = await gardener.heard(/http:\/\/127\.0\.0\.1:\d+\/mcp/);
  return { url: new URL(address), token };
}

/** The same in this process, for a test that is not about how it starts. */
export async function serveHttp(folder: string, github: ScenarioGitHub | null): Promise<{ url: URL; token: string }> {
  const token = 'a-token-for-tests-only';
  const http = await serveOnHttp(demoHousehold(folder, github), { port: 0, token });
  onTestFinished(() => http.close());
  return { url: new URL(`http://127.0.0.1:${http.port}/mcp`), token };
}

export type Way = { readonly stdio: ReturnType<typeof stdioServer> } | { readonly http: { url: URL; token: string } };

/** What a server is given, in this process. Its clock stands in the evening of the demo's first day. */
export function demoHousehold(folder: string, github: ScenarioGitHub | null, more: Partial<McpDeps> = {}): Household {
  const config = parseConfig(readFileSync(join(folder, 'log-gardener.yaml'), 'utf8'), 'log-gardener.yaml');
  const stateDir = join(folder, '.log-gardener');
  const household = openHousehold({
    config,
    folder,
    stateDir,
    databaseUrl: databaseOf(stateDir),
    worklogDir: join(folder, 'worklogs'),
    version: '0.0.0',
    now: () => '2025-09-12T23:30:00.000Z',
    redactionKey: () => loadRedactionKey(stateDir),
    openGitHub: async (repository, _store, options = {}) => {
      if (github === null) throw new GitHubError('There is no GitHub token.', 401);
      return openScenarioGitHub(github, repository, options);
    },
    openLogging: async () => {
      throw new SourceError('Cloud Logging is not there.');
    },
    chooseInvestigator: () => ({ investigator: { name: 'rules', because: 'the test says so' }, access: null }),
    openModel: async () => {
      throw new Error('no model is asked');
    },
    onNote: () => undefined,
    repeat: () => ({ stop: () => undefined }),
    readOnly: false,
    ...more,
  });
  onTestFinished(() => household.stores.close());
  return household;
}

/** A client of the 2.x line that talks to a server in this process, over a 2025 revision. */
export async function connectInside(household: Household, person: Person): Promise<McpClient> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createServer(household).connect(far);
  return connectClient(near, person, 'legacy');
}

/** What a person answers to a question; null = the client has no way to ask. */
export type Person = ((question: string) => boolean) | null;

/** A client of the 2.x line, of the revision that it is asked to speak. */
export async function connectNew(way: Way, person: Person, mode: 'auto' | 'legacy' = 'auto'): Promise<McpClient> {
  const headers = 'http' in way ? { authorization: `Bearer ${way.http.token}` } : {};
  const transport =
    'http' in way
      ? new StreamableHTTPClientTransport(way.http.url, { requestInit: { headers } })
      : new StdioClientTransport(way.stdio);
  return connectClient(transport, person, mode);
}

async function connectClient(transport: Transport, person: Person, mode: 'auto' | 'legacy'): Promise<McpClient> {
  const client = new Client(
    { name: 'new-client', version: '2.4.0' },
    { capabilities: person === null ? {} : { elicitation: { form: {} } }, versionNegotiation: { mode } },
  );
  if (person !== null) {
    client.setRequestHandler('elicitation/create', async ({ params }) => answerOf(person(params.message)));
  }
  await client.connect(transport);
  onTestFinished(() => client.close());
  return {
    tools: async () => z.array(ListedTool).parse((await client.listTools()).tools),
    call: async (name, args, { signal, onProgress } = {}) =>
      ToolResult.parse(
        await client.callTool(
          { name, arguments: args },
          {
            ...(signal && { signal }),
            ...(onProgress && { onprogress: ({ message }) => onProgress(message ?? '') }),
          },
        ),
      ),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    readResource: async (uri) => JSON.stringify((await client.readResource({ uri })).contents),
    prompt: async (name, args) => JSON.stringify((await client.getPrompt({ name, arguments: args })).messages),
    protocol: () => client.getNegotiatedProtocolVersion(),
    pid: () => (transport instanceof StdioClientTransport ? transport.pid : null),
    close: () => client.close(),
  };
}

/** A client of the 1.x line, which speaks the 2025 revisions. */
export async function connectOld(way: Way, person: Person): Promise<McpClient> {
  const client = new OldClient(
    { name: 'old-client', version: '1.32.2' },
    { capabilities: person === null ? {} : { elicitation: {} } },
  );
  if (person !== null) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => answerOf(person(params.message)));
  }
  const headers = 'http' in way ? { authorization: `Bearer ${way.http.token}` } : {};
  const transport =
    'http' in way ? new OldHttpTransport(way.http.url, { requestInit: { headers } }) : new OldStdioTransport(way.stdio);
  await client.connect(transport);
  onTestFinished(() => client.close());
  return {
    tools: async () => z.array(ListedTool).parse((await client.listTools()).tools),
    call: async (name, args, { signal, onProgress } = {}) =>
      ToolResult.parse(
        await client.callTool({ name, arguments: args }, undefined, {
          ...(signal && { signal }),
          ...(onProgress && { onprogress: ({ message }) => onProgress(message ?? '') }),
        }),
      ),
    resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
    readResource: async (uri) => JSON.stringify((await client.readResource({ uri })).contents),
    prompt: async (name, args) => JSON.stringify((await client.getPrompt({ name, arguments: args })).messages),
    pid: () => (transport instanceof OldStdioTransport ? transport.pid : null),
    protocol: () => ('protocolVersion' in transport ? transport.protocolVersion : undefined),
    close: () => client.close(),
  };
}

function answerOf(isYes: boolean) {
  return isYes ? { action: 'accept' as const, content: { confirm: true } } : { action: 'decline' as const };
}

/** A report on the first cluster of the demo, with nothing in it that the evidence does not carry. */
export const ROUTING_REPORT = {
  decision: 'create',
  because: 'No issue names `can_handle`.',
  impact: 'Messages are not routed: 8 entries (E1).',
  currentBehaviour: '`route_message` fails.',
  expectedBehaviour: 'Messages are routed.',
  analysis: 'Likely a plain function is registered where an object is expected.',
  nextAction: 'Look at what `route_message` is given.',
} as const;

/** What a tool found; throws what it said where it failed. */
export function dataOf({ structuredContent, isError, content }: ToolResult): Record<string, unknown> {
  if (isError || structuredContent === undefined) throw new Error(JSON.stringify(content));
  return structuredContent;
}

/** What a tool said it could not do. */
export function failureOf({ isError, content }: ToolResult): string {
  if (!isError) throw new Error(`it did not fail: ${JSON.stringify(content)}`);
  return content.map(({ text }) => text ?? '').join('\n');
}
