import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Household } from './household.ts';
import { createServer } from './server.ts';
import { untilToldToEnd } from './until-told-to-end.ts';

/**
 * Serves one client on stdin and stdout until it goes away or the process is told to end. What it had begun is called
 * off then.
 */
export async function serveOnStdio(household: Household): Promise<void> {
  const { onNote } = household.deps;
  const handle = serveStdio(
    () => {
      const server = createServer(household);
      const onChange = (): void => server.sendResourceListChanged();
      household.onChange.add(onChange);
      server.server.onclose = () => void household.onChange.delete(onChange);
      return server;
    },
    { onerror: (error) => onNote(`MCP: ${error.message}`) },
  );
  await untilToldToEnd((end) => process.stdin.once('end', end).once('close', end).once('error', end));
  await handle.close();
  await household.stores.close();
}
