import { z } from 'zod';
import { QUEUES } from './jobs.ts';
import type { Queue } from './queue.ts';

/** Jobs that nobody takes. */
export interface Stall {
  readonly jobs: number;
  /** For how long the oldest of them could have been taken. */
  readonly minutes: number;
  /** When the last job ended of those that are kept, RFC 3339; null = none is. */
  readonly lastEnded: string | null;
}

const MINUTE_MS = 60_000;

/** Workers look for jobs twice a minute and more; a restart of all of them takes its time. */
const PATIENCE_MS = 5 * MINUTE_MS;

/** A worker tells every few seconds that it lives. */
const ALIVE_MS = MINUTE_MS;

const Now = z.object({ rows: z.tuple([z.object({ now: z.date() })]) });

/** Null where a worker has a job under way or has ended one a short while ago, or no job waits for long. */
export async function lookForStall({ boss }: Pick<Queue, 'boss'>): Promise<Stall | null> {
  // What workers write down goes by PostgreSQL's clock.
  const { rows } = Now.parse(await boss.getDb().executeSql('select now() as now'));
  const now = rows[0].now.getTime();
  const isOld = (time: Date, ms: number): boolean => now - time.getTime() > ms;
  const jobs = (await Promise.all(QUEUES.map((name) => boss.findJobs(name)))).flat();
  const isAlive = jobs.some(
    ({ state, heartbeatOn, startedOn }) => state === 'active' && !isOld(heartbeatOn ?? startedOn, ALIVE_MS),
  );
  const ended = jobs.flatMap(({ completedOn }) => completedOn ?? []).sort((a, b) => b.getTime() - a.getTime());
  const [last] = ended;
  if (isAlive || (last !== undefined && !isOld(last, PATIENCE_MS))) return null;
  const since = jobs.flatMap(({ state, startAfter, startedOn, heartbeatOn }) => {
    if (state === 'created' || state === 'retry') return [startAfter];
    return state === 'active' ? [heartbeatOn ?? startedOn] : [];
  });
  const waiting = since.filter((time) => isOld(time, PATIENCE_MS)).map((time) => time.getTime());
  if (waiting.length === 0) return null;
  return {
    jobs: waiting.length,
    minutes: Math.floor((now - waiting.reduce((a, b) => Math.min(a, b))) / MINUTE_MS),
    lastEnded: last?.toISOString() ?? null,
  };
}
