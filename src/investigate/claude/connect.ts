import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import { Answer, type TokenCount } from '../../model/transcript.ts';
import { type Model, ModelError, type ModelRequest } from './model.ts';

/** Which way to Claude, with what it takes. */
export type ClaudeAccess =
  | { readonly provider: 'anthropic'; readonly apiKey: string; readonly baseUrl: string | undefined }
  | {
      readonly provider: 'vertex';
      readonly project: string;
      readonly region: string;
      readonly baseUrl: string | undefined;
    };

interface Way {
  readonly messages: Pick<Anthropic['messages'], 'stream'>;
  /** Rejects where there is nothing to sign in with. */
  readonly signedIn: Promise<unknown>;
}

/** An answer may think for minutes; nothing at all for so long is a broken line. */
const TIMEOUT_MS = 10 * 60_000;

/** Connects to Claude. The SDK is loaded here and not before: it takes a quarter of a second. */
export async function connectClaude(access: ClaudeAccess): Promise<Model> {
  const sdk = await import('@anthropic-ai/sdk');
  const { messages, signedIn } = await openWay(access, sdk.default);
  return {
    async ask(request, signal, onWritten) {
      try {
        await signedIn;
      } catch (error) {
        const words = `No credentials of Google Cloud can be used; ${SIGN_IN}.`;
        throw new ModelError(words, { status: 401, passing: false }, { cause: error });
      }
      try {
        const stream = messages.stream(paramsOf(request), { signal });
        stream.on('streamEvent', (event) => {
          if (event.type === 'content_block_delta') onWritten(lengthOf(event.delta));
        });
        return answerOf(await stream.finalMessage());
      } catch (error) {
        throw error instanceof ModelError ? error : modelErrorOf(error, access.provider, sdk.default);
      }
    },
  };
}

/** Tries again are made by the caller (limits.ts), who makes everybody else wait too; hence none by the SDK. */
async function openWay(access: ClaudeAccess, Client: typeof Anthropic): Promise<Way> {
  const shared = { maxRetries: 0, timeout: TIMEOUT_MS, logLevel: 'off' } as const;
  if (access.provider === 'anthropic') {
    const { apiKey, baseUrl } = access;
    const { messages } = new Client({ ...shared, apiKey, authToken: null, baseURL: baseUrl ?? null });
    return { messages, signedIn: Promise.resolve() };
  }
  const { AnthropicVertex } = await import('@anthropic-ai/vertex-sdk');
  const { project, region, baseUrl } = access;
  const vertex = new AnthropicVertex({
    ...shared,
    projectId: project,
    region,
    ...(baseUrl !== undefined && { baseURL: baseUrl }),
  });
  // It looks for credentials at once, long before the first request waits for them: unheeded, a failure ends the process.
  const signedIn: unknown = Reflect.get(vertex, '_authClientPromise');
  const heeded = Promise.resolve(signedIn);
  heeded.catch(() => undefined);
  return { messages: vertex.messages, signedIn: heeded };
}

/**
 * Tools and system prompt are one cached prefix, the same for all clusters of a run; a second mark moves with the end of
 * the conversation. Models since 5.5 refuse a forced tool and a temperature, and think as much as `effort` says.
 */
function paramsOf({ model, effort, maxTokens, system, tools, messages }: ModelRequest): Anthropic.MessageStreamParams {
  const cache_control = { type: 'ephemeral' } as const;
  const last = messages.length - 1;
  return {
    model,
    max_tokens: maxTokens,
    output_config: { effort },
    system: [{ type: 'text', text: system, cache_control }],
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      strict: true,
      input_schema: { ...inputSchema, type: 'object' },
    })),
    messages: messages.map((message, index) => {
      if (message.role === 'assistant') return { role: 'assistant', content: [...message.content] };
      const content = message.content.map((block, at) =>
        index === last && at === message.content.length - 1 ? { ...block, cache_control } : block,
      );
      return { role: 'user', content };
    }),
  };
}

function lengthOf(delta: Anthropic.RawContentBlockDelta): number {
  switch (delta.type) {
    case 'text_delta':
      return delta.text.length;
    case 'thinking_delta':
      return delta.thinking.length;
    case 'input_json_delta':
      return delta.partial_json.length;
    default:
      return 0;
  }
}

function answerOf(message: Anthropic.Message): Answer {
  const answer = Answer.safeParse({
    content: message.content,
    stopReason: message.stop_reason ?? 'none',
    tokens: tokensOf(message.usage),
  });
  if (answer.success) return answer.data;
  throw new ModelError('Claude answered in a form that is not understood.', { status: 200, passing: false });
}

function tokensOf(usage: Anthropic.Usage): TokenCount {
  return {
    input: usage.input_tokens,
    cacheWrite: usage.cache_creation_input_tokens ?? 0,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    output: usage.output_tokens,
  };
}

/** What to do about it, for the one who reads it; the API's own words stay out, since they may quote the request. */
function modelErrorOf(
  error: unknown,
  provider: ClaudeAccess['provider'],
  { APIError, APIUserAbortError }: typeof Anthropic,
): Error {
  if (error instanceof APIUserAbortError)
    return new ModelError('The request was called off.', { status: 0, passing: false });
  if (!(error instanceof APIError)) {
    // The line broke in the middle of an answer, or the answer is garbage: both may be otherwise the next time.
    return new ModelError('Claude’s answer broke off.', { status: 0, passing: true }, { cause: error });
  }
  const status: number = error.status ?? refusalOf(error.cause);
  const passing = status === 0 || status === 408 || status === 409 || status === 429 || status >= 500;
  const about = { status, passing, retryAfterMs: retryAfterOf(error.headers) };
  return new ModelError(wordsFor(status, provider), about, { cause: error });
}

const Refused = z.looseObject({ status: z.int().min(400).max(403) });

/** 401 where it was Google's sign-in that refused, which the SDK takes for a line that is down; else 0. */
function refusalOf(cause: unknown): number {
  return Refused.safeParse(cause).success ? 401 : 0;
}

const SIGN_IN = 'run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS';

function wordsFor(status: number, provider: ClaudeAccess['provider']): string {
  const isVertex = provider === 'vertex';
  switch (status) {
    case 0:
      return isVertex
        ? 'Vertex cannot be reached; check the network, claude.vertex.region and ANTHROPIC_VERTEX_BASE_URL.'
        : 'Claude cannot be reached; check the network and ANTHROPIC_BASE_URL.';
    case 400:
    case 413:
    case 422:
      return `Claude refuses the request (${status}); check claude.model and claude.effort in the config.`;
    case 401:
      return isVertex
        ? `Vertex does not accept the Google account (401); ${SIGN_IN}.`
        : 'Claude does not accept the key (401); check ANTHROPIC_API_KEY.';
    case 403:
      return isVertex
        ? 'Vertex denies access (403); the account needs the role Vertex AI User, and the model must be enabled in the project.'
        : 'Claude denies access (403); the key may not use this model.';
    case 404:
      return isVertex
        ? 'Vertex does not know the model (404); check claude.model and claude.vertex.region.'
        : 'Claude does not know the model (404); check claude.model.';
    case 429:
      return 'Claude’s rate limit is reached (429).';
    case 529:
      return 'Claude is overloaded (529).';
    default:
      return `Claude fails with status ${status}.`;
  }
}

function retryAfterOf(headers: Headers | undefined): number | null {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return seconds >= 0 ? seconds * 1000 : null;
}
