import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { pageThatLeadsTo } from '../../../src/cli/open-browser.ts';
import type { Run } from '../../../src/model/run.ts';
import { listDrafts } from '../../../src/store/drafts.ts';
import type { Store } from '../../../src/store/open.ts';
import type { Page as Built } from '../../../src/web/server/page.ts';
import type { ReviewServer } from '../../../src/web/server/start.ts';
import { openPage, type Watched } from '../../support/browser.ts';
import { type DemoReview, startDemoReview } from '../../support/demo-review.ts';
import type { ScenarioGitHub } from '../../support/github/server.ts';
import { longestTask, SERIOUS, STRANGE, WIDER } from '../../support/page-probes.ts';
import { serveReview } from '../../support/review-page.ts';
import { saveCrowd, saveHostileRun } from '../../support/review-runs.ts';
import { scriptAttacks } from '../../support/script-attacks.ts';

let review: DemoReview | undefined;
let folder: string;
let browser: Browser;
let built: Built;
let store: Store;
let github: ScenarioGitHub;
let server: ReviewServer;
let demo: Run;

beforeAll(async () => {
  review = await startDemoReview();
  ({ folder, built, store, github, demo, server, browser } = review);
}, 120_000);

afterAll(() => review?.stop());

/** A signed-in page on the last run, or where `to` says; at its end nothing may have gone wrong in it. */
async function visit(to = ''): Promise<Watched> {
  const watched = await openPage(browser);
  onTestFinished(() => watched.context.close());
  await watched.page.goto(server.newAddress());
  await watched.page.locator('.clusters .rows .row').first().waitFor();
  if (to !== '') await go(watched.page, to);
  return watched;
}

const go = (page: Page, to: string): Promise<unknown> => page.evaluate(`location.hash = ${JSON.stringify(to)}`);

const toCluster = (run: Run, n: number): string => `#/runs/${run.id}/${run.clusters[n]?.cluster.fingerprint}`;

