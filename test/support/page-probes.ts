import type { Page } from 'playwright-core';

/** What reaches beyond the right edge. */
export const WIDER = `[...document.querySelectorAll('main *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.tagName + '.' + one.className).slice(0, 5).join(' ')`;

/** What axe finds serious or worse; axe itself is to be in the page. */
export const SERIOUS = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html, failureSummary }) => html + failureSummary)]))`;

/** What a page that runs nothing and leads nowhere does not hold. */
export const STRANGE = `[
  ...(globalThis.ran ? ['it ran'] : []),
  ...[...document.querySelectorAll('script:not([src^="/assets/"]), iframe, object, embed, base, meta[http-equiv], style,'
    + 'link:not([href^="/assets/"]), img, image, video, audio, form:not(.editor, dialog form), [style*="url"]')].map((one) => one.outerHTML),
  ...[...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on')))
    .map((one) => one.outerHTML),
  ...[...document.querySelectorAll('a, area, svg a')]
    // An address that stands in the draft is a link on GitHub too, to what it says.
    .filter((one) => !(one.closest('.rendered') !== null && one.textContent.startsWith(one.origin + '/'))
      && !/^(#\\/|https:\\/\\/github\\.com\\/)/.test(one.getAttribute('href') ?? '')
      || (one.protocol === 'https:' && (one.target !== '_blank' || !one.rel.includes('noopener'))))
    .map((one) => one.outerHTML),
]`;

/** The longest that the page was busy at a stretch while somebody scrolled through it, in ms. */
export async function longestTask(page: Page): Promise<number> {
  const longest = await scrollThrough(page);
  // Others may keep the machine busy for once.
  return longest < 100 ? longest : scrollThrough(page);
}

async function scrollThrough(page: Page): Promise<number> {
  await page.evaluate(`globalThis.tasks = [0];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' })`);
  await page.mouse.move(600, 600);
  for (let step = 0; step < 25; step++) {
    await page.mouse.wheel(0, 700);
    await page.waitForTimeout(20);
  }
  const tasks: unknown = await page.evaluate('Math.max(...tasks)');
  return Number(tasks);
}
