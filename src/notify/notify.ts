import type { Config } from '../config/schema.ts';
import type { Clock } from '../model/clock.ts';
import { ConfigError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { renderReport } from '../worklog/render.ts';
import { chatMessage } from './chat-message.ts';
import { type Digest, digestOf, digestOfFailure, type Failure } from './digest.ts';
import { appendJobSummary, type JobSummary } from './job-summary.ts';
import { sendWebhook } from './send-webhook.ts';

/** Where a run is told of. */
export interface Channels {
  readonly webhook: { readonly address: URL; readonly when: 'news' | 'always' } | null;
  /** What GitHub Actions shows as the job's summary; null = none is asked for, or this is no job. */
  readonly jobSummary: JobSummary | null;
}

export interface NotifyDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Hides what must not leave this machine. */
  readonly redact: (text: string) => Promise<string>;
}

/**
 * What the config asks for and the environment has: `LOG_GARDENER_WEBHOOK_URL`, which is a secret,
 * `GITHUB_STEP_SUMMARY`, and `DATABASE_URL`, without which nobody but the job reaches its drafts.
 *
 * @throws ConfigError where a webhook is asked for and there is no usable address; it never names the address
 */
export function readChannels({ notify }: Pick<Config, 'notify'>, env: NodeJS.ProcessEnv): Channels {
  const path = notify.jobSummary ? (env.GITHUB_STEP_SUMMARY ?? '') : '';
  const jobSummary = path === '' ? null : { path, isStoreShared: (env.DATABASE_URL ?? '') !== '' };
  if (notify.webhook === 'never') return { webhook: null, jobSummary };
  const given = env.LOG_GARDENER_WEBHOOK_URL ?? '';
  const address = URL.canParse(given) ? new URL(given) : null;
  if (address === null || !(address.protocol === 'https:' || isLoopback(address))) {
    throw new ConfigError(
      `notify.webhook is "${notify.webhook}", but LOG_GARDENER_WEBHOOK_URL ${given === '' ? 'is not set' : 'is no https address'}. Set it to the address of an incoming webhook, or notify.webhook to never.`,
    );
  }
  return { webhook: { address, when: notify.webhook }, jobSummary };
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]');
}

/**
 * Tells of a run that is over.
 *
 * @returns what could not be told, a sentence each; the run itself is not the worse for it
 */
export async function notify(run: Run, channels: Channels, deps: NotifyDeps): Promise<string[]> {
  if (isNobody(channels)) return [];
  return tell(await digestOf(run, deps.redact), () => renderReport(run), channels, deps);
}

/** Tells that there is no run, and why: as {@link notify}, to the same. */
export async function notifyFailure(failure: Failure, channels: Channels, deps: NotifyDeps): Promise<string[]> {
  if (isNobody(channels)) return [];
  const report = () => 'No worklog is shown here: the run did not come to its end.\n';
  return tell(await digestOfFailure(failure, deps.redact), report, channels, deps);
}

const isNobody = ({ webhook, jobSummary }: Channels): boolean => webhook === null && jobSummary === null;

async function tell(
  digest: Digest,
  report: () => string,
  { webhook, jobSummary }: Channels,
  deps: NotifyDeps,
): Promise<string[]> {
  const problems: string[] = [];
  if (jobSummary !== null) {
    try {
      await appendJobSummary(jobSummary, digest, report());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(`The job summary could not be written: ${reason}. Is GITHUB_STEP_SUMMARY a file of this job?`);
    }
  }
  if (webhook !== null && (webhook.when === 'always' || digest.isNews)) {
    const outcome = await sendWebhook(webhook.address, chatMessage(digest), deps);
    if (!outcome.sent) {
      problems.push(`The webhook was not told: ${outcome.because}. Check LOG_GARDENER_WEBHOOK_URL.`);
    }
  }
  return problems;
}
