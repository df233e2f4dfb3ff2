import { type Store, transactOn } from './open.ts';
import { seal, unseal } from './sealed.ts';
import type { Tables } from './tables.ts';

/** A reading that is shared out in slices, until they are put together. */
export interface SlicedReading {
  readonly run: string;
  /** The job that makes the run. */
  readonly job: string;
  readonly service: string;
  readonly mode: 'draft' | 'auto';
  /** RFC 3339 in UTC, to the millisecond. */
  readonly startedAt: string;
  /** What each slice covers, as JSON. */
  readonly record: string;
}

/** How far a slice is; of one that was read there is a shard. */
export type SliceState = { readonly status: 'open' | 'read' } | { readonly status: 'failed'; readonly because: string };

interface ShardName {
  readonly run: string;
  /** From 0. */
  readonly slice: number;
}

/** What a shard's lines are packed in, about: in characters before they are packed. */
const PIECE = 4 * 1024 * 1024;

/** Fixes what is to be read; where that is fixed already, it stays. Returns what holds. */
export async function planSlices(store: Store, reading: SlicedReading, slices: number): Promise<SlicedReading> {
  const { run, job, service, mode, startedAt, record } = reading;
  return transactOn(store, nameOf(run), async (inside) => {
    const known = await slicedReading(inside, run);
    if (known !== null) return known;
    await inside.db.insertInto('plans').values({ run, job, service, mode, begun_at: startedAt, record }).execute();
    for (let number = 0; number < slices; number += 1) {
      await inside.db.insertInto('slices').values({ run, number, status: 'open' }).execute();
    }
    return reading;
  });
}

/** Null where there is none, or none any more. */
export async function slicedReading(store: Store, run: string): Promise<SlicedReading | null> {
  const [found] = await selectReadings(store).where('run', '=', run).execute();
  return found === undefined ? null : toReading(found);
}

/** Those that are not put together yet, the oldest first; of one service, or of all. */
export async function slicedReadings(store: Store, service?: string): Promise<SlicedReading[]> {
  const all = selectReadings(store).orderBy('begun_at').orderBy('run');
  const found = await (service === undefined ? all : all.where('service', '=', service)).execute();
  return found.map(toReading);
}

/** How far each slice is, in their order. */
export async function sliceStates({ db }: Store, run: string): Promise<SliceState[]> {
  const rows = await db.selectFrom('slices').selectAll().where('run', '=', run).orderBy('number').execute();
  return rows.map(({ status, because }) => {
    if (status === 'failed') return { status, because: because ?? '' };
    return { status: status === 'read' ? 'read' : 'open' };
  });
}

/**
 * Keeps what was found in a slice: all of it or nothing, and nothing where somebody has done so already, or the reading
 * is over. It is sealed: of its examples not all is hidden that must not leave, since that is looked for when they are
 * chosen.
 */
export async function keepShard(
  store: Store,
  { run, slice }: ShardName,
  lines: readonly string[],
  secret: Buffer,
): Promise<void> {
  const pieces = piecesOf(lines).map((piece) => seal(piece, secret));
  await transactOn(store, nameOf(run), async ({ db }) => {
    const { numUpdatedRows } = await db
      .updateTable('slices')
      .set({ status: 'read' })
      .where('run', '=', run)
      .where('number', '=', slice)
      .where('status', '=', 'open')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    for (const [number, content] of pieces.entries()) {
      await db.insertInto('shards').values({ run, slice, number, content }).execute();
    }
  });
}

/** Notes that nobody could read a slice. */
export async function giveUpSlice(store: Store, run: string, slice: number, because: string): Promise<void> {
  await transactOn(store, nameOf(run), async ({ db }) => {
    await db
      .updateTable('slices')
      .set({ status: 'failed', because })
      .where('run', '=', run)
      .where('number', '=', slice)
      .where('status', '=', 'open')
      .execute();
  });
}

/** What `keepShard` was given. @throws StoreError where the secret was another */
export async function shardLines({ db }: Store, { run, slice }: ShardName, secret: Buffer): Promise<string[]> {
  const rows = await db
    .selectFrom('shards')
    .select('content')
    .where('run', '=', run)
    .where('slice', '=', slice)
    .orderBy('number')
    .execute();
  return rows.flatMap(({ content }) => unseal(content, secret).split('\n'));
}

/** The reading is over: what was found in its slices has come to its use, or never will. */
export async function dropSlices(store: Store, run: string): Promise<void> {
  await transactOn(store, nameOf(run), async ({ db }) => {
    for (const table of ['shards', 'slices', 'plans'] as const) {
      await db.deleteFrom(table).where('run', '=', run).execute();
    }
  });
}

/** A reading that nobody came to an end with for so long: its service's next run has read the same, or there is none. */
const ABANDONED_MS = 7 * 86_400_000;

/**
 * Drops what is left of readings that were given up; gives how many there were.
 *
 * @param now milliseconds since 1970
 */
export async function dropAbandoned(store: Store, now: number): Promise<number> {
  const before = new Date(now - ABANDONED_MS).toISOString();
  const abandoned = await selectReadings(store).where('begun_at', '<', before).execute();
  for (const { run } of abandoned) await dropSlices(store, run);
  return abandoned.length;
}

function nameOf(run: string): string {
  return `slices of run ${run}`;
}

function selectReadings({ db }: Store) {
  return db.selectFrom('plans').select(['run', 'job', 'service', 'mode', 'begun_at', 'record']);
}

function toReading({ begun_at, mode, ...rest }: Tables['plans']): SlicedReading {
  return { ...rest, mode: mode === 'auto' ? mode : 'draft', startedAt: begun_at };
}

/** Lines that hold no line end, some at a time. */
function piecesOf(lines: readonly string[]): string[] {
  const pieces: string[] = [];
  let [from, length] = [0, 0];
  for (const [index, line] of lines.entries()) {
    length += line.length;
    if (length < PIECE && index < lines.length - 1) continue;
    pieces.push(lines.slice(from, index + 1).join('\n'));
    [from, length] = [index + 1, 0];
  }
  return pieces;
}
