import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import type { Store } from '../../../src/store/open.ts';
import { newRunId, saveRun } from '../../../src/store/runs.ts';
import type { ReviewServer } from '../../../src/web/server/start.ts';
import { openPage } from '../../support/browser.ts';
import { type DemoReview, startDemoReview } from '../../support/demo-review.ts';

let review: DemoReview | undefined;
let browser: Browser;
let store: Store;
let server: ReviewServer;
let demo: Run;

beforeAll(async () => {
  review = await startDemoReview();
  ({ store, demo, server, browser } = review);
}, 120_000);

afterAll(() => review?.stop());

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
