import { formatDuration } from '../../wording/words.ts';
import { type Check, type Diagnosis, type Finding, wrong } from './finding.ts';

/** Goes off once after so many milliseconds, unless it is stopped. */
type Timer = (milliseconds: number) => { readonly expired: Promise<void>; readonly stop: () => void };

interface Patience {
  /** How long one check may take. */
  readonly limitMs: number;
  readonly timer: Timer;
}

/** Runs all checks at once. One that hangs or breaks is reported as wrong, and holds up no other. */
export async function examine(checks: readonly Check[], patience: Patience): Promise<Diagnosis> {
  const found = await Promise.all(
    checks.map(async (check) => ({ name: check.name, title: check.title, ...(await findingOf(check, patience)) })),
  );
  const worst = (['wrong', 'warning'] as const).find((status) => found.some((one) => one.status === status));
  return { status: worst ?? 'ok', checks: found };
}

async function findingOf(check: Check, { limitMs, timer }: Patience): Promise<Finding> {
  const alarm = timer(limitMs);
  const late = alarm.expired.then(() =>
    wrong(`no answer within ${formatDuration(limitMs / 1000)}`, 'Try again; if it stays so, check disk and network.'),
  );
  try {
    return await Promise.race([check.examine(), late]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return wrong(`could not be checked: ${reason}`, 'Try again; if it stays so, this is a mistake in log-gardener.');
  } finally {
    alarm.stop();
  }
}
