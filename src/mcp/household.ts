import { randomBytes } from 'node:crypto';
import { createRequestStateCodec } from '@modelcontextprotocol/server';
import { createRedactor, type Redactor } from '../collect/redact.ts';
import type { McpDeps } from './deps.ts';
import { createInvestigations, type Investigations } from './investigations.ts';
import { type ListWatch, watchLists } from './list-watch.ts';
import { createStoreKeeper, type StoreKeeper } from './store-keeper.ts';

/** What all sessions of one process share. */
export interface Household {
  readonly deps: McpDeps;
  readonly stores: StoreKeeper;
  readonly redactor: Redactor;
  readonly investigations: Investigations;
  /** Seals what a person was asked about, so that a yes holds for nothing else. */
  readonly seal: ReturnType<typeof createRequestStateCodec<string>>;
  /** Tells that the list of resources is another one. */
  readonly lists: ListWatch;
}

/** A question waits for its person for so long. */
const SECONDS_TO_ANSWER = 600;

export function openHousehold(deps: McpDeps): Household {
  const stores = createStoreKeeper(deps.stateDir, deps.databaseUrl);
  return {
    deps,
    stores,
    redactor: createRedactor({ key: deps.redactionKey, patterns: deps.config.redact }),
    investigations: createInvestigations(deps),
    seal: createRequestStateCodec<string>({ key: randomBytes(32), ttlSeconds: SECONDS_TO_ANSWER }),
    lists: watchLists(stores, deps.repeat, (error) =>
      deps.onNote(`MCP: ${error instanceof Error ? error.message : error}`),
    ),
  };
}