test('The page is at most 120 kB, holds no inline script or style, and names no other host', () => {
  const bytes = [...built.values()].reduce((sum, { content }) => sum + gzipSync(content).length, 0);
  const html = Buffer.from(built.get('/')?.content ?? []).toString('utf8');
  expect(bytes).toBeLessThan(120_000);
  expect(html).not.toMatch(/<script(?![^>]* src="\/assets\/)|<style|style=|https?:|\son\w+=/);
  expect(html).toMatch(/<script type="module"/);
});

describe('From opening to posting', () => {
  test('The file that the browser is started with leads to the page, where it was asked for, and signs in', async () => {
    const { page, context, faults } = await openPage(browser);
    onTestFinished(() => context.close());
    const file = join(folder, 'leads.html');
    writeFileSync(file, pageThatLeadsTo(server.newAddress(demo.id)));
    await page.goto(pathToFileURL(file).href);
    await page.locator('.clusters .rows .row').first().waitFor();
    expect(new URL(page.url()).hash).toBe(`#/runs/${demo.id}`);
    expect(faults).toEqual([]);
  });

  test('A person reads, edits, approves and posts, and exactly what they edited is on GitHub', async () => {
    const { page, faults, strayed } = await visit();
    expect(page.url()).not.toContain('code=');
    await page.getByRole('link', { name: /can_handle/ }).click();
    await page.locator('.rendered mark').first().focus();
    await page.locator('.claim-bar', { hasText: 'rests on' }).waitFor();

    await page.keyboard.press('e');
    const source = page.getByLabel('Markdown', { exact: true });
    const title = page.getByLabel('Title');
    const text = `Chat is down for **everybody**, says @octocat.\n\n- ümläuts, 🔑, trailing  \n\n${await source.inputValue()}`;
    await title.fill('Messages cannot be routed');
    await source.fill(text);
    await page.locator('.beside strong', { hasText: 'everybody' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.issue .rendered', { hasText: 'ümläuts' }).waitFor();

    await page.keyboard.press('a');
    await page.locator('.headline .standing.approved').waitFor();
    await page.keyboard.press('p');
    const link = page.locator('.posted-link');
    await link.waitFor();
    const number = Number((await link.textContent())?.slice(1));
    const issue = github.issues().find((one) => one.number === number);
    expect(await link.getAttribute('href')).toBe(issue?.url);
    expect(issue?.title).toBe('Messages cannot be routed');
    const [marker] = /\n\n<!-- log-gardener fingerprint=[^>]*-->\n?$/.exec(issue?.body ?? '') ?? [''];
    expect(issue?.body.slice(0, issue.body.length - marker.length)).toBe(text.trimEnd());
    expect([faults, strayed]).toEqual([[], []]);
  });

  test('What is edited in two tabs is lost in neither', async () => {
    const to = toCluster(demo, 2);
    const [mine, theirs] = [await visit(to), await visit(to)];
    for (const { page } of [mine, theirs]) {
      await page.locator('.rendered').waitFor();
      await page.keyboard.press('e');
    }
    const source = ({ page }: Watched) => page.getByLabel('Markdown', { exact: true });
    await source(mine).fill('Mine.');
    await source(theirs).fill('Theirs.');
    await theirs.page.getByRole('button', { name: 'Save' }).click();
    await theirs.page.locator('.issue .rendered', { hasText: 'Theirs.' }).waitFor();
    // Told by an event, or by the refusal of the save, whichever comes first.
    await mine.page.locator('.conflict', { hasText: 'Theirs.' }).waitFor();
    expect(await source(mine).inputValue()).toBe('Mine.');
    await mine.page.keyboard.press('Control+s');
    await mine.page.locator('.issue .rendered', { hasText: 'Mine.' }).waitFor();
    await theirs.page.locator('.issue .rendered', { hasText: 'Mine.' }).waitFor();
    // What came in under their eyes is not approved by a key that meant what stood there before.
    await theirs.page.locator('.result', { hasText: 'read it again' }).waitFor();
    expect(await mine.page.locator('.result').textContent()).toContain('Saved');
    await theirs.page.keyboard.press('a');
    await theirs.page.getByRole('button', { name: 'Approve' }).waitFor();
    expect((await listDrafts(store, { run: demo.id, status: 'approved' })).length).toBe(0);
    await theirs.page.keyboard.press('a');
    await theirs.page.locator('.headline .standing.approved').waitFor();
    await theirs.page.keyboard.press('u');
    await theirs.page.locator('.headline .standing.pending').waitFor();
    expect([mine.faults, theirs.faults].flat()).toEqual([]);
  });

  test('What was typed and not saved is there again after a look elsewhere', async () => {
    const { page, faults } = await visit(toCluster(demo, 2));
    await page.locator('.rendered').waitFor();
    await page.keyboard.press('e');
    const source = page.getByLabel('Markdown', { exact: true });
    await source.fill('Half a thought.');
    await page.getByRole('link', { name: 'All clusters' }).click();
    await page.locator('.clusters .rows .row').nth(1).click();
    await page.locator('.headline', { hasText: 'Session access failed' }).waitFor();
    expect(await source.count()).toBe(0);
    await go(page, toCluster(demo, 2));
    await expect.poll(() => source.inputValue()).toBe('Half a thought.');
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    expect((await asked).type()).toBe('beforeunload');
    expect(faults).toEqual(['dialog: ']);
  });

  test('The keys alone lead through a run: search, open, reject and mute, undo, approve, post all', async () => {
    const { page, faults } = await visit();
    const { keyboard } = page;
    await keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await keyboard.press('Escape');
    await keyboard.press('/');
    await keyboard.type('thread mismatch');
    await page.locator('.shown', { hasText: '1 of 5' }).waitFor();
    await keyboard.press('Escape');
    await keyboard.press('j');
    await keyboard.press('Enter');
    await page.locator('.rendered').waitFor();
    await keyboard.press('r');
    await page.getByRole('dialog', { name: 'Reject this draft' }).waitFor();
    await keyboard.type('Known noise');
    await page.getByLabel('Not a problem, until it is ten times as frequent').check();
    await keyboard.press('Tab');
    await page.getByRole('button', { name: 'Reject', exact: true }).press('Enter');
    await page.locator('.headline .standing.rejected').waitFor();
    expect(await page.locator('.result').textContent()).toContain('Known noise');
    await go(page, '#/rulings');
    await page.locator('.rulings', { hasText: 'ten times as frequent' }).waitFor();
    await page.goBack();
    await page.locator('.headline .standing.rejected').waitFor();
    await keyboard.press('u');
    await page.locator('.headline .standing.pending').waitFor();
    await page.locator('.brief', { hasText: '#584 is open now' }).waitFor();
    await keyboard.press('a');
    await page.locator('.headline .standing.approved').waitFor();
    await keyboard.press('Escape');
    await page.locator('.clusters').waitFor();
    await page.getByRole('button', { name: /Post 1 approved/ }).waitFor();
    await keyboard.press('p');
    await page.getByRole('dialog', { name: /Post 1 draft to/ }).waitFor();
    await keyboard.press('Enter');
    await page.locator('dialog .outcome', { hasText: 'posted as #584' }).waitFor();
    expect(faults).toEqual([]);
  });

  test('Each reason to reject says what later runs make of it, and is taken back', async () => {
    const { page, faults } = await visit();
    const rulings: readonly [number, string, string, string][] = [
      [4, 'Not a problem: say nothing of it until a day', '', 'muted until'],
      [4, 'It is another issue already', 'Duplicate of #', 'tracked in #584'],
      [4, 'It belongs to another cluster of this run', '', 'are one problem'],
    ];
    for (const [n, choice, field, says] of rulings) {
      await go(page, toCluster(demo, n));
      await page.locator('.headline .standing.pending').waitFor();
      await page.keyboard.press('r');
      await page.getByLabel('Why', { exact: true }).fill('As the team agreed');
      await page.getByLabel(choice).check();
      if (field !== '') await page.getByLabel(field).fill('584');
      await page.getByRole('button', { name: 'Reject', exact: true }).click();
      await page.locator('.headline .standing.rejected').waitFor();
      await go(page, '#/rulings');
      await page.locator('.rulings', { hasText: says }).waitFor();
      await page.goBack();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.locator('.headline .standing.pending').waitFor();
    }
    await go(page, '#/rulings');
    await page.getByText('A rejection can mute a problem').waitFor();
    expect(faults).toEqual([]);
  });

  test('An issue that changed since it was shown is not written to, but shown again', async () => {
    const { page, faults } = await visit(toCluster(demo, 1));
    await page.locator('.brief', { hasText: '#169 is open now' }).waitFor();
    await page.keyboard.press('a');
    await page.locator('.headline .standing.approved').waitFor();
    const comments = github.issues().find(({ number }) => number === 169)?.comments.length;
    const [owner, name] = github.repository.split('/');
    const changed = await fetch(`${github.url}/repos/${owner}/${name}/issues/169`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${github.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Sessions are gone' }),
    });
    expect(changed.status).toBe(200);
    await page.keyboard.press('p');
    await page.locator('.headline .standing.pending').waitFor();
    await page.locator('.result .problem', { hasText: '#169' }).first().waitFor();
    await page.locator('.brief .problem', { hasText: 'Since it was drafted' }).waitFor();
    await page.getByRole('tab', { name: 'Changes to the issue' }).click();
    await page.locator('.changes', { hasText: 'Sessions are gone' }).waitFor();
    expect(github.issues().find(({ number }) => number === 169)?.comments.length).toBe(comments);
    expect(faults).toEqual([]);
  });

  test('Where GitHub cannot be asked, that stands beside what would be posted', async () => {
    const given = { store, page: built, github: null, worklogDir: folder, now: () => '2025-09-12T23:40:00Z' };
    const offline = await serveReview(given);
    onTestFinished(() => offline.close());
    const { page, context, faults } = await openPage(browser);
    onTestFinished(() => context.close());
    await page.goto(offline.newAddress());
    await page.locator('.clusters .rows .row').first().waitFor();
    await go(page, toCluster(demo, 1));
    await page.locator('.brief .problem', { hasText: 'The issue was not read: There is no GitHub token.' }).waitFor();
    expect(faults).toEqual([]);
  });

  test('A code opens the page once', async () => {
    const address = server.newAddress();
    const first = await openPage(browser);
    onTestFinished(() => first.context.close());
    await first.page.goto(address);
    await first.page.locator('.clusters').waitFor();
    await first.page.reload();
    await first.page.getByText('A reload needs a new one').waitFor();
    await first.page.goto(`${new URL(address).origin}/`);
    await first.page.goto(address);
    await first.page.getByText('A reload needs a new one').waitFor();
  });
});

test('Nothing serious stands in the way of a screen reader, in either scheme and at either width', async () => {
  const { page, faults } = await visit();
  await page.evaluate(axe.source);
  const check = async (what: string) => {
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      const over: unknown = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      const wide: unknown = await page.evaluate(WIDER);
      expect(Number(over), `${what} at ${width}: ${wide}`).toBeLessThanOrEqual(0);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate(SERIOUS), `${what} at ${width}, ${colorScheme}`).toEqual([]);
      }
    }
  };
  await check('run');
  await go(page, toCluster(demo, 1));
  await page.locator('.issue .rendered').waitFor();
  await page.getByRole('tab', { name: 'Search and verdict' }).click();
  await check('draft');
  await page.getByRole('tab', { name: 'Evidence' }).click();
  await page.getByRole('tab', { name: 'Changes to the issue' }).click();
  await page.locator('.changes li').first().waitFor();
  await check('changes');
  expect(faults).toEqual([]);
});

const SIZES = [
  [1280, 860],
  [375, 740],
] as const;

describe('Text of strangers', () => {
  test('None of 200 hostile texts runs, calls another host, or becomes a link', async () => {
    const texts = scriptAttacks();
    expect(texts.length).toBeGreaterThanOrEqual(200);
    const hostile = await saveHostileRun(store, demo, texts, 17);
    const { page, faults, strayed } = await visit(`#/runs/${hostile.id}`);
    await page.locator('.run .clusters .rows .row').nth(5).waitFor();
    expect(await page.evaluate(STRANGE)).toEqual([]);
    for (let n = 0; n < hostile.clusters.length; n++) {
      await go(page, toCluster(hostile, n));
      await page.locator('.crumbs', { hasText: new RegExp(`of ${hostile.clusters.length}`) }).waitFor();
      await page.locator('.rendered').waitFor();
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      expect(await page.evaluate(STRANGE)).toEqual([]);
      await page.getByRole('tab', { name: 'Search and verdict' }).click();
      expect(await page.evaluate(STRANGE)).toEqual([]);
    }
    await page.keyboard.press('e');
    for (const text of texts.filter((_, index) => index % 40 === 0)) {
      await page.getByLabel('Markdown', { exact: true }).fill(`${text}\n\nseen ${texts.indexOf(text)}.`);
      await page.waitForTimeout(300);
      expect(await page.evaluate(STRANGE)).toEqual([]);
    }
    expect([faults, strayed]).toEqual([[], []]);
  });
});

describe('A crowd', () => {
  test('500 clusters and 5,000 drafts open in a second and scroll without a long task', async () => {
    const crowd = await saveCrowd(store, demo, { clusters: 500, drafts: 5_000 });
    const { page, faults } = await openPage(browser);
    onTestFinished(() => page.context().close());
    const opening = async (): Promise<number> => {
      await page.goto('about:blank');
      const begin = performance.now();
      await page.goto(server.newAddress());
      await page.locator('.shown', { hasText: '500 clusters' }).waitFor();
      return performance.now() - begin;
    };
    const took = await opening();
    // Others may keep the machine busy for once.
    expect(took < 1_000 ? took : await opening()).toBeLessThan(1_000);
    expect(await longestTask(page)).toBeLessThan(100);
    expect(await page.locator('.clusters .rows .row').count()).toBeLessThan(80);
    await page.keyboard.press('/');
    await page.keyboard.type('(500)');
    await page.locator('.shown', { hasText: '1 of 500' }).waitFor();

    const begin = performance.now();
    await go(page, '#/drafts');
    await page.locator('.drafts .rows .row').nth(20).waitFor();
    expect(performance.now() - begin).toBeLessThan(1_000);
    await page.locator('.shown', { hasText: /5,0\d\d drafts/ }).waitFor();
    expect(await longestTask(page)).toBeLessThan(100);
    expect((await listDrafts(store, { run: crowd.id })).length).toBe(5_000);
    expect(faults).toEqual([]);
  });
});
