import { z } from 'zod';
import { GitHubError } from '../model/errors.ts';
import type { Issue, IssueComment } from '../model/issue.ts';
import type { GitHub } from './client.ts';
import { ask, isPassing } from './failure.ts';
import { isHere, RawComment, RawIssue, RawLabel, toComment, toIssue } from './wire.ts';

/** The issue, or null where there is none: never was, deleted, moved to another repository, or a pull request. */
export async function getIssue(github: GitHub, number: number): Promise<Issue | null> {
  try {
    const raw = await ask(`read issue #${number}`, RawIssue, () =>
      github.octokit.rest.issues.get({ ...at(github), issue_number: number }),
    );
    return raw.pull_request === undefined && isHere(github, raw.repository_url) ? toIssue(raw) : null;
  } catch (error) {
    if (error instanceof GitHubError && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}

/** All issues that match, without pull requests, in order of creation. Immediately after a write they already show it. */
export async function listIssues(
  github: GitHub,
  filter: { labels?: string; creator?: string; state: 'all' | 'open' },
): Promise<Issue[]> {
  return listAll(github, filter);
}

async function listAll(
  github: GitHub,
  filter: { labels?: string; creator?: string; since?: string; state: 'all' | 'open' },
): Promise<Issue[]> {
  const query = { ...at(github), ...filter, sort: 'created', direction: 'asc', per_page: PAGE } as const;
  const raw = await readPages('list issues', RawIssue, (page) =>
    github.octokit.rest.issues.listForRepo({ ...query, page }),
  );
  return raw.filter((issue) => issue.pull_request === undefined).map(toIssue);
}

/**
 * All issues, open or closed, that were created or changed at this time or later, without pull requests, in order of
 * creation. Whoever looks for issues of one author compares authors: GitHub's own filter is known to answer with
 * nothing for an App on Enterprise Cloud (https://github.com/renovatebot/renovate/issues/44730).
 *
 * @param since RFC 3339; GitHub reads whole seconds, so its fraction is left off
 */
export async function listSince(github: GitHub, since: string): Promise<Issue[]> {
  return listAll(github, { state: 'all', since: `${new Date(since).toISOString().slice(0, 19)}Z` });
}

/** All comments of an issue, oldest first. */
export async function listComments(github: GitHub, number: number): Promise<IssueComment[]> {
  const query = { ...at(github), issue_number: number, per_page: PAGE };
  const raw = await readPages(`read the comments of #${number}`, RawComment, (page) =>
    github.octokit.rest.issues.listComments({ ...query, page }),
  );
  return raw.map(toComment);
}

/**
 * Creates an issue. Never repeated by itself: after an error it may be there, and only its marker can tell. Throws with
 * status 422 when one of the assignees may not be assigned.
 */
export async function createIssue(
  github: GitHub,
  {
    assignees = [],
    ...issue
  }: { title: string; body: string; labels: readonly string[]; assignees?: readonly string[] },
): Promise<{ number: number; url: string }> {
  const assigned = assignees.length > 0 ? { assignees: [...assignees] } : {};
  const raw = await ask('create an issue', RawIssue, () =>
    github.octokit.rest.issues.create({
      ...at(github),
      ...issue,
      ...assigned,
      labels: [...issue.labels],
      request: ONCE,
    }),
  );
  return { number: raw.number, url: raw.html_url };
}

/**
 * Replaces an issue's body, whole. Never repeated by itself: what somebody wrote after the first try would be lost. Who
 * tries again reads again first.
 */
export async function updateIssueBody(github: GitHub, number: number, body: string): Promise<void> {
  await ask(`change the body of #${number}`, RawIssue, () =>
    github.octokit.rest.issues.update({ ...at(github), issue_number: number, body, request: ONCE }),
  );
}

/** Gives an issue another title. Never repeated by itself, as {@link updateIssueBody}. */
export async function updateIssueTitle(github: GitHub, number: number, title: string): Promise<void> {
  await ask(`change the title of #${number}`, RawIssue, () =>
    github.octokit.rest.issues.update({ ...at(github), issue_number: number, title, request: ONCE }),
  );
}

/** Opens a closed issue again; changes nothing about one that is open. Never repeated by itself, like all changes. */
export async function reopenIssue(github: GitHub, number: number): Promise<void> {
  await ask(`reopen #${number}`, RawIssue, () =>
    github.octokit.rest.issues.update({
      ...at(github),
      issue_number: number,
      state: 'open',
      state_reason: 'reopened',
      request: ONCE,
    }),
  );
}

/** Closes an issue; changes nothing about the state of one that is closed. Never repeated by itself, like all changes. */
export async function closeIssue(github: GitHub, number: number, as: 'completed' | 'duplicate'): Promise<void> {
  await ask(`close #${number}`, RawIssue, () =>
    github.octokit.rest.issues.update({
      ...at(github),
      issue_number: number,
      state: 'closed',
      state_reason: as,
      request: ONCE,
    }),
  );
}

/** Adds a comment. Never repeated by itself, for the same reason as {@link createIssue}. */
export async function createComment(
  github: GitHub,
  number: number,
  body: string,
): Promise<{ id: number; url: string }> {
  const raw = await ask(`comment on #${number}`, RawComment, () =>
    github.octokit.rest.issues.createComment({ ...at(github), issue_number: number, body, request: ONCE }),
  );
  return { id: raw.id, url: raw.html_url };
}

/** Replaces the text of the comment with this id, whole. Never repeated by itself, as {@link updateIssueBody}. */
export async function updateComment(github: GitHub, id: number, body: string): Promise<void> {
  await ask(`change comment ${id}`, RawComment, () =>
    github.octokit.rest.issues.updateComment({ ...at(github), comment_id: id, body, request: ONCE }),
  );
}

/**
 * Makes the labels that the repository lacks. Returns those that can be used, in the order asked for; one that may not
 * be made is left out, since a label is never worth losing an issue for. Throws only where GitHub failed, was not
 * there, or is at a limit that will be over.
 */
export async function ensureLabels(github: GitHub, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const known = github.labels.names ?? (await labelsOf(github));
  github.labels.names = known;
  const usable: string[] = [];
  for (const name of new Set(names)) {
    if (!known.has(name.toLowerCase()) && !(await makeLabel(github, name))) continue;
    known.add(name.toLowerCase());
    usable.push(name);
  }
  return usable;
}

/** Adds labels to an issue and takes none away. Returns whether all are there now: without them the issue is still right. */
export async function addLabels(github: GitHub, number: number, labels: readonly string[]): Promise<boolean> {
  if (labels.length === 0) return true;
  return unlessRefused(async () => {
    const all = await ask(`label #${number}`, z.array(RawLabel), () =>
      github.octokit.rest.issues.addLabels({ ...at(github), issue_number: number, labels: [...labels] }),
    );
    const there = new Set(all.map(({ name }) => name.toLowerCase()));
    return labels.every((label) => there.has(label.toLowerCase()));
  }, false);
}

/** Takes a label off an issue. Returns whether it is off now: one that stays does no harm. */
export async function removeLabel(github: GitHub, number: number, name: string): Promise<boolean> {
  const remove = async () => {
    await ask(`take the label ${name} off #${number}`, z.array(RawLabel), () =>
      github.octokit.rest.issues.removeLabel({ ...at(github), issue_number: number, name }),
    );
    return true;
  };
  return unlessRefused(remove, false);
}

/** For repeat.ts: this call is not sent a second time. */
const ONCE = { retries: 0 };

/** Owner and repository as Octokit's calls want them. */
function at(github: GitHub): { owner: string; repo: string } {
  return { owner: github.owner, repo: github.name };
}

/** 100,000 issues: a list that goes on beyond them is taken for one that never ends. */
const MOST_PAGES = 1000;

/** As many as GitHub puts on one page at most; every list is asked for in such pages. */
const PAGE = 100;

/** Reads a list to its end. Each page is checked as it came: Octokit's own paging takes an answer of nothing for none. */
async function readPages<T>(
  doing: string,
  shape: z.ZodType<T>,
  ask100: (page: number) => Promise<{ data: unknown; status: number; headers: { link?: string | undefined } }>,
): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    let more = false;
    const items = await ask(doing, z.array(shape), async () => {
      const answer = await ask100(page);
      more = /<[^<>]*>;\s*rel="next"/.test(answer.headers.link ?? '');
      return answer;
    });
    all.push(...items);
    // A full page may have got a next one since its answer was kept: it is the same page still, links and all.
    if (!more && items.length < PAGE) return all;
  }
  throw new GitHubError(`GitHub could not ${doing}: the list has no end after ${MOST_PAGES} pages.`, 0);
}

/** Names in lower case: GitHub takes `Bug` and `bug` for the same label. */
async function labelsOf(github: GitHub): Promise<Set<string>> {
  const list = (page: number) => github.octokit.rest.issues.listLabelsForRepo({ ...at(github), per_page: PAGE, page });
  const labels = await unlessRefused(() => readPages('list labels', RawLabel, list), []);
  return new Set(labels.map(({ name }) => name.toLowerCase()));
}

async function makeLabel(github: GitHub, name: string): Promise<boolean> {
  try {
    await ask(`make the label ${name}`, RawLabel, () =>
      github.octokit.rest.issues.createLabel({ ...at(github), name }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof GitHubError) || !isNotAllowed(error)) throw error;
    // 422 is also GitHub's word for "somebody just made it".
    return error.status === 422 && error.message.includes('already_exists');
  }
}

async function unlessRefused<T>(call: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof GitHubError && isNotAllowed(error)) return otherwise;
    throw error;
  }
}

const NOT_ALLOWED: readonly number[] = [403, 404, 410, 422];

/** A limit that is reached (403 too) is none: once that is over the labels can be set. */
function isNotAllowed(error: GitHubError): boolean {
  return NOT_ALLOWED.includes(error.status) && !isPassing(error);
}
