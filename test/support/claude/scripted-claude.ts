import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ContentWithToolCallsResponse, LLMock, type TextResponse } from '@copilotkit/aimock';
import { MessagesRequest, problemsIn } from './request.ts';

/** What the scripted model is asked. */
export interface Asked {
  /** The first message: the cluster. */
  readonly brief: string;
  /** From 1. */
  readonly turn: number;
  /** Texts of the tool results in the last message. */
  readonly results: readonly string[];
}

/** What it says. Arguments that are a string go out as they are, malformed or not. */
export interface Move {
  readonly text?: string;
  readonly thinking?: string;
  readonly tools?: readonly { readonly name: string; readonly args: object | string }[];
  /** Why it stopped, where that is not what aimock makes of it. */
  readonly stop?: 'max_tokens' | 'refusal' | 'pause_turn' | 'model_context_window_exceeded' | null;
  readonly tokens?: { readonly input: number; readonly output: number };
}

/** Something that goes wrong on the way to the model, or back. */
export type Fault =
  | { readonly status: number; readonly retryAfterMs?: number }
  /** The line breaks after so many bytes of the answer. */
  | { readonly cutAfter: number }
  | 'garbage';

export interface ScriptedClaude {
  readonly url: string;
  /** Bodies of all requests, valid ones: one that is not is answered with 400 and throws in {@link check}. */
  requests(): readonly MessagesRequest[];
  /** Texts of all tool results it was sent, in order. */
  told(): readonly string[];
  /** Throws when any request was one that the API would refuse. */
  check(): void;
  stop(): Promise<void>;
}

/**
 * Claude by script: aimock speaks the API's protocol, `play` says what, and every request is checked by our own rules,
 * since aimock takes anything.
 *
 * @param play what the model says; a function of what it is asked alone
 * @param fault what goes wrong with the nth request (from 1), or null
 * @param latencyMs how long every answer takes
 * @param key the only one that is accepted where models are asked for, and `models` are those that are there
 */
export async function startScriptedClaude(
  play: (asked: Asked) => Move,
  {
    fault = () => null,
    latencyMs = 0,
    key = null,
    models = [],
  }: {
    fault?: (nth: number, asked: Asked) => Fault | null | Promise<Fault | null>;
    latencyMs?: number;
    key?: string | null;
    models?: readonly string[];
  } = {},
): Promise<ScriptedClaude> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', latency: 0, chunkSize: 200 });
  mock.on({ predicate: () => true }, (request) => {
    // aimock hands over the request in another API's shape; only these are read from it.
    const messages = request.messages.filter(({ role }) => role !== 'system');
    const turn = messages.filter(({ role }) => role === 'assistant').length + 1;
    const last = messages.findLastIndex(({ role }) => role === 'assistant');
    const results = messages.slice(last + 1).flatMap(({ role, content }) => (role === 'tool' ? [textOf(content)] : []));
    return responseFor(play({ brief: textOf(messages[0]?.content ?? ''), turn, results }), turn);
  });
  await mock.start();

  const requests: MessagesRequest[] = [];
  const wrong: string[] = [];
  const told: string[] = [];
  let received = 0;
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  });
  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (incoming.method === 'GET') {
      const name = decodeURIComponent(/^\/v1\/models\/([^/]+)$/.exec(incoming.url ?? '')?.[1] ?? '');
      if (incoming.headers['x-api-key'] !== key) return refuse(outgoing, 401);
      if (!models.includes(name)) return refuse(outgoing, 404);
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ type: 'model', id: name, display_name: name, created_at: '2026-09-01T00:00:00Z' }));
      return;
    }
    const body = await textFrom(incoming);
    received += 1;
    const read = MessagesRequest.safeParse(JSON.parse(body));
    const problems = read.success ? problemsIn(read.data) : [read.error.message];
    if (!read.success || problems.length > 0) {
      wrong.push(...problems);
      return refuse(outgoing, 400);
    }
    requests.push(read.data);
    const asked = askedIn(read.data);
    told.push(...asked.results);
    const failure = await fault(received, asked);
    if (failure !== null && typeof failure === 'object' && 'status' in failure) {
      return refuse(outgoing, failure.status, failure.retryAfterMs);
    }
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    if (failure === 'garbage') {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      outgoing.end('event: message_start\ndata: {"type":"message_start","mess\n\n');
      return;
    }
    const response = await fetch(`${mock.url}${incoming.url}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'x', 'anthropic-version': '2023-06-01' },
      body,
    });
    const { stop } = play(asked);
    const spoken = await response.text();
    const text =
      stop === undefined ? spoken : spoken.replace(/"stop_reason":"\w+"/, `"stop_reason":${JSON.stringify(stop)}`);
    outgoing.writeHead(response.status, { 'content-type': response.headers.get('content-type') ?? 'text/plain' });
    if (failure === null) return void outgoing.end(text);
    outgoing.write(text.slice(0, failure.cutAfter));
    setTimeout(() => outgoing.destroy(), 5);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the scripted model has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests: () => requests,
    told: () => told,
    check() {
      if (wrong.length > 0) throw new Error(`The API would refuse: ${wrong.join('; ')}`);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mock.stop();
    },
  };
}

function askedIn({ messages }: MessagesRequest): Asked {
  const [first] = messages[0]?.content ?? [];
  const last = messages.at(-1)?.content ?? [];
  return {
    brief: first?.type === 'text' ? first.text : '',
    turn: messages.filter(({ role }) => role === 'assistant').length + 1,
    results: last.flatMap((block) => (block.type === 'tool_result' ? [block.content] : [])),
  };
}

function responseFor(move: Move, turn: number): TextResponse | ContentWithToolCallsResponse {
  const { text = '', thinking, tools = [], tokens = { input: 1_000, output: 200 } } = move;
  const common = {
    usage: { input_tokens: tokens.input, output_tokens: tokens.output },
    ...(thinking !== undefined && { reasoning: thinking, reasoningSignature: `signature-${turn}` }),
  };
  if (tools.length === 0) return { content: text, ...common };
  const toolCalls = tools.map(({ name, args }, index) => ({
    name,
    arguments: typeof args === 'string' ? args : JSON.stringify(args),
    id: `toolu_${turn}_${index}`,
  }));
  return { content: text === '' ? ' ' : text, toolCalls, ...common };
}

function refuse(outgoing: ServerResponse, status: number, retryAfterMs?: number): void {
  const type = status === 429 ? 'rate_limit_error' : status === 529 ? 'overloaded_error' : 'api_error';
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfterMs !== undefined && { 'retry-after-ms': String(retryAfterMs) }),
  });
  outgoing.end(JSON.stringify({ type: 'error', error: { type, message: 'as planned' } }));
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: string }) => part.text ?? '').join('');
}

async function textFrom(incoming: IncomingMessage): Promise<string> {
  let text = '';
  incoming.setEncoding('utf8');
  for await (const chunk of incoming) text += chunk;
  return text;
}
