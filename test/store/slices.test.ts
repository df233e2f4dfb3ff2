import { expect, it } from 'vitest';
import {
  dropAbandoned,
  dropSlices,
  giveUpSlice,
  keepShard,
  planSlices,
  type SlicedReading,
  shardLines,
  slicedReading,
  slicedReadings,
  sliceStates,
} from '../../src/store/slices.ts';
import { temporaryStore } from '../support/store.ts';

const SECRET = Buffer.from('a secret');

const reading = (more: Partial<SlicedReading> = {}): SlicedReading => ({
  run: 'run-1',
  job: 'job-1',
  service: 'shop',
  mode: 'auto',
  startedAt: '2026-03-20T12:00:00.000Z',
  record: '{"what":"to read"}',
  ...more,
});

it('fixes what is to be read once, and keeps it until it is dropped', async () => {
  const store = await temporaryStore();
  expect(await planSlices(store, reading(), 2)).toEqual(reading());
  expect(await planSlices(store, reading({ record: '{"what":"something else"}' }), 7)).toEqual(reading());
  await planSlices(store, reading({ run: 'run-2', service: 'cart', startedAt: '2026-03-20T11:00:00.000Z' }), 1);
  expect(await sliceStates(store, 'run-1')).toEqual([{ status: 'open' }, { status: 'open' }]);
  expect((await slicedReadings(store)).map(({ run }) => run)).toEqual(['run-2', 'run-1']);
  expect(await slicedReadings(store, 'shop')).toEqual([reading()]);
  await dropSlices(store, 'run-1');
  expect([await slicedReading(store, 'run-1'), await sliceStates(store, 'run-1')]).toEqual([null, []]);
  expect(await slicedReadings(store)).toHaveLength(1);
});

it('gives back the lines of a shard, however many and long, and takes none twice nor from somebody late', async () => {
  const store = await temporaryStore();
  await planSlices(store, reading(), 3);
  const lines = [
    '{"a":"\u2028 é 🔑"}',
    '',
    'x'.repeat(5_000_000),
    'y'.repeat(3_000_000),
    'z'.repeat(3_000_000),
    'last',
  ];
  await keepShard(store, { run: 'run-1', slice: 1 }, lines, SECRET);
  await keepShard(store, { run: 'run-1', slice: 1 }, ['again'], SECRET);
  await giveUpSlice(store, 'run-1', 1, 'too late');
  await giveUpSlice(store, 'run-1', 2, 'no such project');
  await keepShard(store, { run: 'run-1', slice: 2 }, ['too late'], SECRET);
  expect(await shardLines(store, { run: 'run-1', slice: 1 }, SECRET)).toEqual(lines);
  expect(await shardLines(store, { run: 'run-1', slice: 2 }, SECRET)).toEqual([]);
  expect(await sliceStates(store, 'run-1')).toEqual([
    { status: 'open' },
    { status: 'read' },
    { status: 'failed', because: 'no such project' },
  ]);
  await dropSlices(store, 'run-1');
  await keepShard(store, { run: 'run-1', slice: 0 }, ['after its end'], SECRET);
  expect(await store.db.selectFrom('shards').selectAll().execute()).toEqual([]);
});

it('drops what nobody came to an end with for a week', async () => {
  const store = await temporaryStore();
  await planSlices(store, reading(), 1);
  await keepShard(store, { run: 'run-1', slice: 0 }, ['found'], SECRET);
  await planSlices(store, reading({ run: 'run-2', startedAt: '2026-03-20T12:00:00.001Z' }), 1);
  expect(await dropAbandoned(store, Date.parse('2026-03-27T12:00:00.001Z'))).toBe(1);
  expect((await slicedReadings(store)).map(({ run }) => run)).toEqual(['run-2']);
  expect(await store.db.selectFrom('shards').selectAll().execute()).toEqual([]);
});
