import { isSameRepository } from '../config/routing.ts';
import { isRefusal } from '../github/failure.ts';
import type { Draft, DraftStatus } from '../model/draft.ts';
import { GitHubError, UsageError } from '../model/errors.ts';
import { hashContent } from '../store/content-hash.ts';
import { getDraft, listDrafts, setDraftState, supersedeApproved } from '../store/drafts.ts';
import { recordIssue } from '../store/issues.ts';
import { ledgerOf, recordIntent, recordOutcome } from '../store/ledger.ts';
import { type Store, transactOn } from '../store/open.ts';
import { type PublishDeps, type Timing, timingOf } from './deps.ts';
import { LeaseLost, postingTo, withLease } from './lease.ts';
import type { PublishOutcome } from './outcome.ts';
import { postChange } from './post-change.ts';
import { postNewIssue } from './post-new-issue.ts';
import { LookAgain, NotPostable, type Posted, type Posting, ShownOtherwise, surelyNotDone } from './posting.ts';
import { whyItIsNotWhole } from './recheck.ts';
import { refusal } from './refusal.ts';
import { restAfterLastWrite } from './rest.ts';
import { visible } from './visible.ts';

/**
 * Posts an approved draft to GitHub, exactly once, however often it is called, by however many processes, and wherever
 * an earlier try died: claim → re-check of the live state → intent → request → record, step by step.
 *
 * @throws UsageError when the draft does not exist, is for another repository, or was never approved as it stands
 */
export async function publishDraft(draftId: string, deps: PublishDeps): Promise<PublishOutcome> {
  const timing = timingOf(deps);
  // One look for both: another process may post it between two.
  const first = await getDraft(deps.store, draftId);
  const over = outcomeOf(first);
  if (over !== null) return over;
  requirePostable(first, draftId, deps);
  const { owner, name } = deps.github;
  const key = postingTo(`${owner}/${name}`);
  const onWait = (atMostMs: number): void =>
    deps.onWait?.(`Waiting for another log-gardener that posts to ${owner}/${name}, ${atMostMs / 1000} s at most …`);
  const held = await withLease(deps.store, key, { timing, signal: deps.signal, onWait }, async (lease) => {
    deps.checkpoint?.('leased');
    // What was true before waiting for the lease may not be any more: a newer draft is posted, a person took it back.
    const now = await getDraft(deps.store, draftId);
    const overMeanwhile = outcomeOf(now);
    if (overMeanwhile !== null) return overMeanwhile;
    const current = requirePostable(now, draftId, deps);
    await claim(deps, current);
    deps.checkpoint?.('claimed');
    const before = await ledgerOf(deps.store, current.id);
    return post({ draft: current, deps, timing, lease, before });
  });
  if (held !== null) return held.result;
  const because = `Another log-gardener is posting to ${owner}/${name}; post again when it is done.`;
  const waiting = await getDraft(deps.store, draftId);
  if (waiting !== null) await rememberTry(deps.store, waiting, because, timing);
  return postponed(deps.store, draftId, because, because);
}

/** Writes down that the draft was to be posted, where no write says so: {@link reconcile} tries again what was tried. */
async function rememberTry(store: Store, { id, hash, content }: Draft, because: string, timing: Timing): Promise<void> {
  const at = new Date(timing.clock()).toISOString();
  await transactOn(store, `draft ${id}`, async (transaction) => {
    if ((await ledgerOf(transaction, id)).length > 0) return;
    const look = await recordIntent(transaction, { draft: id, step: 'look', hash, action: content.action, at });
    await recordOutcome(transaction, look, { outcome: 'refused', at, detail: because });
  });
}

/** What has become of a draft that nothing is left to do for; null when there is. */
function outcomeOf(draft: Draft | null): PublishOutcome | null {
  if (draft === null) return null;
  const { id, state } = draft;
  if (state.status === 'posted') {
    return {
      draft: id,
      status: 'posted',
      state,
      issue: state.issue,
      url: state.url,
      how: 'found',
      notes: [],
      supersededRuns: [],
    };
  }
  if (state.status !== 'rejected') return null;
  return { draft: id, status: 'failed', state, message: `${refusal(draft, 'posted')} Nothing was posted.` };
}

