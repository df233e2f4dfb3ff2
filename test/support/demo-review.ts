import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Run } from '../../src/model/run.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import type { Page } from '../../src/web/server/page.ts';
import type { ReviewServer } from '../../src/web/server/start.ts';
import { startBrowser } from './browser.ts';
import { startDemoGitHub, triageDemo } from './demo/triage-demo.ts';
import type { ScenarioGitHub } from './github/server.ts';
import { buildPage, serveReview } from './review-page.ts';

export interface DemoReview {
  readonly folder: string;
  readonly store: Store;
  readonly github: ScenarioGitHub;
  readonly demo: Run;
  readonly built: Page;
  readonly server: ReviewServer;
  readonly browser: Browser;
  readonly stop: () => Promise<void>;
}

/** The review page over the first run of the demo, and a browser to look at it; `stop` ends all of it. */
export async function startDemoReview(): Promise<DemoReview> {
  const folder = mkdtempSync(join(tmpdir(), 'log-gardener-page-'));
  const ends: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const built = buildPage(join(folder, 'page'));
    const store = await openStore(folder);
    ends.push(() => store.close());
    const github = await startDemoGitHub();
    ends.push(() => github.stop());
    const demo = await triageDemo(github, store, folder, 'draft');
    const now = () => '2025-09-12T23:40:00Z';
    const server = await serveReview({ store, page: built, github, worklogDir: folder, now });
    ends.push(() => server.close());
    const browser = await startBrowser();
    ends.push(() => browser.close());
    return { folder, store, github, demo, built, server, browser, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
