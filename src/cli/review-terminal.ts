import type { Key } from 'node:readline';
import { confirm, isCancel, log, outro, selectKey } from '@clack/prompts';
import type { Draft } from '../model/draft.ts';
import { GitHubError, UsageError } from '../model/errors.ts';
import { approveDraft } from '../review/approve.ts';
import type { LiveDeps } from '../review/deps.ts';
import { editDraft } from '../review/edit.ts';
import { findCluster } from '../review/find-cluster.ts';
import { type PostDeps, postDrafts } from '../review/post.ts';
import { readLive } from '../review/read-live.ts';
import { rejectDraft } from '../review/reject.ts';
import { unbackedClaims } from '../review/unbacked.ts';
import { getDraft, listDrafts } from '../store/drafts.ts';
import { count } from '../wording/words.ts';
import { inEditor } from './drafts-edit.ts';
import { askRejection } from './review-terminal-reject.ts';
import { draftText, type ShownDraft } from './review-terminal-text.ts';
import type { Streams } from './streams.ts';
import { refreshPosted, refreshRuns } from './with-drafts.ts';

export interface TerminalDeps extends LiveDeps, Pick<PostDeps, 'timing'> {
  readonly worklogDir: string;
  readonly streams: Streams;
  /** Only the drafts of this run; null = of all runs. */
  readonly run: string | null;
}

type Act = 'a' | 'e' | 'r' | 's' | 'p' | 'q';

/** What became of one draft: on to the next, the same once more, or the end. */
type Next = 'next' | 'again' | 'end';

/**
 * Goes with a person through the drafts that wait, the most urgent first, and does what they ask. Each act stands by
 * itself: whoever stops, by Ctrl-C or Ctrl-D too, leaves every draft decided or waiting.
 *
 * @returns how many still wait
 * @throws UsageError when there is no terminal
 */
export async function reviewInTerminal(deps: TerminalDeps): Promise<number> {
  const { input } = deps.streams;
  if (input.isTTY !== true) {
    throw new UsageError('A review in the terminal needs one. For scripts: log-gardener drafts --help');
  }
  const hungUp = new AbortController();
  const hangUp = (): void => hungUp.abort();
  // Ctrl-D closes the reading of lines below the question, which would then wait for ever.
  const onKey = (_typed: unknown, key: Partial<Key> | undefined): void => {
    if (key?.ctrl === true && key.name === 'd') hangUp();
  };
  input.once('end', hangUp).on('keypress', onKey);
  try {
    return await reviewAll({ ...deps, streams: { ...deps.streams, signal: hungUp.signal } });
  } finally {
    input.off('end', hangUp).off('keypress', onKey);
  }
}

async function reviewAll(deps: TerminalDeps): Promise<number> {
  const { streams, store } = deps;
  const waiting = await inOrder(deps);
  const approved: string[] = [];
  let stopped = false;
  for (const [index, { id }] of waiting.entries()) {
    let next: Next = 'again';
    while (next === 'again') {
      const draft = await getDraft(store, id);
      // Somebody else may have decided on it meanwhile.
      if (draft?.state.status !== 'pending') break;
      next = await reviewOne(draft, { nth: index + 1, of: waiting.length }, approved, deps);
    }
    stopped = next === 'end';
    if (stopped) break;
  }
  if (!stopped && approved.length > 0) await offerPosting(approved, deps);
  const left = (await inOrder(deps)).length;
  const ready = (await listDrafts(store, { status: 'approved' })).length;
  const post = ready === 0 ? '' : ` ${count(ready, 'draft')} approved, to be posted with: log-gardener drafts post`;
  const how = stopped ? 'Stopped. ' : '';
  outro(
    `${how}${left === 0 ? 'No draft waits any more.' : `${count(left, 'draft')} still to review.`}${post}`,
    streams,
  );
  return left;
}

