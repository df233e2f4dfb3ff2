import { afterEach, beforeEach } from 'vitest';
import { connectOctokit } from '../connect-octokit.ts';
import { type ScenarioGitHub, startGitHub } from './server.ts';
import { smallHistory } from './small-history.ts';

/** The repository of the small history. */
export const here = { owner: 'acme', repo: 'shop' };

/** What a test meets: the server, a client of it, and the time that both are at, which the test may set. */
export interface SmallShop {
  now: Date;
  github: ScenarioGitHub;
  octokit: ReturnType<typeof connectOctokit>;
}

/** For each test of a file, a server of its own with the small history, which stops with it. */
export function eachInASmallShop(): SmallShop {
  const shop = {} as SmallShop;
  beforeEach(async () => {
    shop.now = new Date('2025-02-01T12:00:00.789Z');
    shop.github = await startGitHub({ history: smallHistory(), now: () => shop.now });
    shop.octokit = connectOctokit(shop.github);
  });
  afterEach(() => shop.github.stop());
  return shop;
}