/**
 * Goes on with every draft of this repository whose posting was cut short: looks on GitHub for what was written, writes
 * what is missing, records both. What GitHub refused for the time being is tried again, since nobody else would; what is
 * approved and was never tried waits for whoever approved it. Once the signal came no other draft is begun.
 *
 * @param isMeant all unless it is given
 */
export async function reconcile(
  deps: PublishDeps,
  isMeant: (draft: Draft) => Promise<boolean> = async () => true,
): Promise<PublishOutcome[]> {
  const outcomes: PublishOutcome[] = [];
  for (const draft of await listCutShort(deps.store, deps.github.asked)) {
    if (deps.signal?.aborted) break;
    if (await isMeant(draft)) outcomes.push(await publishDraft(draft.id, deps));
  }
  return outcomes;
}

/** The drafts that {@link reconcile} goes on with. */
export async function listCutShort(store: Store, repository: string): Promise<Draft[]> {
  const cutShort = await listDrafts(store, { status: 'posting', repository });
  for (const draft of await listDrafts(store, { status: 'approved', repository })) {
    if ((await ledgerOf(store, draft.id)).length > 0) cutShort.push(draft);
  }
  return cutShort;
}

function requirePostable(draft: Draft | null, draftId: string, { store, github }: PublishDeps): Draft {
  if (draft === null) throw new UsageError(`There is no draft ${draftId} in ${store.where}.`);
  const names = [github.asked, `${github.owner}/${github.name}`];
  if (!names.some((name) => isSameRepository(name, draft.repository))) {
    throw new UsageError(`Draft ${draftId} is for ${draft.repository}, and was to be posted to ${github.asked}.`);
  }
  const { state } = draft;
  if (state.status !== 'approved' && state.status !== 'posting') throw new UsageError(refusal(draft, 'posted'));
  if (state.hash !== hashContent(draft.content)) {
    throw new UsageError(`Draft ${draftId} is not what was approved any more. Look at it and approve it again.`);
  }
  return draft;
}

/** From here on the draft is ours: approved → posting, in one statement. */
async function claim({ store, now }: PublishDeps, { id, hash, state }: Draft): Promise<void> {
  if (state.status === 'posting') return;
  const to = { status: 'posting', hash, at: now(), ...shownTo(state) } as const;
  if (await setDraftState(store, id, { from: ['approved'], to })) return;
  throw new UsageError(`Draft ${id} was changed or taken back a moment ago. Look at it again.`);
}

/** What the reviewer was shown of the issue goes along with the draft until it is posted. */
function shownTo(state: DraftStatus): { readonly live?: string } {
  return 'live' in state && state.live !== undefined ? { live: state.live } : {};
}

async function post(posting: Posting): Promise<PublishOutcome> {
  const { draft, deps } = posting;
  try {
    const problem = whyItIsNotWhole(draft);
    if (problem !== null) throw new NotPostable(`${problem} Run triage again for a new draft.`);
    await restAfterLastWrite(posting);
    return await finish(posting, await carryOut(posting));
  } catch (error) {
    if (error instanceof NotPostable) return fail(posting, error.message);
    if (error instanceof ShownOtherwise) return handBack(posting, error.message);
    if (error instanceof LeaseLost) {
      return postponed(deps.store, draft.id, `${error.message} Post again to see it through.`, null);
    }
    if (error instanceof GitHubError) return afterGitHubError(posting, error);
    throw error;
  }
}

/** How often a change is made that gets no clear answer, or is made to wait. */
const MOST_TRIES = 3;

/** Every try begins with what GitHub shows now: what a person wrote since the last one is never written over. */
async function carryOut(posting: Posting, tries = 1): Promise<Posted> {
  const { draft, deps, timing } = posting;
  const { content } = draft;
  try {
    return content.action === 'create' ? await postNewIssue(posting, content) : await postChange(posting, content);
  } catch (error) {
    if (!(error instanceof LookAgain)) throw error;
    if (tries >= MOST_TRIES || deps.signal?.aborted) throw error.failure;
    await timing.wait(error.failure.waitMs ?? timing.againMs * tries ** 2, deps.signal);
    if (deps.signal?.aborted) throw error.failure;
    return carryOut({ ...posting, before: await ledgerOf(deps.store, draft.id) }, tries + 1);
  }
}

