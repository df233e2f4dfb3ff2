import { readEvidenceBlock, replaceEvidenceBlock } from '../github/evidence-block.ts';
import type { Decision, DraftContent, IssueChange } from '../model/draft.ts';
import type { IssueHistory } from '../model/issue.ts';
import { assigneesOf } from './assignees.ts';
import { issueBody, LONGEST_TEXT } from './body.ts';
import { issueComment } from './comment.ts';
import { evidenceBlock } from './evidence.ts';
import type { DraftInput } from './input.ts';
import { labelsForNewIssue, labelsForUpdate, outdatedLabels, tellsPriority } from './labels.ts';
import { isOurBody, type News, newsOf, rollingComment } from './news.ts';
import { hasRisen, isHigher } from './priority.ts';
import { categoryOf, draftTitle, readTitle, refillTitle } from './title.ts';

/** What is to be done, once what is on GitHub is taken into account, and the change word for word. */
export interface DraftOutcome {
  readonly decision: Decision;
  /** null = there is nothing to write. */
  readonly content: DraftContent | null;
}

/**
 * Writes what the decision asks for. An update that would change nothing becomes a `skip`. What is `unverified` is
 * drafted as well where it can be, for a person to look at: as a new issue where none is known, as an update of an open
 * one, and as a reopening of a closed one of which nobody can tell whether it was fixed.
 */
export function draftFor(input: DraftInput): DraftOutcome {
  const { decision, investigation } = input;
  const { action, issue } = decision;
  if (action === 'skip') return { decision, content: null };
  if (action === 'create' || (action === 'unverified' && issue === null)) return { decision, content: newIssue(input) };

  const history = investigation.target;
  if (history?.issue.number !== issue)
    return unwritable(decision, `#${issue} was not read, so nothing is drafted for it`);
  if (history.issue.locked) return unwritable(decision, `#${issue} is locked, so nothing is drafted for it`);
  if (action === 'unverified' && history.issue.state === 'closed') {
    if (decision.verdict?.kind === 'unknown') return changeIssue(input, history, 'reopen');
    return unwritable(decision, `#${issue} is closed: reopen it by hand if this is its problem`);
  }
  return changeIssue(input, history, action === 'reopen' ? 'reopen' : 'update');
}

function newIssue(input: DraftInput): DraftContent {
  const { cluster, config, priority, run, decision } = input;
  const category = categoryOf({ ...input, verdict: decision.verdict });
  const assignees = assigneesOf(input);
  return {
    action: 'create',
    title: draftTitle(config.issue.title, { category, priority, name: cluster.title, service: run.service }),
    body: issueBody(input),
    labels: labelsForNewIssue(config.issue.labels, { priority, service: run.service }),
    ...(assignees.length > 0 && { assignees }),
  };
}

function changeIssue(input: DraftInput, history: IssueHistory, action: 'update' | 'reopen'): DraftOutcome {
  const { decision } = input;
  const { block, evidenceHome, written } = placeEvidence(input, history);
  const news = newsOf(input, history);

  const isCurrent = written !== null && countsIn(written) === countsIn(block);
  if (isCurrent && news === null && action !== 'reopen') {
    return unwritable({ ...decision, action: 'skip' }, 'nothing changed since it was last written');
  }
  if (written !== null && news === null && action === 'update' && isLater(written, block)) {
    return unwritable({ ...decision, action: 'skip' }, 'what is written there is of a later window');
  }

  const isFirstContact = evidenceHome.in === 'new-comment';
  const labels = labelsForUpdate(
    input,
    { labels: history.issue.labels, ownLabels: history.ownLabels },
    {
      isFirstContact,
      isEscalation: news?.kind === 'escalation',
      isMoreUrgent: hasRisen(input) || input.previousPriority === null,
    },
  );
  const outdated = outdatedLabels(input, history.ownLabels, labels);
  const title = retitle(input, history, { news, labels });
  return {
    decision,
    content: {
      action,
      issue: history.issue.number,
      evidenceBlock: block,
      evidenceHome,
      comment:
        isFirstContact || news !== null
          ? issueComment(input, news, isFirstContact ? 'evidence here' : 'evidence elsewhere')
          : null,
      labels,
      ...(outdated.length > 0 && { outdatedLabels: outdated }),
      ...(title !== null && { title: { from: history.issue.title, to: title } }),
    },
  };
}

