import { expect, it } from 'vitest';
import { forgetWatermarksAfter, moveWatermark, watermarkOf } from '../../src/store/watermarks.ts';
import { temporaryStore } from '../support/store.ts';

const both = (time: string) => ({ reached: time, lookedUntil: time });

it('a watermark moves forward only, to the nanosecond, and each source has its own', async () => {
  const store = await temporaryStore();
  expect(await watermarkOf(store, ['shop'])).toBeNull();
  await moveWatermark(store, 'shop', both('2026-01-02T10:00:00.000000002+01:00'));
  await moveWatermark(store, 'shop', both('2026-01-02T09:00:00.000000001Z'));
  await moveWatermark(store, 'shop', both('2026-01-02T08:59:59Z'));
  await moveWatermark(store, 'cart', both('2026-01-01T00:00:00Z'));
  expect(await watermarkOf(store, ['shop'])).toEqual(both('2026-01-02T09:00:00.000000002Z'));
  await moveWatermark(store, 'shop', both('2026-01-02T09:00:01Z'));
  expect(await watermarkOf(store, ['shop'])).toEqual(both('2026-01-02T09:00:01.000000000Z'));
  expect(await watermarkOf(store, ['cart'])).toEqual(both('2026-01-01T00:00:00.000000000Z'));
  expect(await watermarkOf(store, ['cart', 'none', 'shop'])).toEqual(both('2026-01-02T09:00:01.000000000Z'));
});

it('a watermark tells what was read from what was looked at, and was written before it did', async () => {
  const store = await temporaryStore();
  await moveWatermark(store, 'shop', { reached: '2026-01-02T09:00:00Z', lookedUntil: '2026-01-02T10:00:00Z' });
  await moveWatermark(store, 'shop', { reached: '2026-01-02T09:30:00Z', lookedUntil: '2026-01-02T09:59:00Z' });
  expect(await watermarkOf(store, ['shop'])).toEqual({
    reached: '2026-01-02T09:30:00.000000000Z',
    lookedUntil: '2026-01-02T10:00:00.000000000Z',
  });
  await store.db.updateTable('watermarks').set({ looked_until: null }).execute();
  expect(await watermarkOf(store, ['shop'])).toEqual(both('2026-01-02T09:30:00.000000000Z'));
});

it('takes back the watermarks that lie after a time, of the sources that are named', async () => {
  const store = await temporaryStore();
  for (const key of ['shop', 'cart', 'other']) await moveWatermark(store, key, both('2027-01-01T00:00:00Z'));
  await moveWatermark(store, 'early', both('2026-01-01T00:00:00Z'));
  const keys = ['shop', 'cart', 'early'];
  expect(await forgetWatermarksAfter(store, keys, '2027-01-01T00:00:00Z')).toBe(false);
  expect(await forgetWatermarksAfter(store, keys, '2026-12-31T23:59:59.999999999Z')).toBe(true);
  expect(await watermarkOf(store, ['shop', 'cart'])).toBeNull();
  expect(await watermarkOf(store, ['early'])).toEqual(both('2026-01-01T00:00:00.000000000Z'));
  expect(await watermarkOf(store, ['other'])).toEqual(both('2027-01-01T00:00:00.000000000Z'));
});

it('takes back where a window ended that ended after a time, and keeps what was read', async () => {
  const store = await temporaryStore();
  await moveWatermark(store, 'shop', { reached: '2026-01-01T00:00:00Z', lookedUntil: '2027-01-01T00:00:00Z' });
  expect(await forgetWatermarksAfter(store, ['shop'], '2026-06-01T00:00:00Z')).toBe(true);
  expect(await watermarkOf(store, ['shop'])).toEqual(both('2026-01-01T00:00:00.000000000Z'));
  expect(await forgetWatermarksAfter(store, ['shop'], '2026-06-01T00:00:00Z')).toBe(false);
});
