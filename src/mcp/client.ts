import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

/** What a request of the 2026 revision says of its client; earlier ones said it once, when they began. */
const Envelope = z.looseObject({
  [CLIENT_CAPABILITIES_META_KEY]: z
    .looseObject({ elicitation: z.looseObject({ form: z.unknown() }).partial().optional() })
    .optional(),
  [CLIENT_INFO_META_KEY]: z.looseObject({ name: z.string(), version: z.string() }).optional(),
});

/** Whether there is a form for the person at the other end. */
export function canBeAsked(server: McpServer, { mcpReq }: ServerContext): boolean {
  const said = Envelope.safeParse(mcpReq.envelope ?? {}).data?.[CLIENT_CAPABILITIES_META_KEY];
  const { elicitation } = said ?? server.server.getClientCapabilities() ?? {};
  if (elicitation === undefined) return false;
  // Declared empty it means forms: https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation
  return elicitation.form !== undefined || Object.keys(elicitation).length === 0;
}

const LONGEST_NAME = 60;

/** Name and version as the client gives them, in letters that do no harm in an issue. */
export function clientName(server: McpServer, { mcpReq }: ServerContext): string {
  const said = Envelope.safeParse(mcpReq.envelope ?? {}).data?.[CLIENT_INFO_META_KEY];
  const { name = '', version = '' } = said ?? server.server.getClientVersion() ?? {};
  const shown = `${name} ${version}`.replaceAll(/[^\w .-]/g, '').trim();
  return shown === '' ? 'a client without a name' : shown.slice(0, LONGEST_NAME);
}
