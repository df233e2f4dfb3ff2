import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { Household } from '../mcp/household.ts';
import { UsageError } from '../model/errors.ts';
import { openContext } from './context.ts';

interface McpOptions {
  http?: string;
  readOnly?: boolean;
}

/** `mcp`: the tools for MCP clients, on stdio or over HTTP on this machine. */
export function registerMcp(program: Command): void {
  program
    .command('mcp')
    .description('MCP server: tools for Claude Code, Cursor, VS Code and other clients')
    .option('--http <port>', 'streamable HTTP on 127.0.0.1 instead of stdio; 0 = any free port')
    .option('--read-only', 'offer only the tools that read')
    .action(async (options: McpOptions, command: Command) => {
      const { config, stateDir, worklogDir } = await openContext(command);
      const port = options.http === undefined ? null : portOf(options.http);
      const { loadRedactionKey } = await import('../collect/redaction-key.ts');
      const { chooseInvestigator } = await import('../triage/choose-investigator.ts');
      const { openTracker } = await import('../triage/open-tracker.ts');
      const { openHousehold } = await import('../mcp/household.ts');
      const { openCloudLogging } = await import('./logging.ts');
      const { packageVersion } = await import('./version.ts');
      // stdout belongs to the protocol.
      const onNote = (text: string): void => void process.stderr.write(`${text}\n`);
      const household = openHousehold({
        config,
        stateDir,
        databaseUrl: process.env.DATABASE_URL ?? '',
        worklogDir,
        version: packageVersion(),
        now: () => new Date().toISOString(),
        repeat: (work, milliseconds) => {
          const timer = setInterval(work, milliseconds).unref();
          return { stop: () => clearInterval(timer) };
        },
        redactionKey: () => loadRedactionKey(stateDir),
        folder: dirname(worklogDir),
        openGitHub: (repository, store, { onAnswer, signal } = {}) =>
          openTracker(config, repository, store, onNote, { onAnswer, signal }),
        openLogging: (reading, store) =>
          openCloudLogging({ ...reading, requestLog: reading.config.logging.requestLog, store, stateDir }),
        chooseInvestigator: (asked) => chooseInvestigator(asked, config, process.env),
        openModel: async (access) => (await import('../investigate/claude/connect.ts')).connectClaude(access),
        onNote,
        readOnly: options.readOnly ?? false,
      });
      if (port === null) {
        const { serveOnStdio } = await import('../mcp/stdio.ts');
        await serveOnStdio(household);
      } else await serveHttp(household, port, onNote);
    });
}

async function serveHttp(household: Household, port: number, onNote: (text: string) => void): Promise<void> {
  const { MCP_PATH, serveOnHttp } = await import('../mcp/http.ts');
  const { untilToldToEnd } = await import('../mcp/until-told-to-end.ts');
  const given = process.env.LOG_GARDENER_MCP_TOKEN || undefined;
  if (given !== undefined && !/^[\w.~+/=-]{16,500}$/.test(given)) {
    throw new UsageError(
      'LOG_GARDENER_MCP_TOKEN needs 16 to 500 characters of A–Z a–z 0–9 . _ ~ + / = - and no others.',
    );
  }
  const token = given ?? randomBytes(32).toString('base64url');
  const http = await serveOnHttp(household, { port, token });
  onNote(`MCP on http://127.0.0.1:${http.port}${MCP_PATH}`);
  onNote(
    given === undefined
      ? `Bearer token, for this start alone: ${token}`
      : 'Bearer token: that of LOG_GARDENER_MCP_TOKEN.',
  );
  await untilToldToEnd();
  await http.close();
  await household.stores.close();
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--http "${text}" is no port. Give a number from 0 to 65535.`);
}
