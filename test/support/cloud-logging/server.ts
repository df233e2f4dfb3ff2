import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as grpc from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { z } from 'zod';
import { encodeEntry } from './encode.ts';
import { FilterError, type ParsedFilter, parseFilter } from './filter.ts';
import { type FakeLog, firstFrom, type StoredEntry } from './log.ts';

/** What may go wrong with a call. `break` cuts the connection before the answer. */
export type Fault =
  | 'RESOURCE_EXHAUSTED'
  | 'UNAVAILABLE'
  | 'DEADLINE_EXCEEDED'
  | 'PERMISSION_DENIED'
  | 'UNAUTHENTICATED'
  | 'API_DISABLED'
  | 'expire tokens'
  | 'break';

const ListRequest = z.object({
  resourceNames: z.array(z.string()).min(1),
  filter: z.string(),
  orderBy: z.string(),
  pageSize: z.int(),
  pageToken: z.string(),
});
export type ListRequest = z.infer<typeof ListRequest>;

/** Opaque to the client: base64url of JSON. */
const PageToken = z
  .base64url()
  .transform((token) => Buffer.from(token, 'base64url').toString())
  .pipe(z.string().regex(/^\{.*\}$/))
  .transform((json): unknown => JSON.parse(json))
  .pipe(z.object({ index: z.int(), number: z.int(), at: z.number(), key: z.string() }));

export interface FakeOptions {
  readonly log: FakeLog;
  /** Those whose logs may be read: the project `acme` where it is not said. Any other is refused, there or not. */
  readonly projects?: readonly string[];
  /** Milliseconds since 1970: what is there already, how old a token is, which reads are of the last minute. */
  readonly now: () => number;
  /** Reads in any 60 seconds; more are answered RESOURCE_EXHAUSTED. */
  readonly readsPerMinute?: number;
  readonly tokenLifeMs?: number;
  /** How long after its arrival an entry can be found. */
  readonly findableAfterMs?: number;
  /** Asked at every call, counted from 1. */
  readonly fault?: (call: number, request: ListRequest) => Fault | null;
}

