import { createServer, type RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import type { GitHub, GitHubOptions } from '../../src/github/client.ts';
import type { HistoryInput } from '../support/github/history.ts';
import { openScenarioGitHub } from '../support/github/open.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';

export const NOW = new Date('2025-09-12T23:30:00Z');

type PlantedIssue = NonNullable<HistoryInput['issues']>[number];
type PlantedPull = NonNullable<HistoryInput['pulls']>[number];

export function planted(number: number, more: Partial<PlantedIssue> = {}): PlantedIssue {
  return { number, title: `Issue ${number}`, author: 'ada', created_at: '2025-09-01T08:00:00Z', ...more };
}

export function merged(number: number, mergedAt: string, more: Partial<PlantedPull> = {}): PlantedPull {
  const times = { created_at: '2025-09-01T08:00:00Z', merged_at: mergedAt, closed_at: mergedAt };
  return { number, title: `Pull request ${number}`, author: 'ada', state: 'closed', ...times, ...more };
}

export function history(more: Partial<HistoryInput> = {}): HistoryInput {
  const repository = { owner: 'acme', name: 'shop', private: true };
  return { repository, viewer: 'gardener', nextNumber: 1000, ...more };
}

/** A tracker with this history, stopped when the test ends. */
export async function tracker(more: Partial<HistoryInput> = {}): Promise<ScenarioGitHub> {
  const server = await startGitHub({ history: history(more), now: () => NOW });
  onTestFinished(() => server.stop());
  return server;
}

export function open(
  server: Pick<ScenarioGitHub, 'url' | 'token'>,
  more: Partial<GitHubOptions> = {},
): Promise<GitHub> {
  return openScenarioGitHub(server, 'acme/shop', more);
}

export async function connected(more: Partial<HistoryInput> = {}, options: Partial<GitHubOptions> = {}) {
  const server = await tracker(more);
  return { server, github: await open(server, options) };
}

/** Something that is not GitHub, on a free port of loopback. */
export async function otherServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
