import { z } from 'zod';
import { Backing } from '../model/backing.ts';
import { SearchStep } from '../model/report.ts';
import type { Store } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';
import type { TranscriptKey } from './transcripts.ts';

/** What our tools answered a model whose conversation is not ours, and what they searched for it. */
const ClientAnswers = z.object({ backing: z.array(Backing), steps: z.array(SearchStep) });
type ClientAnswers = z.infer<typeof ClientAnswers>;

const ClientRecord = Json.pipe(ClientAnswers);

/** They stand where a sub-agent's turns would: of a run that a client investigates there is no transcript. */
const NUMBER = 1;

/** Keeps what a report of a client rests on, over what was kept of it. For runs that a client investigates alone. */
export async function keepClientAnswers(
  { db }: Store,
  { run, fingerprint }: TranscriptKey,
  answers: { readonly backing: readonly Backing[]; readonly steps: readonly SearchStep[] },
): Promise<void> {
  const record = JSON.stringify(answers);
  await db
    .insertInto('turns')
    .values({ run, fingerprint, number: NUMBER, record })
    .onConflict((conflict) => conflict.columns(['run', 'fingerprint', 'number']).doUpdateSet({ record }))
    .execute();
}

/** What was kept; nothing where no client of that run handed in a report on it. */
export async function recallClientAnswers(store: Store, { run, fingerprint }: TranscriptKey): Promise<ClientAnswers> {
  const row = await store.db
    .selectFrom('turns')
    .select('record')
    .where('run', '=', run)
    .where('fingerprint', '=', fingerprint)
    .where('number', '=', NUMBER)
    .executeTakeFirst();
  if (row === undefined) return { backing: [], steps: [] };
  return parseRecord(ClientRecord, row.record, `what was looked up about ${fingerprint} in run ${run}`, store.where);
}
