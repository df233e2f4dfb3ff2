import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { toolsFor } from '../../src/mcp/tools.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const json = (path: string): Record<string, unknown> => JSON.parse(read(path));

it('lists each tool in the document, in the order in which clients see them', () => {
  const listed = [...read('docs/mcp.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual(toolsFor({ readOnly: false }).map(({ name }) => name));
});

it('gives blocks to paste that are JSON, and start the server', () => {
  const blocks = [...read('docs/mcp.md').matchAll(/```json\n([\s\S]*?)```/g)].map(([, block]) =>
    JSON.parse(block ?? ''),
  );
  expect(blocks).toHaveLength(3);
  for (const block of blocks) {
    const server = (block.mcpServers ?? block.servers)['log-gardener'];
    expect([server.command, server.args[0]]).toEqual(['log-gardener', 'mcp']);
  }
});

it('has a plugin that starts the server and triages by the same words as the prompt', () => {
  const { version, name } = json('package.json');
  expect(json('plugins/log-gardener/.claude-plugin/plugin.json')).toMatchObject({ name, version });
  const [plugin] = Object(json('.claude-plugin/marketplace.json').plugins);
  expect(existsSync(join(ROOT, plugin.source, '.claude-plugin/plugin.json'))).toBe(true);
  expect(json('plugins/log-gardener/.mcp.json')).toEqual({
    mcpServers: { 'log-gardener': { command: 'log-gardener', args: ['mcp'] } },
  });
  const command = read('plugins/log-gardener/commands/triage.md');
  const [, body] = /^---\n[\s\S]*?\n---\n\n([\s\S]*)$/.exec(command) ?? [];
  const asked = ' with the window that is asked for here, if any: "$ARGUMENTS"';
  expect(body).toBe(read('prompts/mcp/triage.md').replace('{{window}}', () => asked));
});

it('tells the registry the version that is here', () => {
  const { version, name, mcpName } = json('package.json');
  const server = json('server.json');
  // By it the registry knows that the package is the server's own.
  expect(server).toMatchObject({ version, name: mcpName, packages: [{ identifier: name, version }] });
  // https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json
  expect(String(server.name)).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
  expect(String(server.description).length).toBeLessThanOrEqual(100);
});