/**
 * The title of our own issue once its problem is back after a fix, or more urgent; null where the one it has is right, or
 * a person's. As the labels do, it never says less again by itself.
 */
function retitle(
  input: DraftInput,
  history: IssueHistory,
  { news, labels }: { readonly news: News | null; readonly labels: readonly string[] },
): string | null {
  const { cluster, config, decision, investigation, priority } = input;
  const isWorse = news?.kind === 'regression' || news?.kind === 'escalation' || tellsPriority(input, labels);
  if (!isWorse || !isOurBody(history, cluster.fingerprint, investigation.search.remembered?.issue ?? null)) return null;
  const { title } = history.issue;
  const template = config.issue.title;
  const category = categoryOf({ ...input, verdict: decision.verdict });
  const said = readTitle(title, template);
  const isWorseKind = category === 'regression' || (category === 'escalated' && said?.category !== 'regression');
  const urgency = said?.priority !== undefined && isHigher(priority, said.priority) ? { priority } : {};
  const whole = refillTitle(title, template, { ...urgency, ...(isWorseKind && { category }) });
  // Where that is too long, the priority has the room of the old one.
  const next = whole ?? refillTitle(title, template, urgency);
  return next === title ? null : next;
}

/** The evidence, where it is to live, and what stands there; null = nothing yet. */
interface Placed {
  readonly block: string;
  readonly evidenceHome: IssueChange['evidenceHome'];
  readonly written: string | null;
}

/**
 * In the body of our own issue about this problem, as long as it fits there with what people wrote, if need be without
 * its chart; else in a comment of ours.
 */
function placeEvidence(input: DraftInput, history: IssueHistory): Placed {
  const { fingerprint } = input.cluster;
  const { body } = history.issue;
  const block = evidenceBlock(input);
  // An issue that we wrote about another problem keeps that problem's counts in its body.
  if (isOurBody(history, fingerprint, input.investigation.search.remembered?.issue ?? null)) {
    const fits = (candidate: string): boolean => replaceEvidenceBlock(body, candidate).length <= LONGEST_TEXT;
    const fitting = [block, evidenceBlock(input, 'without chart')].find(fits);
    if (fitting !== undefined) {
      return { block: fitting, evidenceHome: { in: 'body' }, written: readEvidenceBlock(body) };
    }
  }
  const rolling = rollingComment(history, fingerprint);
  if (rolling === null) return { block, evidenceHome: { in: 'new-comment' }, written: null };
  return { block, evidenceHome: { in: 'comment', id: rolling.id }, written: readEvidenceBlock(rolling.body) };
}

/**
 * What an evidence block counts: the rows of its table. That the window moved on, or the rate with it, while the same
 * entries were counted, is no news. GitHub's editor writes `\r\n`.
 */
function countsIn(block: string): string {
  const rows = block
    .replaceAll('\r\n', '\n')
    .split('\n')
    .filter((line) => line.startsWith('| E'));
  return rows.filter((row) => !row.includes('| entries per hour')).join('\n');
}

/** Whether one block tells of later entries than the other: an older log that is read afterwards changes nothing. */
function isLater(block: string, other: string): boolean {
  const [time, otherTime] = [block, other].map((text) => /\| last seen in the window \| (\S+) \|/.exec(text)?.[1]);
  return time !== undefined && otherTime !== undefined && Date.parse(time) > Date.parse(otherTime);
}

function unwritable(decision: Decision, because: string): DraftOutcome {
  return { decision: { ...decision, reasons: [...decision.reasons, because] }, content: null };
}
