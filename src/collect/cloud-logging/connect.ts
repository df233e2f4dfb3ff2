import { v2 } from '@google-cloud/logging';
import { credentials } from '@grpc/grpc-js';
import { z } from 'zod';
import { UsageError } from '../../model/errors.ts';
import { decodeEntry } from './decode.ts';
import type { ReadPage } from './read-pages.ts';

/** The part of the client that is used; its package declares it without types. */
interface LoggingClient {
  initialize(): Promise<unknown>;
  listLogEntries(request: object, options: object): Promise<unknown>;
  close(): Promise<void>;
}

const PAGE_SIZE = 1_000;
const TIMEOUT_MS = 60_000;

/** `autoPaginate: false` answers entries, the next request, and the response as it came. */
const Answer = z.tuple([z.array(z.unknown()), z.unknown(), z.object({ nextPageToken: z.string().nullish() })]);

/**
 * Connects to Cloud Logging with the application default credentials, or to `LOGGING_EMULATOR_HOST` (host:port) without
 * TLS. Nothing is sent before the first read. Importing this file takes half a second: only who reads should.
 *
 * @throws UsageError where LOGGING_EMULATOR_HOST is no host:port
 */
export function connectCloudLogging(
  project: string,
  environment: { readonly LOGGING_EMULATOR_HOST?: string | undefined },
): { readPage: ReadPage; close: () => Promise<void> } {
  const client: LoggingClient = new v2.LoggingServiceV2Client(endpoint(environment.LOGGING_EMULATOR_HOST));
  // The waiting is ours: the client knows nothing of the quota.
  const options = { autoPaginate: false, timeout: TIMEOUT_MS, retry: { retryCodes: [] } };
  let isOpen = false;
  return {
    async readPage({ filter, pageToken }) {
      // Its methods do this too, but let a failure go unhandled, which would end the process with a stack trace.
      await client.initialize();
      isOpen = true;
      const request = {
        resourceNames: [`projects/${project}`],
        filter,
        orderBy: 'timestamp asc',
        pageSize: PAGE_SIZE,
        pageToken,
      };
      const [entries, , { nextPageToken }] = Answer.parse(await client.listLogEntries(request, options));
      return { entries: entries.map(decodeEntry), nextPageToken: nextPageToken ?? '' };
    },
    close: async () => {
      // What could not be opened fails again on closing.
      if (isOpen) await client.close();
    },
  };
}

function endpoint(emulator: string | undefined): object {
  if (emulator === undefined || emulator === '') return {};
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(emulator) ?? [];
  if (host === undefined) {
    throw new UsageError(`LOGGING_EMULATOR_HOST "${emulator}" is not host:port, for example 127.0.0.1:8085.`);
  }
  // Named here, it is not asked of the metadata server.
  const clientOptions = { universeDomain: 'googleapis.com' };
  return { apiEndpoint: host, port: Number(port), sslCreds: credentials.createInsecure(), clientOptions };
}