/** An error that the client is told. */
class Refusal extends Error {
  override name = 'Refusal';
  readonly code: grpc.status;
  constructor(code: grpc.status, message: string) {
    super(message);
    this.code = code;
  }
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Cloud Logging's `entries.list`, over real gRPC on 127.0.0.1: the protocol is the client's own. Unlike the real one it
 * can be told what to do wrong, and on whose clock it lives.
 */
export async function startFakeLogging(options: FakeOptions) {
  const { log, now } = options;
  const secret = Math.random().toString(36);
  const requests: ListRequest[] = [];
  /** When each read that counts came; the newest last. */
  const reads: number[] = [];
  let refusedByQuota = 0;
  /** Tokens are numbered as they are given out; those up to `expired` are good no more. */
  let issued = 0;
  let expired = 0;

  const spend = (): void => {
    const at = now();
    const ofLastMinute = reads.filter((read) => read > at - MINUTE).length;
    if (ofLastMinute >= (options.readsPerMinute ?? Number.POSITIVE_INFINITY)) {
      refusedByQuota += 1;
      throw new Refusal(grpc.status.RESOURCE_EXHAUSTED, "Quota exceeded for quota metric 'Read requests'");
    }
    reads.push(at);
  };

  /** The index of the last entry that the page before gave; null on the first. */
  const positionOf = (request: ListRequest): number | null => {
    if (request.pageToken === '') return null;
    const token = PageToken.safeParse(request.pageToken);
    if (!token.success || token.data.key !== keyOf(request, secret)) {
      throw new Refusal(grpc.status.INVALID_ARGUMENT, 'page_token does not match the request');
    }
    const { number, at, index } = token.data;
    if (number <= expired || now() - at > (options.tokenLifeMs ?? DAY)) {
      throw new Refusal(grpc.status.INVALID_ARGUMENT, 'page_token is expired');
    }
    return index;
  };

  const list = (request: ListRequest) => {
    const isAsked = createProjectCheck(request, options.projects ?? ['acme']);
    const filter = readFilter(request.filter);
    const descends = request.orderBy === 'timestamp desc';
    if (!descends && request.orderBy !== '' && request.orderBy !== 'timestamp asc') {
      throw new Refusal(grpc.status.INVALID_ARGUMENT, `order_by "${request.orderBy}" is not supported`);
    }
    const present = BigInt(Math.round(now())) * 1_000_000n;
    const findable = present - BigInt(options.findableAfterMs ?? 0) * 1_000_000n;
    // A filter without the word means the last 24 hours.
    const since = filter.namesTimestamp ? filter.since : present - BigInt(DAY) * 1_000_000n;
    const from = since === null ? 0 : firstFrom(log, since);
    const to = filter.until === null ? log.size : firstFrom(log, filter.until);
    const after = positionOf(request);
    const size = Math.min(Math.max(request.pageSize, 1), 1000);
    const entries: StoredEntry[] = [];
    let last = -1;
    let more = false;
    let index = after === null ? (descends ? to - 1 : from) : after + (descends ? -1 : 1);
    for (; descends ? index >= from : index < to; index += descends ? -1 : 1) {
      const entry = log.at(index);
      if (entry.received > findable || !isAsked(entry) || !filter.matches(entry)) continue;
      if (entries.length === size) {
        more = true;
        break;
      }
      entries.push(entry);
      last = index;
    }
    if (more) issued += 1;
    const token = { index: last, number: issued, at: now(), key: keyOf(request, secret) };
    return {
      entries: entries.map(({ json }) => encodeEntry(json)),
      nextPageToken: more ? Buffer.from(JSON.stringify(token)).toString('base64url') : '',
    };
  };

  const server = new grpc.Server({ 'grpc.max_send_message_length': -1 });
  server.addService(loggingService(), {
    listLogEntries(call: grpc.ServerUnaryCall<unknown, unknown>, answer: grpc.sendUnaryData<unknown>) {
      try {
        const request = ListRequest.parse(call.request);
        requests.push(request);
        spend();
        const fault = options.fault?.(requests.length, request) ?? null;
        if (fault === 'expire tokens') expired = issued;
        else if (fault === 'break') return breakConnections();
        else if (fault === 'API_DISABLED') {
          throw new Refusal(
            grpc.status.PERMISSION_DENIED,
            'Cloud Logging API has not been used in project 1 before or it is disabled (SERVICE_DISABLED)',
          );
        } else if (fault !== null) throw new Refusal(grpc.status[fault], `told to fail: ${fault}`);
        answer(null, list(request));
      } catch (error) {
        const { code, message } = error instanceof Refusal ? error : new Refusal(grpc.status.INTERNAL, String(error));
        answer({ code, details: message });
      }
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  /** Ends every stream at once, unanswered; new connections are taken. */
  const breakConnections = (): void => server.drain(`127.0.0.1:${port}`, 0);

  return {
    /** For LOGGING_EMULATOR_HOST. */
    host: `127.0.0.1:${port}`,
    requests,
    /** When the reads came that the quota counts, in milliseconds. */
    reads,
    refusedByQuota: () => refusedByQuota,
    stop: () => server.forceShutdown(),
  };
}

/**
 * Whether an entry lies in a project that is asked for. Its log's name says in which it lies; one without could be in any.
 *
 * @throws Refusal where a project may not be read: then nothing of the others is listed either
 */
function createProjectCheck({ resourceNames }: ListRequest, readable: readonly string[]) {
  const asked = new Set<string>();
  for (const name of resourceNames) {
    const project = /^projects\/([^/]+)$/.exec(name)?.[1];
    if (project === undefined) throw new Refusal(grpc.status.INVALID_ARGUMENT, `Invalid resource name: "${name}"`);
    if (!readable.includes(project)) {
      throw new Refusal(grpc.status.PERMISSION_DENIED, 'The caller does not have permission');
    }
    asked.add(project);
  }
  return ({ json }: StoredEntry): boolean => {
    const project = /^projects\/([^/]+)\/logs\//.exec(json.logName ?? '')?.[1];
    return project === undefined || asked.has(project);
  };
}

function readFilter(text: string): ParsedFilter {
  try {
    if (text.length > 20_000) throw new FilterError('it is longer than 20,000 characters');
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new Refusal(grpc.status.INVALID_ARGUMENT, `Unparseable filter: ${error.message}`);
  }
}

/** A token is good for the request that it came from, and no other. */
function keyOf({ resourceNames, filter, orderBy }: ListRequest, secret: string): string {
  return createHash('sha256')
    .update(JSON.stringify([resourceNames, filter, orderBy, secret]))
    .digest('hex')
    .slice(0, 16);
}

/** The service as the client's own protos describe it. */
function loggingService(): grpc.ServiceDefinition {
  const require = createRequire(createRequire(import.meta.url).resolve('@google-cloud/logging'));
  const protos = require.resolve('@google-cloud/logging-api/build/protos/protos.json');
  const loaded = fromJSON(JSON.parse(readFileSync(protos, 'utf8')), { longs: String, enums: String, defaults: true });
  const described = loaded['google.logging.v2.LoggingServiceV2'];
  if (described === undefined || 'format' in described) throw new TypeError('the protos describe no LoggingServiceV2');
  // Streaming and writing are not needed: only what the collector calls is served.
  const list = described.ListLogEntries;
  if (list === undefined) throw new TypeError('the protos describe no ListLogEntries');
  return { listLogEntries: list };
}
