/**
 * `npm run screenshots`: pictures of the review page for the documents, on the demo's first run, into docs/images/. Look
 * at each before you commit it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../src/store/open.ts';
import { openPage, startBrowser } from './browser.ts';
import { startDemoGitHub, triageDemo } from './demo/triage-demo.ts';
import { buildPage, serveReview } from './review-page.ts';
import { shrinkPng } from './small-png.ts';

const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const MOST_BYTES = 150_000;

const folder = mkdtempSync(join(tmpdir(), 'log-gardener-screenshots-'));
const github = await startDemoGitHub();
const store = await openStore(folder);
const run = await triageDemo(github, store, folder, 'draft');
const page = buildPage(join(folder, 'page'));
const server = await serveReview({ store, page, github, worklogDir: folder, now: () => '2025-09-12T23:40:00Z' });
const browser = await startBrowser();
try {
  for (const [width, height] of [
    [1280, 800],
    [375, 812],
  ] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      const { page: tab, faults, context } = await openPage(browser, { width, height, scheme });
      const shoot = async (what: string) => {
        const path = join(IMAGES, `review-${what}-${width}-${scheme}.png`);
        // Of the cursor, and of bars that are still being drawn.
        await tab.waitForTimeout(300);
        const picture = shrinkPng(await tab.screenshot());
        writeFileSync(path, picture);
        console.log(`${path}  ${Math.round(picture.length / 1000)} kB`);
        if (picture.length > MOST_BYTES) throw new Error(`${path} is larger than ${MOST_BYTES} bytes.`);
      };
      await tab.goto(server.newAddress());
      await tab.locator('.clusters .rows .row').first().waitFor();
      await shoot('run');
      await tab.evaluate(
        `location.hash = ${JSON.stringify(`#/runs/${run.id}/${run.clusters[0]?.cluster.fingerprint}`)}`,
      );
      await tab.locator('.rendered mark').first().waitFor();
      if (width > 1000) await tab.locator('.rendered mark', { hasText: '1271' }).first().hover();
      await shoot('draft');
      if (faults.length > 0) throw new Error(faults.join('\n'));
      await context.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
  await github.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}
