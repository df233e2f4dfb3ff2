import { acceptedContent, inputRequired, McpServer, type ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { tell, tellFailure } from './answer.ts';
import { canBeAsked, clientName } from './client.ts';
import type { Household } from './household.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { registerPrompts } from './prompts.ts';
import { registerResources } from './resources.ts';
import { slimSchema } from './slim-schema.ts';
import type { Effect, McpTool, Scene } from './tool.ts';
import { toolsFor } from './tools.ts';

/** A server for one session, or one request. */
export function createServer(household: Household): McpServer {
  const { deps, seal } = household;
  const server = new McpServer(
    { name: 'log-gardener', title: 'log-gardener', version: deps.version },
    {
      instructions: INSTRUCTIONS,
      capabilities: { tools: {}, prompts: {}, resources: { listChanged: true } },
      maxToolInputElements: 1_000,
      requestState: { verify: seal.verify },
    },
  );
  for (const tool of toolsFor(deps)) registerTool(server, tool, household);
  registerResources(server, household);
  registerPrompts(server, household);
  return server;
}

const HINTS: Readonly<
  Record<Effect, { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: boolean }>
> = {
  reads: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  looks: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  keeps: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  posts: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
};

const Confirmation = z.object({
  confirm: z.boolean().meta({ title: 'Yes, do it', description: 'Exactly what is shown above.' }),
});
const CONFIRM = 'confirm';

function registerTool(server: McpServer, tool: McpTool, household: Household): void {
  const { name, title, description, input, output, effect } = tool;
  const config = {
    title,
    description,
    inputSchema: slimSchema(input),
    outputSchema: slimSchema(output),
    annotations: HINTS[effect],
  };
  server.registerTool(name, config, async (args, context) => {
    const { redactor, seal } = household;
    try {
      const found = await tool.call(args, await sceneOf(server, tool, context, household));
      if (!('ask' in found)) return await tell(found, redactor);
      return inputRequired({
        inputRequests: { [CONFIRM]: inputRequired.elicit({ message: found.ask, requestedSchema: Confirmation }) },
        requestState: await seal.mint(found.about),
      });
    } catch (error) {
      return tellFailure(error, redactor);
    }
  });
}

async function sceneOf(
  server: McpServer,
  { effect }: McpTool,
  context: ServerContext,
  household: Household,
): Promise<Scene> {
  const { deps, stores, redactor, investigations } = household;
  const { mcpReq } = context;
  const isReading = effect === 'reads' || effect === 'looks';
  const { progressToken } = mcpReq._meta ?? {};
  let told = 0;
  return {
    deps,
    store: await (isReading ? stores.toRead() : stores.toWrite()),
    redactor,
    investigations,
    client: clientName(server, context),
    signal: mcpReq.signal,
    onProgress(message, done, of) {
      if (progressToken === undefined || mcpReq.signal.aborted) return;
      // It must rise with every notice.
      told = Math.max(told + 0.001, done ?? 0);
      const params = { progressToken, progress: told, message, ...(of !== undefined && { total: of }) };
      mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
    },
    asked(about) {
      if (mcpReq.requestState<string>() === about && mcpReq.inputResponses !== undefined) {
        return acceptedContent(mcpReq.inputResponses, CONFIRM, Confirmation)?.confirm === true ? 'yes' : 'no';
      }
      return canBeAsked(server, context) ? 'not yet' : 'cannot be asked';
    },
    onChange: () => {
      for (const tell of household.onChange) tell();
    },
  };
}
