import type { Run } from '../model/run.ts';
import type { Channels, NotifyDeps } from '../notify/notify.ts';
import type { Context } from './context.ts';

/** Tells of a run as the config says. Gives what could not be told. */
export async function notifyOf(run: Run, channels: Channels, context: Context): Promise<string[]> {
  const { notify } = await import('../notify/notify.ts');
  return notify(run, channels, await notifyDeps(context));
}

/** Tells that a run failed before there was one, and why. Gives what could not be told; throws nothing. */
export async function notifyFailureOf(
  service: string,
  error: unknown,
  channels: Channels,
  context: Context,
): Promise<string[]> {
  try {
    const { notifyFailure } = await import('../notify/notify.ts');
    const deps = await notifyDeps(context);
    const at = new Date(deps.clock.now()).toISOString();
    return await notifyFailure({ service, at, because: messageOf(error) }, channels, deps);
  } catch (untold) {
    return [`Nobody was told of the failed run: ${messageOf(untold)}`];
  }
}

async function notifyDeps({ config, stateDir }: Context): Promise<NotifyDeps> {
  const { createRedactor } = await import('../collect/redact.ts');
  const { redactOutgoing } = await import('../collect/redact-outgoing.ts');
  const { loadRedactionKey } = await import('../collect/redaction-key.ts');
  const { systemClock } = await import('../collect/system-clock.ts');
  const redactor = createRedactor({ key: () => loadRedactionKey(stateDir), patterns: config.redact });
  return { fetch, clock: systemClock, redact: (text) => redactOutgoing(text, redactor) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
