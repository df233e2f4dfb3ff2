import { StoreError, UsageError } from '../model/errors.ts';
import { type Check, type Finding, ok, skipped, warning, wrong } from '../triage/doctor/finding.ts';
import { count } from '../wording/words.ts';
import { type DeadLetter, listDeadLetters } from './dead-letters.ts';
import { QUEUES } from './jobs.ts';
import { lookIntoQueues } from './queue.ts';
import { lookForStall } from './stall.ts';

/** So many are named. */
const MOST_NAMED = 5;

/** Do jobs of the fleet wait for a person, or for a worker? Without DATABASE_URL there is no fleet, and no check. */
export function fleetChecks(databaseUrl: string): Check[] {
  if (databaseUrl === '') return [];
  return [{ name: 'fleet', title: 'fleet', examine: () => examine(databaseUrl) }];
}

async function examine(databaseUrl: string): Promise<Finding> {
  try {
    const found = await lookIntoQueues(databaseUrl, async (queue) => ({
      dead: await listDeadLetters(queue),
      waiting: await Promise.all(
        QUEUES.map(async (name) => (await queue.boss.findJobs(name, { queued: true })).length),
      ),
      stall: await lookForStall(queue),
    }));
    if (found === null) return ok('no worker has run yet');
    const { dead, waiting, stall } = found;
    const depth = QUEUES.map((name, index) => `${waiting[index] ?? 0} to ${name}`).join(', ');
    if (stall !== null) {
      const { jobs, minutes, lastEnded } = stall;
      const last = lastEnded === null ? 'none has ended for an hour' : `the last one ended ${lastEnded}`;
      return wrong(
        `no worker takes jobs: ${count(jobs, 'job')} to be done for up to ${count(minutes, 'minute')}; ${last}`,
        'Start one with this DATABASE_URL: log-gardener worker\nIf one runs, its log says what keeps it from them.',
      );
    }
    if (dead.length === 0) return ok(`${depth}; nothing failed for good`);
    return warning(
      `${count(dead.length, 'job')} failed for good: ${dead.slice(0, MOST_NAMED).map(nameOf).join('; ')}${dead.length > MOST_NAMED ? '; …' : ''}`,
      'Mend what they name, then: log-gardener enqueue --retry',
    );
  } catch (error) {
    // The check of the state folder says how to mend it.
    if (error instanceof StoreError || error instanceof UsageError) return skipped(error.message);
    throw error;
  }
}

function nameOf({ queue, service, because }: DeadLetter): string {
  return `${queue} ${service} (${because})`;
}
