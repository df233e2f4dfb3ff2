import { isSameRepository } from '../config/routing.ts';
import { RawIssue, toIssue } from '../github/wire.ts';
import type { Issue, IssueHistory } from '../model/issue.ts';
import type { Investigation } from '../model/report.ts';
import type { Tape } from '../model/tape.ts';

/** A login as a scenario has it: ours, or a person whose name is nobody's. */
const VIEWER = 'log-gardener-bot';
const PEOPLE = ['person-1', 'person-2'];

/** More than these no decision rests on. */
const MOST_ISSUES = 100;

export interface KnownTracker {
  /** owner/name of the draft; a tape may hold answers of others too. */
  readonly repository: string;
  readonly tape: Tape | null;
  readonly investigation: Investigation;
  /** Issues with what happened to them; the last of a number counts. */
  readonly histories: readonly IssueHistory[];
  readonly fingerprint: string;
  readonly shift: (time: string) => string;
}

/** The issues and pull requests that GitHub told of, as a scenario plants them, and whether they are whole. */
export function plantTracker(known: KnownTracker): { issues: object[]; pulls: object[]; whole: boolean } {
  const { tape, investigation, shift } = known;
  const histories = new Map(known.histories.map((history) => [history.issue.number, history]));
  const issues = new Map<number, Issue>();
  const isOurs = tape === null ? () => true : byRepository(tape, known.repository);
  for (const answer of tape?.answers ?? [])
    for (const issue of issuesIn(answer.text).filter(isOurs)) issues.set(issue.number, issue);
  for (const { issue } of histories.values()) issues.set(issue.number, issue);
  const planted = [...issues.values()]
    .slice(0, MOST_ISSUES)
    .map((issue) => plant(issue, histories.get(issue.number), known));
  const bare = investigation.search.candidates.filter(({ number }) => !issues.has(number));
  const fixes = [...histories.values()].flatMap(({ issue, fix }) => (fix === null ? [] : [{ fix, of: issue.number }]));
  return {
    issues: [
      ...planted,
      ...bare.map(({ number, title, state }) => ({
        number,
        title,
        ...(state === 'closed' && { closed_at: '2025-10-01 09:00' }),
      })),
    ].sort((a, b) => Number(a.number) - Number(b.number)),
    pulls: fixes.map(({ fix, of }) => ({
      number: fix.pull,
      title: fix.title,
      merged_at: shift(fix.mergedAt),
      created_at: shift(fix.mergedAt),
      ...(fix.how === 'closed the issue' ? {} : { closes: [of] }),
    })),
    whole: bare.length === 0,
  };
}

/** Whether an issue is of this repository; where a run asked one alone, all are. */
function byRepository({ github, others, begun }: Tape, repository: string): (issue: Issue) => boolean {
  if (others.length === 0) return () => true;
  const trackers = [{ repository: begun.repository ?? '', tracker: github }, ...others];
  const meant = trackers.find((one) => isSameRepository(one.repository, repository))?.tracker;
  if (meant === undefined || 'because' in meant) return () => false;
  // As GitHub calls it today.
  const folder = `/${meant.owner}/${meant.name}/`.toLowerCase();
  return ({ url }) => URL.canParse(url) && new URL(url).pathname.toLowerCase().startsWith(folder);
}

function plant(issue: Issue, history: IssueHistory | undefined, { fingerprint, shift }: KnownTracker) {
  const { number, title, body, labels, createdAt, closedAt, stateReason, locked } = issue;
  const author = history?.byUs === true ? VIEWER : PEOPLE[number % PEOPLE.length];
  // The log of the scenario gives the problem its own fingerprint.
  const say = (text: string): string => text.replaceAll(fingerprint, '{{fingerprint}}');
  const isClosed = issue.state === 'closed';
  return {
    number,
    title: say(title),
    body: say(body),
    author,
    labels,
    created_at: shift(createdAt),
    ...(isClosed && closedAt !== null && { closed_at: shift(closedAt) }),
    ...(isClosed && stateReason !== null && stateReason !== 'reopened' && { state_reason: stateReason }),
    ...(locked && { locked }),
    ...(isClosed && history?.fix?.how === 'closed the issue' && { closed_by_pull: history.fix.pull }),
    ...(isClosed && history?.duplicateOf != null && { duplicate_of: history.duplicateOf }),
    ...(history !== undefined &&
      history.ownComments.length > 0 && {
        comments: history.ownComments.map((comment) => ({
          author: VIEWER,
          body: say(comment.body),
          created_at: shift(comment.createdAt),
        })),
      }),
  };
}

/** Every issue in an answer of GitHub's REST API: alone, in a list, or among what a search found. */
function issuesIn(answer: string): Issue[] {
  if (!answer.includes('"html_url"')) return [];
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    // An answer that broke off or is no JSON tells of no issue.
    return [];
  }
  const found: Issue[] = [];
  const look = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) look(one);
    else if (typeof part === 'object' && part !== null) {
      const issue = RawIssue.safeParse(part).data;
      if (issue === undefined) look('items' in part ? part.items : null);
      else if (issue.pull_request === undefined) found.push(toIssue(issue));
    }
  };
  look(value);
  return found;
}
