import { isDeepStrictEqual } from 'node:util';
import { findEvidenceBlock, readEvidenceBlock } from '../../../src/github/evidence-block.ts';
import { parseMarkers } from '../../../src/github/marker.ts';
import { checkEvidence, inOrder } from './check-evidence.ts';
import type { Step, StoodIssue } from './life.ts';
import type { Known } from './oracle.ts';
import { holderOf, type Problem, problemOf, type TrueLine } from './truth.ts';

const US = 'gardener-bot';
/** `issue.coolDown` of these lives. */
const COOL_DOWN_MS = 6 * 3_600_000;
const NOT_URGENT = /^(?:revision|service|count)-/;

type Seen = ReadonlyMap<Problem, readonly TrueLine[]>;

/** What is not as it should be with one issue after a run, in words. */
export function checkIssue(issue: StoodIssue, seen: Seen, step: Step, known: Known): string[] {
  const problem = step.made.get(issue.number);
  if (problem === undefined) return [`#${issue.number} is about no problem: ${issue.title}`];
  const before = step.before.find(({ number }) => number === issue.number) ?? null;
  const lines = seen.get(problem) ?? [];
  const faults = [
    ...(before === null ? [] : checkLeftAlone(before, issue, lines, step)),
    ...checkNews(before, issue, problem, lines, known),
    ...checkPriority(before, issue, problem, step, known),
    ...checkBlocks(issue, problem, isKeptCurrent(issue, problem, step, known) ? lines : [], known),
  ];
  return faults.map((fault) => `#${issue.number} (${problem.family.name}): ${fault}`);
}

/** What people wrote, set and decided stays; what has no news is not touched. */
function checkLeftAlone(
  before: StoodIssue,
  after: StoodIssue,
  lines: readonly TrueLine[],
  { recovered }: Step,
): string[] {
  const theirs = ({ comments }: StoodIssue) => JSON.stringify(comments.filter(({ author }) => author !== US));
  const isTouched = !isDeepStrictEqual(before, after);
  const isRecovered = recovered.includes(after.number);
  const lost = before.labels.filter((label) => !after.labels.includes(label) && !isPriority(label));
  return [
    ...(proseOf(before) === proseOf(after) ? [] : ['somebody’s text was changed']),
    ...checkTitle(before, after),
    ...(theirs(before) === theirs(after) ? [] : ['somebody’s comment was changed']),
    ...lost.map((label) => `the label ${label} was taken off`),
    ...(isTouched && before.locked ? ['it was locked, and is changed'] : []),
    ...(isTouched && lines.length === 0 && !isRecovered ? ['it was not seen, and is changed'] : []),
    ...(isTouched && lines.length > 0 && after.state === 'closed' ? ['it was closed, and is changed'] : []),
  ];
}

const TITLE = /^GCP-(new|active-dev|escalated|regression) \| (P\d) \| (.+)$/;

/** A title as the program makes it may tell of worse, with the label; its name is people's, as any other title is. */
function checkTitle(before: StoodIssue, after: StoodIssue): string[] {
  const [, , old = '', oldName] = TITLE.exec(before.title) ?? [];
  const [, category = '', priority = '', name] = TITLE.exec(after.title) ?? [];
  const label = after.labels.find(isPriority) ?? priority;
  if (before.title === after.title) {
    // Whoever wrote the body anew made the issue theirs.
    const isOurs = findEvidenceBlock(before.body) !== null || parseMarkers(before.body).length > 0;
    const isMoved = isOurs && old !== '' && !before.labels.includes(label);
    return isMoved && priority > label ? [`says ${priority} in its title, and the label is ${label} now`] : [];
  }
  // A service that was not there yet may show the problem more urgent, which is no escalation; the label says so, too.
  const isRaised = priority < old && priority === label;
  const isWorse = priority <= old && (isRaised || /^[er]/.test(category));
  return name !== undefined && name === oldName && isWorse
    ? []
    : [`the title "${before.title}" became "${after.title}"`];
}

/** The body without the evidence. */
function proseOf({ body }: StoodIssue): string {
  const block = findEvidenceBlock(body);
  return block === null ? body : body.slice(0, block.from) + body.slice(block.to);
}

