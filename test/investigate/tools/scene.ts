import { expect } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createToolbox, type Reach } from '../../../src/investigate/toolbox.ts';
import type { ToolAnswer, ToolScene } from '../../../src/investigate/tools/tool.ts';
import { createToolSet, type ToolSet } from '../../../src/investigate/tools/tool-set.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import { connected } from '../../github/connect.ts';
import type { HistoryInput } from '../../support/github/history.ts';
import type { ScenarioGitHub } from '../../support/github/server.ts';
import { clusterOf, nothingMarked, SESSION } from '../problems.ts';

const unreachable: Reach = { github: null, because: 'no repository is set' };

/** Tools that can look at no tracker; a secret is what reads `s3cret`. */
export function offline(more: Partial<ToolScene> = {}): ToolSet {
  return createToolSet(sceneOf(unreachable, more));
}

/** Tools over a scenario server with this history. */
export async function online(
  more: Partial<HistoryInput> = {},
  scene: Partial<ToolScene> = {},
): Promise<{ server: ScenarioGitHub; tools: ToolSet; asked: () => string[] }> {
  const { server, github } = await connected(more);
  const before = server.requests.length;
  const tools = createToolSet(sceneOf({ github: github.forCluster(), marked: nothingMarked }, scene));
  const asked = () => server.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
  return { server, tools, asked };
}

/** The text of an answer that found something out. */
export async function found(answer: Promise<ToolAnswer>): Promise<string> {
  const { text, isError } = await answer;
  expect(isError, text).toBe(false);
  return text;
}

/** The text of an answer that did not. */
export async function refused(answer: Promise<ToolAnswer>): Promise<string> {
  const { text, isError, backing } = await answer;
  expect(isError, text).toBe(true);
  expect(backing).toEqual([]);
  return text;
}

function sceneOf(reach: Reach, more: Partial<ToolScene>): Parameters<typeof createToolSet>[0] {
  const cluster: Cluster = clusterOf(SESSION);
  const redact = async (text: string) => text.replaceAll('s3cret', '[secret]');
  return { toolbox: createToolbox(reach), cluster, config: Config.parse({}), revisions: [], redact, ...more };
}
