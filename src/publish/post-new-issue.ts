import { createIssue, getIssue, listSince } from '../github/issues.ts';
import { isTrusted, listTrustedIssues } from '../github/marked-issues.ts';
import { parseMarkers } from '../github/marker.ts';
import type { DraftContent } from '../model/draft.ts';
import { GitHubError } from '../model/errors.ts';
import type { Issue } from '../model/issue.ts';
import { issueFor } from '../store/issues.ts';
import { labelNotes, prepareLabels } from './labels.ts';
import { findEarlier, isDone, NotPostable, type Posted, type Posting, write } from './posting.ts';
import { giveWayToTwin } from './twin.ts';

type NewIssue = Extract<DraftContent, { action: 'create' }>;

/** Creates the issue, unless an earlier try or another run has done so. */
export async function postNewIssue(posting: Posting, content: NewIssue): Promise<Posted> {
  const { checkpoint } = posting.deps;
  let recent: readonly Issue[] = [];
  const look = async () => {
    recent = await listRecent(posting);
    return issueOfDraft(posting, recent);
  };
  const earlier =
    (await findEarlier(posting, 'create-issue', look, ({ number }) => `#${number}`)) ??
    (isDone(posting, 'create-issue') ? await look() : null);
  if (earlier !== null) return settleOn(posting, earlier, recent, []);
  const existing = await findExisting(posting, content);
  checkpoint?.('rechecked');
  if (existing !== null) {
    const notes = [`#${existing.number} tracks the same problem already; no second issue was made.`];
    return { issue: existing.number, url: existing.url, how: 'found', notes };
  }
  const labels = await prepareLabels(posting, content.labels);
  const { made, notes } = await create(posting, content, labels);
  recent = await listRecent(posting);
  checkpoint?.('twins read');
  return settleOn(posting, { ...made, state: 'open' }, recent, [...labelNotes(content.labels, labels), ...notes]);
}

/** Whoever may not be assigned is left out: an assignee is never worth losing an issue for. */
async function create(
  posting: Posting,
  { title, body, assignees = [] }: NewIssue,
  labels: readonly string[],
): Promise<{ made: { number: number; url: string }; notes: string[] }> {
  const make = (people: readonly string[]) =>
    write(
      posting,
      'create-issue',
      (sure) => createIssue(sure, { title, body, labels, assignees: people }),
      ({ number }) => `#${number}`,
    );
  try {
    return { made: await make(assignees), notes: [] };
  } catch (error) {
    const refused = error instanceof GitHubError && error.status === 422 && error.message.includes('assignees');
    if (!refused || assignees.length === 0) throw error;
    return { made: await make([]), notes: [`GitHub does not let ${assignees.join(', ')} be assigned: left out.`] };
  }
}

/** The issue is there. It is the one for the problem, unless another run made one before it, as `recent` shows. */
async function settleOn(
  posting: Posting,
  own: Pick<Issue, 'number' | 'url' | 'state'>,
  recent: readonly Issue[],
  notes: readonly string[],
): Promise<Posted> {
  const instead = await giveWayToTwin(posting, own, withMarker(posting, recent));
  return instead ?? { issue: own.number, url: own.url, how: 'created', notes };
}

/**
 * The open issue for the same problem that appeared since the draft was written, or null.
 *
 * @throws NotPostable when there is one and it is closed: reopening it is another decision. A draft that links a
 * closed one has taken that decision, for those that it followed too.
 */
async function findExisting(posting: Posting, content: NewIssue): Promise<Issue | null> {
  const marked = await markedIssues(posting);
  const mine = issueOfDraft(posting, marked);
  if (mine !== null) return mine;
  const known = [...marked, ...(await rememberedIssue(posting, marked))];
  const open = known.find(({ state }) => state === 'open');
  if (open !== undefined) return open;
  const linked = Math.max(0, ...known.map(({ number }) => (mentions(content.body, number) ? number : 0)));
  const isSettled = ({ number, stateReason }: Issue): boolean =>
    linked > 0 && (number <= linked || stateReason === 'duplicate');
  const closed = known.find((one) => !isSettled(one));
  if (closed === undefined) return null;
  throw new NotPostable(
    `#${closed.number} tracks the same problem and is closed. Run triage again: it decides whether to reopen it.`,
  );
}

/**
 * Issues with the marker of this problem, by us or somebody trusted, over the list endpoints. Where GitHub shows no
 * issue of ours at all, it may not know its own App as an author: then everybody's recent issues are looked at.
 */
async function markedIssues(posting: Posting): Promise<Issue[]> {
  const ours = await listTrustedIssues(posting.deps.github);
  return withMarker(posting, ours.length > 0 ? ours : await listRecent(posting));
}

function withMarker({ draft }: Posting, issues: readonly Issue[]): Issue[] {
  return issues.filter(({ body }) => parseMarkers(body).some(({ fingerprint }) => fingerprint === draft.fingerprint));
}

/** Clocks differ: so much earlier than the first try is looked at. */
const MARGIN_MS = 24 * 3_600_000;

/** Issues by us or somebody trusted that are not older than the first try of this draft, whoever GitHub lists them under. */
async function listRecent(posting: Posting): Promise<Issue[]> {
  const { github, now } = posting.deps;
  const tries = posting.before.filter(({ step }) => step === 'create-issue');
  // `--now` may say another day than the machine.
  const times = [now(), ...tries.map(({ at }) => at)].map((time) => Date.parse(time));
  const since = Math.min(posting.timing.clock(), ...times) - MARGIN_MS;
  const issues = await listSince(github, new Date(since).toISOString());
  return issues.filter(({ author }) => isTrusted(github, author));
}

function issueOfDraft({ draft }: Posting, marked: readonly Issue[]): Issue | null {
  return marked.find(({ body }) => parseMarkers(body).some((marker) => marker.draft === draft.id)) ?? null;
}

/** The issue by which the store remembers the problem, where the lists do not show it: one that somebody else wrote. */
async function rememberedIssue({ deps, draft }: Posting, marked: readonly Issue[]): Promise<Issue[]> {
  const known = await issueFor(deps.store, draft);
  if (known === null || marked.some(({ number }) => number === known.issue)) return [];
  const issue = await getIssue(deps.github, known.issue);
  return issue === null ? [] : [issue];
}

function mentions(body: string, issue: number): boolean {
  return new RegExp(`(?:#|/issues/)${issue}(?!\\d)`).test(body);
}
