import type { Key } from 'node:readline';
import { confirm, isCancel, log, outro, selectKey } from '@clack/prompts';
import { plainLine } from '../draft/one-line.ts';
import type { Draft } from '../model/draft.ts';
import { GitHubError, UsageError } from '../model/errors.ts';
import { approveDraft } from '../review/approve.ts';
import type { LiveDeps } from '../review/deps.ts';
import { editDraft } from '../review/edit.ts';
import { findCluster } from '../review/find-cluster.ts';
import { type PostDeps, postDrafts } from '../review/post.ts';
import { readLive } from '../review/read-live.ts';
import { unbackedClaims } from '../review/unbacked.ts';
import { getDraft, listDrafts } from '../store/drafts.ts';
import { bareTitle } from '../wording/bare-title.ts';
import { count } from '../wording/words.ts';
import { inEditor } from './drafts-edit.ts';
import { askAndReject } from './review-terminal-reject.ts';
import { draftText, type ShownDraft } from './review-terminal-text.ts';
import type { Streams } from './streams.ts';
import { refreshPosted, refreshRuns, waitWords } from './with-drafts.ts';
import { wrap } from './wrap.ts';

export interface TerminalDeps extends LiveDeps, Pick<PostDeps, 'timing'> {
  readonly worklogDir: string;
  readonly streams: Streams;
  /** Only the drafts of this run; null = of all runs. */
  readonly run: string | null;
}

type Act = 'a' | 'e' | 'r' | 's' | 'p' | 'q';

/** What became of one draft: on to the next, the same once more, or the end. */
type Next = 'next' | 'again' | 'end';

/** What came of an act: said right above the next question, for a draft is longer than a screen. */
interface News {
  readonly text: string;
  readonly isGood: boolean;
}

/** What was approved so far, what is still to be told, and the draft that was shown last. */
interface Session {
  readonly approved: string[];
  readonly news: News[];
  shown: string | null;
}

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
  const session: Session = { approved: [], news: [], shown: null };
  let stopped = false;
  try {
    for (const [index, { id }] of waiting.entries()) {
      let next: Next = 'again';
      while (next === 'again') {
        const draft = await getDraft(store, id);
        // Somebody else may have decided on it meanwhile.
        if (draft?.state.status !== 'pending') break;
        next = await reviewOne(draft, { nth: index + 1, of: waiting.length }, session, deps);
      }
      stopped = next === 'end';
      if (stopped) break;
    }
    if (!stopped && session.approved.length > 0) {
      tellNews(session, streams);
      await offerPosting(session, deps);
    }
  } finally {
    // Whatever goes wrong then: what was posted is said.
    tellNews(session, streams);
  }
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
  session: Session,
  deps: TerminalDeps,
): Promise<Next> {
  const { streams, store } = deps;
  const triaged = (await findCluster(store, draft))?.triaged ?? null;
  const live = await readLive(draft.id, deps);
  const unbacked = await unbackedClaims(draft, deps);
  const width = streams.output.columns ?? 80;
  const shown: ShownDraft = { draft, ...place, triaged, live, unbacked };
  const text = draftText(shown, width);
  // What came of the last act must not scroll away under a draft that is there already.
  if (text !== session.shown) streams.output.write(`\n${text}\n\n`);
  session.shown = text;
  tellNews(session, streams);
  log.step(titleAbove(draft, deps.config.issue.title, width), streams);
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
    const next = await carryOut(act, shown, session, deps);
    await refreshRuns([draft.run], store, deps.worklogDir);
    return next;
  } catch (error) {
    // What a person can mend is told, and they are asked again.
    if (!(error instanceof UsageError || error instanceof GitHubError)) throw error;
    session.news.push({ text: error.message, isGood: false });
    return 'again';
  }
}

/** A guide of clack's takes three cells. */
function titleAbove({ title }: Draft, template: string, width: number): string {
  return wrap(plainLine(bareTitle(title, template)), { width: Math.max(20, width - 3), most: 2 }).join('\n');
}

function tellNews({ news }: Session, streams: Streams): void {
  for (const { text, isGood } of news.splice(0)) {
    if (isGood) log.success(text, streams);
    else log.error(text, streams);
  }
}

async function carryOut(
  act: Exclude<Act, 's' | 'q'>,
  { draft, nth, of, triaged, live: { seen: live } }: ShownDraft,
  { approved, news }: Session,
  deps: TerminalDeps,
): Promise<Next> {
  const { id, hash: seen } = draft;
  switch (act) {
    case 'a':
      await approveDraft(id, { seen, live }, deps);
      approved.push(id);
      news.push({ text: `Approved draft ${nth} of ${of}.`, isGood: true });
      return 'next';
    case 'e':
      await editDraft(id, { seen, ...(await inEditor(draft)) }, deps);
      return 'again';
    case 'r':
      if (!(await askAndReject(draft, triaged, deps))) return 'again';
      news.push({ text: `Rejected draft ${nth} of ${of}.`, isGood: true });
      return 'next';
    case 'p':
      await approveDraft(id, { seen, live }, deps);
      return (await post([id], news, deps)) ? 'next' : 'again';
  }
}

async function offerPosting({ approved, news }: Session, deps: TerminalDeps): Promise<void> {
  const message = `Post ${count(approved.length, 'approved draft')} now?`;
  const answer = await confirm({ message, ...deps.streams });
  if (isCancel(answer) || !answer) return;
  try {
    await post(approved, news, deps);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof GitHubError)) throw error;
    news.push({ text: error.message, isGood: false });
  }
}

/** Posts, notes what came of each, and gives whether all of them are posted. */
async function post(ids: readonly string[], news: News[], deps: TerminalDeps): Promise<boolean> {
  const onWait = (message: string): void => log.info(waitWords(message), deps.streams);
  const outcomes = await postDrafts(ids, { ...deps, onWait });
  const runs: string[] = [];
  for (const outcome of outcomes) {
    const draft = await getDraft(deps.store, outcome.draft);
    if (draft !== null) runs.push(draft.run);
    if (outcome.status === 'posted') {
      runs.push(...outcome.supersededRuns);
      news.push({ text: [`Posted: ${outcome.url}`, ...outcome.notes].join('\n'), isGood: true });
    } else news.push({ text: outcome.message, isGood: false });
  }
  await refreshPosted(runs, deps);
  return outcomes.every(({ status }) => status === 'posted');
}
