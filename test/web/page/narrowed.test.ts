import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { openStore, type Store } from '../../../src/store/open.ts';
import { newRunId, saveRun } from '../../../src/store/runs.ts';
import type { ReviewServer } from '../../../src/web/server/start.ts';
import { openPage, startBrowser } from '../../support/browser.ts';
import { startDemoGitHub, triageDemo } from '../../support/demo/triage-demo.ts';
import type { ScenarioGitHub } from '../../support/github/server.ts';
import { buildPage, serveReview } from '../../support/review-page.ts';

let folder: string;
let browser: Browser;
let store: Store;
let github: ScenarioGitHub;
let server: ReviewServer;
let demo: Run;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-narrowed-'));
  store = await openStore(folder);
  github = await startDemoGitHub();
  demo = await triageDemo(github, store, folder, 'draft');
  const page = buildPage(join(folder, 'page'));
  server = await serveReview({ store, page, github, worklogDir: folder, now: () => '2025-09-12T23:40:00Z' });
  browser = await startBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await github?.stop();
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function visit(width: number) {
  const { page, context } = await openPage(browser, { width, height: 800 });
  onTestFinished(() => context.close());
  await page.goto(server.newAddress(demo.id));
  await page.locator('.clusters .rows .row').first().waitFor();
  return page;
}

describe('What a narrowed view leaves out', () => {
  test('A search hides no cluster that a draft may belong to', async () => {
    const page = await visit(1280);
    await page.getByRole('searchbox').fill('can_handle');
    await page.getByRole('link', { name: /can_handle/ }).click();
    await page.locator('.rendered').first().waitFor();
    await page.keyboard.press('r');
    await page.getByText('It belongs to another cluster of this run').click();
    expect(await page.getByLabel('Belongs to').locator('option').count()).toBe(demo.clusters.length - 1);
  });

  test('A narrow list of drafts leaves out what all titles begin with, a wide one nothing', async () => {
    for (const [width, isShown] of [
      [1280, true],
      [390, false],
    ] as const) {
      const page = await visit(width);
      await page.evaluate(`location.hash = '#/drafts'`);
      const title = page.locator('.drafts .row a', { hasText: 'can_handle' }).first();
      await title.waitFor();
      expect((await title.innerText()).startsWith('GCP-')).toBe(isShown);
    }
  });

  test('Runs of one minute are told apart in the menu', async () => {
    const startedAt = demo.startedAt.replace(/:\d\d(?:\.\d+)?Z$/, ':59Z');
    for (let nth = 0; nth < 2; nth++) {
      await saveRun(store, { ...demo, id: await newRunId(store, startedAt), startedAt, clusters: [], recoveries: [] });
    }
    const page = await visit(1280);
    const menu = await page.getByLabel('Run', { exact: true }).locator('option').allInnerTexts();
    expect(menu).toHaveLength(3);
    expect(new Set(menu.map((text) => text.split(' · ')[0])).size).toBe(3);
  });
});
