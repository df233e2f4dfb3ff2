import { GitHubError } from '../model/errors.ts';
import type { Issue } from '../model/issue.ts';
import type { GitHub } from './client.ts';
import { listCommentsOfAll } from './comments.ts';
import { listIssues } from './issues.ts';
import { parseMarkers } from './marker.ts';

/** The label by which issues that carry a marker are listed. */
const MARKER_LABEL = 'log-gardener';

/** Which issue belongs to which cluster, by the markers that we (or somebody trusted) wrote. */
export interface MarkedIssues {
  /** Fingerprint → issue number. */
  readonly issues: ReadonlyMap<string, number>;
  /** Fingerprint → further open issues of ours with its marker, beside the one above; lowest number first. */
  readonly twins: ReadonlyMap<string, readonly number[]>;
  /** These issues as they were when the lists were read. */
  readonly read: ReadonlyMap<number, Issue>;
  /** False = some list could not be read, so a missing fingerprint means unknown, not none. */
  readonly complete: boolean;
  readonly error: string | null;
}

/**
 * Reads all markers, once per run and over the list endpoints: search knows nothing of the last minutes. Several issues
 * for one fingerprint: an open one is preferred, of several the lowest number; of closed ones that which was made last,
 * since it follows the others, but for duplicates. Never throws for what GitHub fails at.
 */
export async function findMarkedIssues(github: GitHub): Promise<MarkedIssues> {
  const errors: string[] = [];
  const orElse = async <T>(list: Promise<T>, nothing: T): Promise<T> => {
    try {
      return await list;
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      errors.push(error.message);
      return nothing;
    }
  };
  const labelled = await orElse(listIssues(github, { labels: MARKER_LABEL, state: 'all' }), []);
  const ours = await orElse(listTrustedIssues(github), []);
  const isMarked = ({ author, body }: Issue) => isTrusted(github, author) && parseMarkers(body).length > 0;
  // Also of our own issues that a person rewrote: then our marker stands in a comment.
  const unmarked = labelled.filter((issue) => !isMarked(issue)).map(({ number }) => number);
  const comments = await orElse(listCommentsOfAll(github, unmarked), new Map());

  const found = new Map<string, Issue>();
  const open = new Map<string, number[]>();
  for (const issue of new Map([...labelled, ...ours].map((issue) => [issue.number, issue])).values()) {
    const texts = isMarked(issue) ? [issue.body] : trustedTexts(github, comments.get(issue.number) ?? []);
    for (const { fingerprint } of texts.flatMap(parseMarkers)) {
      const other = found.get(fingerprint);
      if (other === undefined || isPreferred(issue, other)) found.set(fingerprint, issue);
      if (issue.state === 'open' && isMarked(issue)) {
        open.set(fingerprint, [...(open.get(fingerprint) ?? []), issue.number]);
      }
    }
  }
  return {
    issues: new Map([...found].map(([fingerprint, issue]) => [fingerprint, issue.number])),
    twins: twinsOf(found, open),
    read: new Map([...found.values()].map((issue) => [issue.number, issue])),
    complete: errors.length === 0,
    error: errors.length === 0 ? null : [...new Set(errors)].join('; '),
  };
}

/** All issues by us or somebody trusted, open or closed: those whose body may carry a marker that counts. */
export async function listTrustedIssues(github: GitHub): Promise<Issue[]> {
  const others = [...github.trusted].filter((login) => login !== github.login.toLowerCase());
  const issues: Issue[] = [];
  for (const creator of [github.login, ...others])
    issues.push(...(await listIssues(github, { creator, state: 'all' })));
  return issues.filter(({ author }) => isTrusted(github, author));
}

/** Whether a marker by this author counts. */
export function isTrusted(github: GitHub, author: string): boolean {
  return github.trusted.has(author.toLowerCase());
}

/** An issue may carry several markers of one problem, and is its own twin no more for that. */
function twinsOf(
  found: ReadonlyMap<string, Issue>,
  open: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, readonly number[]> {
  const others = [...open].map(([fingerprint, numbers]): [string, number[]] => {
    const kept = found.get(fingerprint)?.number;
    return [fingerprint, [...new Set(numbers)].filter((number) => number !== kept).sort((a, b) => a - b)];
  });
  return new Map(others.filter(([, numbers]) => numbers.length > 0));
}

function trustedTexts(github: GitHub, comments: readonly { author: string; body: string }[]): string[] {
  return comments.filter(({ author }) => isTrusted(github, author)).map(({ body }) => body);
}

function isPreferred(issue: Issue, other: Issue): boolean {
  if (issue.state !== other.state) return issue.state === 'open';
  if (issue.state === 'open') return issue.number < other.number;
  const [isDuplicate, isOther] = [issue, other].map(({ stateReason }) => stateReason === 'duplicate');
  return isDuplicate === isOther ? issue.number > other.number : !isDuplicate;
}
