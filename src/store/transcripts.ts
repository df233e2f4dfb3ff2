import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Opening, type Transcript, Turn } from '../model/transcript.ts';
import { type Store, transactOn } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';

const OpeningRecord = Json.pipe(Opening);
const TurnRecord = Json.pipe(Turn);

/** Which conversation: what one run says about one cluster. */
export interface TranscriptKey {
  readonly run: string;
  readonly fingerprint: string;
}

/** What is stored of a conversation: how it began, its turns, oldest first, and how this very run ended it. */
export interface Begun {
  readonly opening: Opening;
  readonly turns: readonly Turn[];
  readonly ended: string | null;
}

/**
 * Begins the conversation of a run about a cluster, or goes on with it: gives the turns that are there. Where a run that
 * never came to its end had begun the very same conversation, its turns are taken over, for they are paid.
 *
 * A run that still goes on goes on with what it said first, though GitHub may say something else by now: whoever took its
 * work over a moment ago pays for nothing again.
 */
export async function openTranscript(
  store: Store,
  { run, fingerprint }: TranscriptKey,
  opening: Opening,
): Promise<Begun> {
  const text = JSON.stringify(opening);
  const opening_hash = createHash('sha256').update(text).digest('hex');
  return transactOn(store, `transcript ${run} ${fingerprint}`, async (transaction) => {
    const { db } = transaction;
    const own = await db
      .selectFrom('transcripts')
      .leftJoin('runs', 'runs.id', 'transcripts.run')
      .select(['opening_hash', 'opening', 'ended', 'runs.status'])
      .where('transcripts.run', '=', run)
      .where('transcripts.fingerprint', '=', fingerprint)
      .executeTakeFirst();
    if (own !== undefined) {
      const before = own.opening_hash === opening_hash ? opening : OpeningRecord.safeParse(own.opening).data;
      const isOurs = before === opening || (own.status === 'running' && isAlike(before, opening));
      if (before !== undefined && isOurs) {
        return { opening: before, turns: await turnsOf(transaction, { run, fingerprint }), ended: own.ended };
      }
    }
    // What it had begun otherwise, some time ago, can no longer be gone on with.
    await db.deleteFrom('turns').where('run', '=', run).where('fingerprint', '=', fingerprint).execute();
    await db.deleteFrom('transcripts').where('run', '=', run).where('fingerprint', '=', fingerprint).execute();
    await db.insertInto('transcripts').values({ run, fingerprint, opening_hash, opening: text, ended: null }).execute();
    const earlier = await db
      .selectFrom('transcripts')
      .innerJoin('runs', 'runs.id', 'transcripts.run')
      .select('transcripts.run')
      .where('transcripts.fingerprint', '=', fingerprint)
      .where('transcripts.opening_hash', '=', opening_hash)
      .where('transcripts.run', '!=', run)
      .where((expressions) =>
        expressions.or([
          expressions('runs.status', 'in', ['running', 'failed']),
          expressions('transcripts.ended', 'is', null),
        ]),
      )
      .orderBy('runs.number', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (earlier === undefined) return { opening, turns: [], ended: null };
    const turns = await turnsOf(transaction, { run: earlier.run, fingerprint });
    for (const turn of turns) await saveTurn(transaction, { run, fingerprint }, turn);
    return { opening, turns, ended: null };
  });
}

/** Whether the same model is asked in the same way, about whatever. */
function isAlike(before: Opening | undefined, now: Opening): boolean {
  return before !== undefined && isDeepStrictEqual({ ...before, first: now.first }, now);
}

/** Writes a turn down, over what was known of it. */
export async function saveTurn(store: Store, { run, fingerprint }: TranscriptKey, turn: Turn): Promise<void> {
  const record = JSON.stringify(turn);
  await store.db
    .insertInto('turns')
    .values({ run, fingerprint, number: turn.number, record })
    .onConflict((conflict) => conflict.columns(['run', 'fingerprint', 'number']).doUpdateSet({ record }))
    .execute();
}

/** How the conversation ended, in words. */
export async function endTranscript(store: Store, { run, fingerprint }: TranscriptKey, ended: string): Promise<void> {
  await store.db
    .updateTable('transcripts')
    .set({ ended })
    .where('run', '=', run)
    .where('fingerprint', '=', fingerprint)
    .execute();
}

/** Null = no model was asked about this cluster in that run. */
export async function getTranscript(store: Store, { run, fingerprint }: TranscriptKey): Promise<Transcript | null> {
  const row = await store.db
    .selectFrom('transcripts')
    .select(['opening', 'ended'])
    .where('run', '=', run)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  if (row === undefined) return null;
  const opening = parseRecord(OpeningRecord, row.opening, `transcript of ${fingerprint} in run ${run}`, store.where);
  return { run, fingerprint, opening, turns: await turnsOf(store, { run, fingerprint }), end: row.ended };
}

/** Whether a model was asked about this cluster in that run. */
export async function hasTranscript({ db }: Store, { run, fingerprint }: TranscriptKey): Promise<boolean> {
  const row = await db
    .selectFrom('transcripts')
    .select('run')
    .where('run', '=', run)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  return row !== undefined;
}

/** The transcripts there are of clusters whose fingerprint begins like this, the newest run first. */
export async function findTranscripts(
  store: Store,
  { prefix, run }: { readonly prefix: string; readonly run?: string },
): Promise<TranscriptKey[]> {
  const rows = await store.db
    .selectFrom('transcripts')
    .innerJoin('runs', 'runs.id', 'transcripts.run')
    .select(['transcripts.run', 'transcripts.fingerprint'])
    .orderBy('runs.number', 'desc')
    .orderBy('transcripts.fingerprint')
    .execute();
  return rows.filter((row) => row.fingerprint.startsWith(prefix) && (run === undefined || row.run === run));
}

async function turnsOf(store: Store, { run, fingerprint }: TranscriptKey): Promise<Turn[]> {
  const rows = await store.db
    .selectFrom('turns')
    .select(['number', 'record'])
    .where('run', '=', run)
    .where('fingerprint', '=', fingerprint)
    .orderBy('number')
    .execute();
  return rows.map(({ number, record }) =>
    parseRecord(TurnRecord, record, `turn ${number} about ${fingerprint} in run ${run}`, store.where),
  );
}