/** The most urgent first, of each priority those of the newest run. */
async function inOrder({ store, run }: TerminalDeps): Promise<Draft[]> {
  const pending = await listDrafts(store, { status: 'pending', ...(run !== null && { run }) });
  const rank = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return pending.toSorted((a, b) => rank(a.priority, b.priority) || rank(b.run, a.run));
}

async function reviewOne(
  draft: Draft,
  place: Pick<ShownDraft, 'nth' | 'of'>,
  approved: string[],
  deps: TerminalDeps,
): Promise<Next> {
  const { streams, store } = deps;
  const triaged = (await findCluster(store, draft))?.triaged ?? null;
  const live = await readLive(draft.id, deps);
  const unbacked = await unbackedClaims(draft, deps);
  const width = streams.output.columns ?? 80;
  streams.output.write(`\n${draftText({ draft, ...place, triaged, live, unbacked }, width)}\n\n`);
  const act = await selectKey<Act>({
    message: `${draft.priority}, ${place.nth} of ${place.of}: what becomes of it?`,
    options: [
      { value: 'a', label: 'approve' },
      { value: 'e', label: 'edit' },
      { value: 'r', label: 'reject' },
      { value: 's', label: 'skip' },
      { value: 'p', label: 'approve and post now' },
      { value: 'q', label: 'quit' },
    ],
    ...streams,
  });
  if (isCancel(act) || act === 'q') return 'end';
  if (act === 's') return 'next';
  try {
    const next = await carryOut(act, draft, live.seen, approved, deps, triaged);
    await refreshRuns([draft.run], store, deps.worklogDir);
    return next;
  } catch (error) {
    // What a person can mend is told, and the draft shown again as it is.
    if (!(error instanceof UsageError || error instanceof GitHubError)) throw error;
    log.error(error.message, streams);
    return 'again';
  }
}

async function carryOut(
  act: Exclude<Act, 's' | 'q'>,
  draft: Draft,
  live: string | null,
  approved: string[],
  deps: TerminalDeps,
  triaged: ShownDraft['triaged'],
): Promise<Next> {
  const { streams } = deps;
  const { id, hash: seen } = draft;
  switch (act) {
    case 'a':
      await approveDraft(id, { seen, live }, deps);
      approved.push(id);
      log.success('Approved.', streams);
      return 'next';
    case 'e':
      await editDraft(id, { seen, ...(await inEditor(draft)) }, deps);
      return 'again';
    case 'r': {
      const request = await askRejection(draft, triaged, streams);
      if (request === null) return 'again';
      await rejectDraft(id, request, deps);
      log.success('Rejected.', streams);
      return 'next';
    }
    case 'p':
      await approveDraft(id, { seen, live }, deps);
      return (await post([id], deps)) ? 'next' : 'again';
  }
}

async function offerPosting(approved: readonly string[], deps: TerminalDeps): Promise<void> {
  const message = `Post ${count(approved.length, 'approved draft')} now?`;
  const answer = await confirm({ message, ...deps.streams });
  if (isCancel(answer) || !answer) return;
  try {
    await post(approved, deps);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof GitHubError)) throw error;
    log.error(error.message, deps.streams);
  }
}

/** Posts, tells what came of each, and gives whether all of them are posted. */
async function post(ids: readonly string[], deps: TerminalDeps): Promise<boolean> {
  const outcomes = await postDrafts(ids, deps);
  const runs: string[] = [];
  for (const outcome of outcomes) {
    const draft = await getDraft(deps.store, outcome.draft);
    if (draft !== null) runs.push(draft.run);
    if (outcome.status === 'posted') {
      runs.push(...outcome.supersededRuns);
      log.success([`Posted: ${outcome.url}`, ...outcome.notes].join('\n'), deps.streams);
    } else log.error(outcome.message, deps.streams);
  }
  await refreshPosted(runs, deps);
  return outcomes.every(({ status }) => status === 'posted');
}
