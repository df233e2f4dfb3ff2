import type { Run } from '../model/run.ts';
import type { Channels } from '../notify/notify.ts';
import type { Context } from './context.ts';

/** Tells of a run as the config says. Gives what could not be told. */
export async function notifyOf(run: Run, channels: Channels, { config, stateDir }: Context): Promise<string[]> {
  const { notify } = await import('../notify/notify.ts');
  const { createRedactor } = await import('../collect/redact.ts');
  const { redactOutgoing } = await import('../collect/redact-outgoing.ts');
  const { loadRedactionKey } = await import('../collect/redaction-key.ts');
  const { systemClock } = await import('../collect/system-clock.ts');
  const redactor = createRedactor({ key: () => loadRedactionKey(stateDir), patterns: config.redact });
  return notify(run, channels, { fetch, clock: systemClock, redact: (text) => redactOutgoing(text, redactor) });
}