async function finish({ draft, deps }: Posting, { issue, url, how, notes }: Posted): Promise<PublishOutcome> {
  const state = { status: 'posted', issue, url, at: deps.now() } as const;
  deps.checkpoint?.('finish: before');
  const supersededRuns = await transactOn(deps.store, `draft ${draft.id}`, async (store) => {
    const commentedAt = how !== 'found' && hasComment(draft) ? state.at : null;
    await recordIssue(store, draft, { issue, login: deps.github.login, commentedAt });
    await setDraftState(store, draft.id, { from: ['posting'], to: state });
    return supersedeApproved(store, draft, state.at);
  });
  deps.checkpoint?.('finish: recorded');
  return { draft: draft.id, status: 'posted', state, issue, url, how, notes, supersededRuns };
}

function hasComment({ content }: Draft): boolean {
  return content.action !== 'create' && content.comment !== null;
}

/** Nothing of it was posted: whoever approved it is to look at the issue again. */
async function handBack({ draft, deps }: Posting, because: string): Promise<PublishOutcome> {
  const state = { status: 'pending', because } as const;
  await setDraftState(deps.store, draft.id, { from: ['posting'], to: state });
  const message = `${because} Nothing was posted; look at it again and approve it if it still fits.`;
  return { draft: draft.id, status: 'failed', state, message };
}

/** It cannot be posted as it is. What stands on GitHub already is named, since nothing takes it back. */
async function fail({ draft, deps }: Posting, reason: string): Promise<PublishOutcome> {
  const entries = await ledgerOf(deps.store, draft.id);
  const done = visible(entries, ['done']).map(({ step, detail }) => `${step} (${detail})`);
  const unknown = visible(entries, [null]).map(({ step }) => step);
  const message = [
    reason,
    ...(done.length > 0 ? [`Already posted: ${done.join(', ')}.`] : []),
    ...(unknown.length > 0 ? [`Perhaps posted, since GitHub did not answer: ${unknown.join(', ')}.`] : []),
    ...(done.length + unknown.length === 0 ? ['Nothing was posted.'] : []),
  ].join(' ');
  const state = { status: 'failed', error: message, at: deps.now() } as const;
  await setDraftState(deps.store, draft.id, { from: ['posting'], to: state });
  return { draft: draft.id, status: 'failed', state, message };
}

async function afterGitHubError(posting: Posting, error: GitHubError): Promise<PublishOutcome> {
  const { draft, deps, timing } = posting;
  const entries = await ledgerOf(deps.store, draft.id);
  const refused = entries.some(
    ({ step, outcome, detail }) => step !== 'look' && outcome === 'refused' && detail === error.message,
  );
  // The write itself was wrong (no such issue, not valid …): the same again would be refused again.
  if (refused && surelyNotDone(error) && [404, 410, 422].includes(error.status)) return fail(posting, error.message);
  if (visible(entries, ['done', null]).length > 0) {
    const message = `${error.message} It may be posted in part; posting again looks on GitHub first, and goes on from there.`;
    return postponed(deps.store, draft.id, message, error.message);
  }
  await rememberTry(deps.store, draft, error.message, timing);
  const to = { status: 'approved', hash: draft.hash, at: deps.now(), ...shownTo(draft.state) } as const;
  await setDraftState(deps.store, draft.id, { from: ['posting'], to });
  const when = isRefusal(error) ? 'post again once that is mended' : 'post again later';
  return postponed(deps.store, draft.id, `${error.message} Nothing was posted; ${when}.`, error.message);
}

/** @param because kept with the draft, for whoever looks at it later; null = it is another's to say */
async function postponed(
  store: Store,
  draftId: string,
  message: string,
  because: string | null,
): Promise<PublishOutcome> {
  const draft = await getDraft(store, draftId);
  if (draft === null) throw new UsageError(`There is no draft ${draftId} in ${store.where}.`);
  const outcome = { draft: draftId, status: 'postponed', state: draft.state, message } as const;
  if (because === null || (draft.state.status !== 'approved' && draft.state.status !== 'posting')) return outcome;
  const state = { ...draft.state, because };
  const isKept = await setDraftState(store, draftId, { from: [draft.state.status], to: state });
  return isKept ? { ...outcome, state } : outcome;
}
