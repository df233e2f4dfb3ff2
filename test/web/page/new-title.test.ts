import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Draft } from '../../../src/model/draft.ts';
import { listDrafts } from '../../../src/store/drafts.ts';
import { replaceContent } from '../../../src/store/edits.ts';
import { openPage } from '../../support/browser.ts';
import { type DemoReview, startDemoReview } from '../../support/demo-review.ts';
import { WIDER } from '../../support/page-probes.ts';

let review: DemoReview | undefined;

beforeAll(async () => {
  review = await startDemoReview();
}, 120_000);

afterAll(() => review?.stop());

const AT = '2025-09-12T23:35:00Z';

/** The draft of a change to an issue, which gives it another title as well. */
async function retitled({ store, github }: DemoReview, to: string): Promise<{ draft: Draft; from: string }> {
  const draft = (await listDrafts(store)).find(({ content }) => content.action === 'update');
  if (draft === undefined || draft.content.action === 'create') throw new Error('no draft of a change');
  const { issue } = draft.content;
  const from = github.issues().find(({ number }) => number === issue)?.title ?? '';
  const { title, priority, content } = draft;
  await replaceContent(store, draft, { title, priority, content: { ...content, title: { from, to } } }, AT);
  return { draft, from };
}

test.each([1280, 390])('The page shows the old and the new title of an issue, %d px wide', async (width) => {
  if (review === undefined) throw new Error('no page');
  const to = `GCP-regression | P1 | The session of ${width} is lost`;
  const { draft, from } = await retitled(review, to);
  const { page, context } = await openPage(review.browser, { width, height: 800 });
  onTestFinished(() => context.close());
  await page.goto(review.server.newAddress(draft.run));
  await page.locator('.clusters .rows .row').first().waitFor();
  await page.evaluate(`location.hash = '#/runs/${draft.run}/${draft.fingerprint}'`);
  await page.locator('.issue-title', { hasText: to }).waitFor();
  expect(await page.locator('.old-title').innerText()).toBe(`instead of “${from}”`);
  expect(await page.locator('.brief').innerText()).toContain(`change the title from "${from}" to "${to}"`);
  // What is cut off where that is long is not how the issue is now.
  await page.locator('.brief', { hasText: /#169 is \w+ now\. Comment on #169/ }).waitFor();
  expect(await page.evaluate(WIDER)).toBe('');
  await page.getByRole('tab', { name: 'Changes to the issue' }).click();
  await page.getByText(`change the title from "${from}" to "${to}"`, { exact: true }).waitFor();
  await page.keyboard.press('e');
  await page.locator('.fields', { hasText: `Title, which becomes “${to}”` }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe(from);
});
