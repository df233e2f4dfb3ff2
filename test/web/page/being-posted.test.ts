import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { getDraft, setDraftState } from '../../../src/store/drafts.ts';
import { takeLease } from '../../../src/store/leases.ts';
import type { Store } from '../../../src/store/open.ts';
import type { ReviewServer } from '../../../src/web/server/start.ts';
import { openPage } from '../../support/browser.ts';
import { type DemoReview, startDemoReview } from '../../support/demo-review.ts';
import { WIDER } from '../../support/page-probes.ts';

let review: DemoReview | undefined;
let browser: Browser;
let store: Store;
let server: ReviewServer;
let demo: Run;

beforeAll(async () => {
  review = await startDemoReview();
  ({ store, demo, server, browser } = review);
  const id = demo.clusters[0]?.draft?.id ?? '';
  const at = '2025-09-12T23:35:00Z';
  const hash = (await getDraft(store, id))?.hash ?? '';
  await setDraftState(store, id, { from: ['pending'], to: { status: 'posting', hash, at } });
}, 120_000);

afterAll(() => review?.stop());

/** Another log-gardener, until then. */
async function holdLease(until: string): Promise<void> {
  const lease = { key: `posting to ${demo.repository?.toLowerCase()}`, holder: 'build-7/pid:[4026531836] 4711 8c1f' };
  const now = new Date('2025-09-12T23:39:00Z');
  await takeLease(store, lease, { now, until: new Date(until), isDead: () => true });
}

async function visit(width: number): Promise<Page> {
  const { page, context } = await openPage(browser, { width, height: 800 });
  onTestFinished(() => context.close());
  await page.goto(server.newAddress(demo.id));
  await page.locator('.clusters .rows .row').first().waitFor();
  await page.evaluate(`location.hash = '#/runs/${demo.id}/${demo.clusters[0]?.cluster.fingerprint}'`);
  await page.locator('.result', { hasText: 'posting began' }).waitFor();
  return page;
}

describe('A draft that is being posted', () => {
  test.each([1280, 390])('says who posts it, and what if that ends, %d px wide', async (width) => {
    await holdLease('2025-09-12T23:41:00Z');
    const page = await visit(width);
    const said = await page.locator('.result').innerText();
    expect(said).toMatch(
      /^Its posting began 2025-09-12 23:35 UTC; another log-gardener \(process 4711 on build-7\) is/,
    );
    expect(said).toContain('posting again looks on GitHub for what is there, and sees it through');
    expect(await page.evaluate(WIDER)).toBe('');
  });

  test('says that nobody posts it any more, goes on, and never says “not now” of what may be on GitHub', async () => {
    await holdLease('2025-09-12T23:39:30Z');
    const page = await visit(1280);
    expect(await page.locator('.result').innerText()).toContain('it seems to have been cut short');
    await page.route('**/api/drafts/*/post', async (route) => {
      const message = 'GitHub did not answer. It may be posted in part.';
      const draft = demo.clusters[0]?.draft?.id;
      await route.fulfill({ json: { outcomes: [{ draft, status: 'unknown', message }] } });
    });
    await page.getByRole('button', { name: 'Post p' }).click();
    await page.locator('.result', { hasText: 'not known to be posted: GitHub did not answer.' }).waitFor();
    expect(await page.locator('.result').innerText()).not.toMatch(/not now|posting began/);
  });
});
