import { expect, it } from 'vitest';
import { keepResponse, recallResponse } from '../../src/store/responses.ts';
import { temporaryStore } from '../support/store.ts';

const at = (second: number) => new Date(Date.UTC(2025, 8, 12) + second * 1000).toISOString();

it('keeps the last answer of an address, word for word', async () => {
  const store = await temporaryStore();
  expect(await recallResponse(store, 'https://x.test/a')).toBeNull();
  await keepResponse(store, 'https://x.test/a', { etag: 'W/"1"', link: null, text: 'old' }, at(1));
  const newer = { etag: 'W/"2"', link: '<https://x.test/a?page=2>; rel="next"', text: '{"a": "é\\n"}' };
  await keepResponse(store, 'https://x.test/a', newer, at(2));
  expect(await recallResponse(store, 'https://x.test/a')).toEqual(newer);
});

it('lets go what is oldest beyond five hundred', async () => {
  const store = await temporaryStore();
  for (let n = 0; n < 503; n += 1) {
    await keepResponse(store, `https://x.test/${n}`, { etag: `"${n}"`, link: null, text: '' }, at(n));
  }
  const kept = await Promise.all([0, 2, 3, 502].map((n) => recallResponse(store, `https://x.test/${n}`)));
  expect(kept.map((one) => one?.etag ?? null)).toEqual([null, null, '"3"', '"502"']);
});
