import { expect, it } from 'vitest';
import { forgetWatermarksAfter, moveWatermark, watermarkOf } from '../../src/store/watermarks.ts';
import { temporaryStore } from '../support/store.ts';

it('a watermark moves forward only, to the nanosecond, and each source has its own', async () => {
  const store = await temporaryStore();
  expect(await watermarkOf(store, ['shop'])).toBeNull();
  await moveWatermark(store, 'shop', '2026-01-02T10:00:00.000000002+01:00');
  await moveWatermark(store, 'shop', '2026-01-02T09:00:00.000000001Z');
  await moveWatermark(store, 'shop', '2026-01-02T08:59:59Z');
  await moveWatermark(store, 'cart', '2026-01-01T00:00:00Z');
  expect(await watermarkOf(store, ['shop'])).toBe('2026-01-02T09:00:00.000000002Z');
  await moveWatermark(store, 'shop', '2026-01-02T09:00:01Z');
  expect(await watermarkOf(store, ['shop'])).toBe('2026-01-02T09:00:01.000000000Z');
  expect(await watermarkOf(store, ['cart'])).toBe('2026-01-01T00:00:00.000000000Z');
  expect(await watermarkOf(store, ['cart', 'none', 'shop'])).toBe('2026-01-02T09:00:01.000000000Z');
});

it('takes back the watermarks that lie after a time, of the sources that are named', async () => {
  const store = await temporaryStore();
  for (const key of ['shop', 'cart', 'other']) await moveWatermark(store, key, '2027-01-01T00:00:00Z');
  await moveWatermark(store, 'early', '2026-01-01T00:00:00Z');
  const keys = ['shop', 'cart', 'early'];
  expect(await forgetWatermarksAfter(store, keys, '2027-01-01T00:00:00Z')).toBe(false);
  expect(await forgetWatermarksAfter(store, keys, '2026-12-31T23:59:59.999999999Z')).toBe(true);
  expect(await watermarkOf(store, ['shop', 'cart'])).toBeNull();
  expect(await watermarkOf(store, ['early'])).toBe('2026-01-01T00:00:00.000000000Z');
  expect(await watermarkOf(store, ['other'])).toBe('2027-01-01T00:00:00.000000000Z');
});
