import type { Decision } from '../model/draft.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { issueName } from '../wording/issue-name.ts';
import { countNamed, leftOutTogether, notPostedOf } from '../wording/same-reason.ts';
import { count } from '../wording/words.ts';
import { worklogPath } from '../worklog/write.ts';
import { describeCollected } from './collected.ts';
import { type Context, outputWidth } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { say } from './say.ts';
import { formatTable, onOneLine } from './table.ts';

/** What `triage` prints when it is done: the result to stdout, what people want to know beside it to stderr. */
export function reportRun(run: Run, { json, worklogDir }: Context): void {
  const worklog = worklogPath(worklogDir, run);
  process.stdout.write(json ? `${JSON.stringify(runAsJson(run, worklog))}\n` : runTable(run));
  say(describeCollected(run.collected, run.clusters.length));
  for (const warning of run.warnings) tell(warning);
  for (const { what, because } of leftOutTogether(run.skipped)) tell(`Left out: ${what}: ${because}`);
  for (const line of describeFailures(run)) tell(line);
  for (const line of describeNotPosted(run)) tell(line);
  const waiting = draftsWaiting(run);
  if (waiting > 0) tell(`${count(waiting, 'draft')} to review: log-gardener review`);
  tell(`Worklog: ${worklog}`);
}

function tell(line: string): void {
  say(onOneLine(line));
}

/** Of clusters, each error once. */
function describeFailures({ clusters }: Run): string[] {
  const failed = clusters.flatMap(({ cluster, error }) => (error === null ? [] : [{ title: cluster.title, error }]));
  return [...Map.groupBy(failed, ({ error }) => error)].map(([error, [first, ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${count(others.length, 'other cluster')}`;
    return `Failed: ${first?.title ?? ''}${more}: ${error}`;
  });
}

/** What was to be posted and is not, or perhaps is, why, and what moves it on. */
export function describeNotPosted(run: Run): string[] {
  const { later, unknown, refused } = notPostedOf(run);
  const told = [...later, ...refused].map(({ because, ids }) => `Not posted: ${countNamed(ids, 'draft')}: ${because}`);
  for (const { because, ids } of unknown) {
    told.push(`Not known to be posted: ${countNamed(ids, 'draft')}; the next run looks first: ${because}`);
  }
  const approved = later.flatMap(({ ids }) => ids).length;
  if (approved > 0) told.push(`${count(approved, 'draft')} approved, not posted: log-gardener drafts post`);
  const [first] = refused.flatMap(({ ids }) => ids);
  if (first !== undefined) told.push(`Look at why, then approve again or reject: log-gardener drafts show ${first}`);
  return told;
}

/** DESIGN.md section 5: 1, then 3, then 4, then 0. `isTold`: the worklog and the news went everywhere they were to go. */
export function exitCodeFor(run: Run, { failOnDrafts, isTold }: { failOnDrafts: boolean; isTold: boolean }): number {
  if (run.status === 'failed') return EXIT.failed;
  if (run.status !== 'done' || !isTold) return EXIT.partial;
  return failOnDrafts && draftsWaiting(run) > 0 ? EXIT.draftsWaiting : EXIT.done;
}

function draftsWaiting({ clusters, recoveries }: Run): number {
  return [...clusters, ...recoveries].filter(({ draft }) => draft?.state.status === 'pending').length;
}

/** The run in the form of DESIGN.md section 5 (contract). */
function runAsJson(run: Run, worklog: string) {
  return {
    run: run.id,
    worklog,
    collected: {
      entries: run.collected.read,
      pages: run.collected.pages,
      truncated: run.collected.truncated !== null,
      newestReceived: run.collected.newestReceived,
    },
    clusters: run.clusters.map(({ cluster, repository, priority, decision, draft, error }) => ({
      fingerprint: cluster.fingerprint,
      title: cluster.title,
      priority,
      count: cluster.facts.count,
      // Where that is not the repository of the run.
      ...(repository !== undefined && { repository }),
      decision: decisionAsJson(decision, error),
      draft: draft && { id: draft.id, status: draft.state.status, issue: draft.issue, url: draft.url },
    })),
    cost: run.cost,
  };
}

/** A cluster whose investigation failed, or was not reached, is not verified. */
function decisionAsJson(decision: Decision | null, error: string | null) {
  if (!decision)
    return { action: 'unverified' as const, issue: null, verdict: null, reasons: [error ?? 'not investigated'] };
  return { ...decision, verdict: decision.verdict?.kind ?? null };
}

function runTable(run: Run): string {
  if (run.clusters.length === 0) return '';
  const columns = [
    { title: 'pri' },
    { title: 'entries', align: 'right' as const },
    { title: 'decision' },
    { title: 'title', flexible: true, lines: 3 },
  ];
  const rows = run.clusters.map((one) => [
    one.priority,
    String(one.cluster.facts.count),
    decisionText(one),
    one.cluster.title,
  ]);
  return `${formatTable(columns, rows, outputWidth())}\n`;
}

function decisionText({ repository, decision, draft, error }: TriagedCluster): string {
  if (error !== null) return 'failed';
  if (!decision) return 'not reached';
  const target =
    decision.issue === null
      ? repository === undefined
        ? ''
        : ` in ${repository}`
      : ` ${issueName(decision.issue, repository)}`;
  if (draft?.state.status === 'posted') return `${PAST[draft.action]} ${issueName(draft.state.issue, repository)}`;
  return `${decision.action}${target}`;
}

const PAST = { create: 'created', update: 'updated', reopen: 'reopened', close: 'closed' } as const;