/** A comment at most, each news once, nothing that is not true. */
function checkNews(
  before: StoodIssue | null,
  after: StoodIssue,
  problem: Problem,
  lines: readonly TrueLine[],
  { truth }: Known,
): string[] {
  const old = ourComments(before);
  const fresh = ourComments(after).filter(({ id }) => !old.some((one) => one.id === id));
  const newsOf = (body: string): string => parseMarkers(body)[0]?.news ?? '';
  const hasFix = ({ service, revision }: TrueLine): boolean => {
    const holder = holderOf(problem.fix, truth.deploys.get(service) ?? []);
    return holder !== null && Number(revision.split('-')[1]) >= holder.number;
  };
  const faults = fresh.length > 1 ? [`${fresh.length} comments at once`] : [];
  for (const { body, createdAt } of fresh) {
    const news = newsOf(body);
    const isReopened = before?.state === 'closed' && /^(?:regressed|seen-again)/.test(news);
    if (!isReopened && old.some((one) => newsOf(one.body) === news)) faults.push(`says ${news} twice`);
    if (news.startsWith('regressed-') && !lines.some(hasFix)) faults.push(`says ${news}, and it is not so`);
    const revision = /^revision-(.+)$/.exec(news)?.[1];
    if (revision !== undefined && !lines.some((line) => line.revision === revision)) faults.push(`says ${news}`);
    if (news.startsWith('holds-') && lines.length > 0) faults.push(`says ${news}, and it was seen`);
    const youngest = Math.max(...old.map((one) => Date.parse(one.createdAt)));
    if (NOT_URGENT.test(news) && Date.parse(createdAt) - youngest < COOL_DOWN_MS) faults.push(`says ${news} at once`);
  }
  return faults;
}

function ourComments(issue: StoodIssue | null) {
  return (issue?.comments ?? []).filter(({ author }) => author === US);
}

const isPriority = (label: string): boolean => /^P\d$/.test(label);

/** One label, never of a lower priority than the problem has; none where somebody took it off. */
function checkPriority(
  before: StoodIssue | null,
  after: StoodIssue,
  problem: Problem,
  { run }: Step,
  { truth }: Known,
): string[] {
  const [label, ...others] = after.labels.filter(isPriority);
  const triaged = run.clusters.find(({ cluster }) => problemOf(cluster, truth) === problem);
  const isWritten = triaged?.draft?.state.status === 'posted' && triaged.draft.issue === after.number;
  const hadOne = before?.labels.some(isPriority) ?? true;
  return [
    ...(others.length === 0 ? [] : [`has the labels ${label}, ${others.join(', ')}`]),
    ...(isWritten && hadOne && (label === undefined || label > triaged.priority)
      ? [`has the label ${label}, and is ${triaged.priority}`]
      : []),
  ];
}

/** Whether a run tells of the problem here; a second one, which a person opened again, is left as it is. */
function isKeptCurrent({ number }: StoodIssue, problem: Problem, { run }: Step, { truth }: Known): boolean {
  const triaged = run.clusters.find(({ cluster }) => problemOf(cluster, truth) === problem);
  const about = triaged?.decision?.issue ?? triaged?.draft?.issue ?? number;
  return about === number;
}

/** Evidence is true for the window that it names, stands in one place, and is current. */
function checkBlocks(issue: StoodIssue, problem: Problem, lines: readonly TrueLine[], known: Known): string[] {
  const { reads, overlapped, ever } = known;
  const blocks = [issue.body, ...ourComments(issue).map(({ body }) => body)].flatMap(
    (text) => readEvidenceBlock(text) ?? [],
  );
  const isExact = !problem.services.some((service) => overlapped.has(service));
  const faults = blocks.flatMap((block) => {
    const window = /^Window (.+? UTC)\./m.exec(block)?.[1];
    const written = reads.filter((read) => read.window === window && read.seen.has(problem));
    const told = written.map((read) => checkEvidence(block, { read, reads, problem, isExact }));
    const [best = [`the window ${window} is none`]] = told.toSorted((a, b) => a.length - b.length);
    return best.map((fault) => `window ${window}: ${fault}`);
  });
  if (lines.length === 0 || issue.state === 'closed' || issue.gone !== null || issue.locked) return faults;
  if (blocks.length !== 1) faults.push(`${blocks.length} evidence blocks`);
  const last = inOrder(lines).at(-1);
  // Of late entries alone nothing is said: what stands there tells of a later window.
  const isNewest = inOrder(ever.get(problem) ?? []).at(-1)?.at === last?.at;
  const isCurrent = blocks.some((block) => block.includes(`| last seen in the window | ${last?.at}`));
  return isNewest && !isCurrent ? [...faults, 'the evidence is not current'] : faults;
}
