import { expect, it } from 'vitest';
import { openResponses } from '../../src/store/responses.ts';
import { temporaryStore } from '../support/store.ts';

/** Answers kept at a time that can be set, in seconds. */
async function responses() {
  const store = await temporaryStore();
  const clock = { seconds: 0 };
  const now = () => new Date(Date.UTC(2025, 8, 12) + clock.seconds * 1000).toISOString();
  const keys = async () => (await store.db.selectFrom('responses').select('key').execute()).map(({ key }) => key);
  return { ...openResponses(store, now), clock, keys };
}

it('keeps the last answer of an address, word for word', async () => {
  const { recall, keep } = await responses();
  expect(await recall('https://x.test/a')).toBeNull();
  await keep('https://x.test/a', { etag: 'W/"1"', link: null, text: 'old' });
  const newer = { etag: 'W/"2"', link: '<https://x.test/a?page=2>; rel="next"', text: '{"a": "é\\n"}' };
  await keep('https://x.test/a', newer);
  expect(await recall('https://x.test/a')).toEqual(newer);
});

it('lets go what is oldest beyond five hundred, a few at a time', async () => {
  const { keep, clock, keys } = await responses();
  for (; clock.seconds < 541; clock.seconds += 1) {
    await keep(`https://x.test/${clock.seconds}`, { etag: '"a"', link: null, text: '' });
  }
  const kept = await keys();
  expect(kept).toHaveLength(500);
  expect(kept).toContain('https://x.test/41');
  expect(kept).not.toContain('https://x.test/40');
});

it('holds on to what is in use, and writes that down once an hour', async () => {
  const { recall, keep, clock, keys } = await responses();
  const HOUR = 3_600;
  const keepMany = async (from: number, to: number) => {
    for (let nth = from; nth < to; nth += 1) await keep(`https://x.test/${nth}`, { etag: '"a"', link: null, text: '' });
  };
  const use = async (url: string) => {
    const known = await recall(url);
    if (known !== null) await keep(url, known);
  };
  await keep('https://x.test/unused', { etag: '"a"', link: null, text: '' });
  for (const url of ['https://x.test/used', 'https://x.test/used soon']) {
    await keep(url, { etag: '"a"', link: null, text: '' });
  }
  clock.seconds = HOUR - 1;
  await use('https://x.test/used soon');
  await keepMany(0, 480);
  clock.seconds = HOUR;
  await use('https://x.test/used');
  await keepMany(480, 540);
  const kept = (await keys()).filter((key) => key.includes('used'));
  expect(kept).toEqual(['https://x.test/used']);
});
