import type { GitHub } from '../github/client.ts';
import type { Draft } from '../model/draft.ts';
import { GitHubError } from '../model/errors.ts';
import { type Intent, type LedgerEntry, recordIntent, recordOutcome, renewIntent } from '../store/ledger.ts';
import { transactOn } from '../store/open.ts';
import type { PublishDeps, Timing } from './deps.ts';
import { type HeldLease, LeaseLost } from './lease.ts';

/** One draft while it is being posted. */
export interface Posting {
  readonly draft: Draft;
  readonly deps: PublishDeps;
  readonly timing: Timing;
  readonly lease: HeldLease;
  /** What earlier tries left in the ledger. */
  readonly before: readonly LedgerEntry[];
}

/** What a posting came to. */
export interface Posted {
  readonly issue: number;
  readonly url: string;
  readonly how: 'created' | 'updated' | 'reopened' | 'closed' | 'found';
  readonly notes: readonly string[];
}

/** GitHub is not as the draft assumes it, or the draft is not as GitHub wants it: trying again would not help. */
export class NotPostable extends Error {
  override name = 'NotPostable';
}

/** The issue is not what the reviewer was shown who approved this: nobody has judged the change of it as it is now. */
export class ShownOtherwise extends Error {
  override name = 'ShownOtherwise';
}

type Step = Intent['step'];

/** A change got no clear answer, or has to wait. It is made again only after a new look at what it changes. */
export class LookAgain extends Error {
  override name = 'LookAgain';
  readonly failure: GitHubError;
  constructor(failure: GitHubError) {
    super(failure.message, { cause: failure });
    this.failure = failure;
  }
}

/** Steps whose effect shows on what is read before them. What is made anew must rather be waited for. */
const CHANGES: ReadonlySet<Step> = new Set([
  'update-body',
  'update-comment',
  'update-title',
  'reopen-issue',
  'close-issue',
]);

/** Shorter than what a lease holds for, and than a missed heartbeat: so long an intent is surely our own. */
const SEND_WITHIN_MS = 5_000;

/**
 * One write to GitHub: intent in the ledger, request, outcome in the ledger. A request without a clear answer leaves its
 * intent open; whoever goes on looks on GitHub first.
 *
 * @throws LookAgain where that may be done at once, or after a wait; LeaseLost where another may be posting meanwhile
 * @param act writes by the GitHub that it is given: that one asks, as the last thing before a request leaves, whether the
 *   draft is still ours
 * @param describe what the ledger shall say was written, for example `#12`
 */
export async function write<T>(
  { draft, deps, timing, lease }: Posting,
  step: Step,
  act: (github: GitHub) => Promise<T>,
  describe: (answer: T) => string,
): Promise<T> {
  const { store, checkpoint } = deps;
  const at = () => new Date(timing.clock()).toISOString();
  checkpoint?.(`${step}: before`);
  const intent = await transactOn(store, `draft ${draft.id}`, async (transaction) => {
    await lease.confirm(transaction);
    return recordIntent(transaction, {
      draft: draft.id,
      step,
      hash: draft.hash,
      action: draft.content.action,
      at: at(),
    });
  });
  checkpoint?.(`${step}: intended`);
  let keptBack: unknown = null;
  let sureAt = Date.parse(intent.at);
  // It waits for its turn, or for GitHub's limits, or stands still: another may have found the intent, and looked on
  // GitHub for it, before the request leaves.
  const confirm = async (): Promise<void> => {
    if (timing.clock() - sureAt <= SEND_WITHIN_MS) return;
    try {
      const renewed = at();
      await transactOn(store, `draft ${draft.id}`, async (transaction) => {
        await lease.confirm(transaction);
        if (await renewIntent(transaction, intent, renewed)) return;
        throw new LeaseLost(`Another process has settled what was about to be written (${step}); nothing was sent.`);
      });
      sureAt = Date.parse(renewed);
      if (timing.clock() - sureAt > SEND_WITHIN_MS) {
        throw new LeaseLost(`The process stood still before it could write (${step}); nothing was sent.`);
      }
    } catch (error) {
      keptBack = error;
      throw error;
    }
  };
  let answer: T;
  try {
    answer = await act({ ...deps.github, octokit: deps.github.confirmed(confirm) });
  } catch (error) {
    // As it was thrown: what comes from there is no answer of GitHub.
    if (keptBack !== null) throw keptBack;
    if (!(error instanceof GitHubError)) throw error;
    if (!surelyNotDone(error)) throw CHANGES.has(step) ? new LookAgain(error) : error;
    await recordOutcome(store, intent, { outcome: 'refused', at: at(), detail: error.message });
    throw error.waitMs === null ? error : new LookAgain(error);
  }
  checkpoint?.(`${step}: answered`);
  await recordOutcome(store, intent, { outcome: 'done', at: at(), detail: describe(answer) });
  checkpoint?.(`${step}: recorded`);
  return answer;
}

/** Whether an earlier try carried the step out, as far as the ledger knows. */
export function isDone({ before }: Posting, step: Step): boolean {
  return before.some((entry) => entry.step === step && entry.outcome === 'done');
}

/** Earlier tries of the step that nobody knows the end of. */
export function openTries({ before }: Posting, step: Step): readonly LedgerEntry[] {
  return before.filter((entry) => entry.step === step && entry.outcome === null);
}

/** Writes down what a look on GitHub told about earlier tries. */
export async function settle(
  posting: Posting,
  step: Step,
  outcome: 'done' | 'absent' | 'repeated',
  detail: string,
): Promise<void> {
  for (const entry of openTries(posting, step)) {
    const at = new Date(posting.timing.clock()).toISOString();
    await recordOutcome(posting.deps.store, entry, { outcome, at, detail });
    posting.deps.checkpoint?.(`${step}: settled`);
  }
}

/**
 * Looks for what an earlier try may have written, and if it is not there looks once more after the time in which the
 * request could still take effect. Null = there was no such try, or it never arrived.
 *
 * @throws GitHubError once the signal came between the two looks: whether it is there is still open then
 */
export async function findEarlier<T>(
  posting: Posting,
  step: Step,
  look: () => Promise<T | null>,
  describe: (found: T) => string,
): Promise<T | null> {
  const tries = openTries(posting, step);
  if (tries.length === 0) return null;
  const { clock, settleMs } = posting.timing;
  const youngest = Math.max(...tries.map(({ at }) => Date.parse(at)));
  let found = await look();
  const settlesIn = youngest + settleMs - clock();
  if (found === null && settlesIn > 0) {
    await waitUnlessBrokenOff(settlesIn, posting, 'look again for what was posted before');
    found = await look();
  }
  await settle(posting, step, found === null ? 'absent' : 'done', found === null ? 'not found' : describe(found));
  return found;
}

/** @throws GitHubError once the signal came: nothing more is asked or written then */
export async function waitUnlessBrokenOff(milliseconds: number, posting: Posting, doing: string): Promise<void> {
  const { timing, deps } = posting;
  await timing.wait(milliseconds, deps.signal);
  if (deps.signal?.aborted) throw new GitHubError(`Could not ${doing}: it was broken off.`, 0);
}

/** Refused for good or for now, but not carried out. Every other failure may hide a success, a timeout (408) too. */
export function surelyNotDone({ status }: GitHubError): boolean {
  return status >= 400 && status < 500 && status !== 408;
}
