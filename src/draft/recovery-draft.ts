import type { PhrasingContent } from 'mdast';
import type { Config } from '../config/schema.ts';
import { insertInBlock, readEvidenceBlock, replaceEvidenceBlock } from '../github/evidence-block.ts';
import { generateMarker, parseMarkers } from '../github/marker.ts';
import type { DraftContent, IssueChange } from '../model/draft.ts';
import type { IssueHistory } from '../model/issue.ts';
import { count, formatMinute } from '../wording/words.ts';
import { LONGEST_TEXT } from './body.ts';
import { paragraph, renderMarkdown, separated, small, strong, text } from './markdown.ts';
import { isOurBody, rollingComment } from './news.ts';
import type { RecoveryVerdict } from './recovery.ts';
import { inertCode } from './sanitise.ts';

/** Everything that is said of a problem which is gone. No clock: the same run gives the same bytes. */
export interface RecoveryInput {
  readonly run: { readonly id: string; readonly window: { readonly until: string } };
  readonly draftId: string;
  readonly fingerprint: string;
  readonly services: readonly string[];
  readonly lastSeen: string;
  readonly revision: string | null;
  readonly entriesSince: number;
  readonly history: IssueHistory;
  readonly verdict: RecoveryVerdict;
  readonly config: Pick<Config, 'recovery' | 'regression'>;
}

/** By it the line is found again. */
const LINE = '**Not seen since';

/** Whether a draft says that its problem is gone. */
export function tellsOfRecovery(content: DraftContent): boolean {
  return content.action !== 'create' && content.evidenceBlock.split('\n').some((line) => line.startsWith(LINE));
}

/**
 * One line in the evidence; where a fix holds one comment too, and the issue closed if the policy says so. Gives the
 * reason instead where there is nothing to write.
 */
export function draftRecovery(input: RecoveryInput): { content: IssueChange } | { content: null; because: string } {
  const { history, verdict, config } = input;
  const { issue } = history;
  const nothing = (because: string): { content: null; because: string } => ({ content: null, because });
  if (issue.locked) return nothing(`#${issue.number} is locked: somebody wants it left alone`);
  if (issue.state === 'closed') {
    if (issue.stateReason === 'not_planned' || issue.stateReason === 'duplicate') {
      return nothing(`#${issue.number} was closed as ${issue.stateReason.replace('_', ' ')}`);
    }
    if (verdict.kind === 'quiet') return nothing(`#${issue.number} is closed`);
  }
  const home = evidenceOf(input);
  if (home === null) return nothing(`#${issue.number} has no evidence of ours any more`);
  const isTold = verdict.kind === 'quiet' || tellsAlready(input, verdict.fix.pull);
  if (isTold && home.block.includes(`${LINE} ${formatMinute(input.lastSeen)}`)) {
    return nothing(`#${issue.number} says so already`);
  }
  const evidenceBlock = insertInBlock(home.block, line(input), LINE);
  if (replaceEvidenceBlock(home.text, evidenceBlock).length > LONGEST_TEXT) {
    return nothing(`#${issue.number} has no room for another line`);
  }
  const change = {
    issue: issue.number,
    evidenceBlock,
    evidenceHome: home.evidenceHome,
    comment: verdict.kind === 'quiet' || isTold ? null : holdsComment(input, verdict),
    labels: [],
  };
  if (issue.state === 'closed') return { content: { action: 'update', ...change, stays: 'closed' } };
  return !isTold && config.recovery.closing === 'close'
    ? { content: { action: 'close', as: 'completed', ...change } }
    : { content: { action: 'update', ...change } };
}

/** Where our counts of this problem live, and what stands there, alone and with the text around it. */
function evidenceOf({ history, fingerprint }: RecoveryInput): {
  evidenceHome: IssueChange['evidenceHome'];
  block: string;
  text: string;
} | null {
  // That it is the issue of this problem is known: by a marker, else by the store.
  const inBody = isOurBody(history, fingerprint, history.issue.number) ? readEvidenceBlock(history.issue.body) : null;
  if (inBody !== null) return { evidenceHome: { in: 'body' }, block: inBody, text: history.issue.body };
  const comment = rollingComment(history, fingerprint);
  const block = comment === null ? null : readEvidenceBlock(comment.body);
  return comment === null || block === null
    ? null
    : { evidenceHome: { in: 'comment', id: comment.id }, block, text: comment.body };
}

function tellsAlready({ history, fingerprint }: RecoveryInput, pull: number): boolean {
  const markers = history.ownComments.flatMap(({ body }) => parseMarkers(body));
  return markers.some((marker) => marker.fingerprint === fingerprint && marker.news === newsKey(pull));
}

const newsKey = (pull: number): string => `holds-${pull}`;

function line(input: RecoveryInput): string {
  const { lastSeen, revision, run, verdict } = input;
  const holds = verdict.kind === 'holds' ? [text(`; #${verdict.fix.pull} holds`)] : [];
  return renderMarkdown([
    paragraph(
      strong(`Not seen since ${formatMinute(lastSeen)}`),
      ...(revision === null ? [] : [text(', last on '), inertCode(revision)]),
      text(': '),
      ...entriesSince(input),
      text(` read since, up to ${formatMinute(run.window.until)}`),
      ...holds,
      text('.'),
    ),
  ]).trim();
}

/** There may be more: of a run that saw it, or read late entries of it, none counts. */
function entriesSince({ entriesSince: entries, services }: RecoveryInput): PhrasingContent[] {
  const named = services.map((service) => inertCode(service));
  return [text(`at least ${count(entries, 'entry', 'entries')} of `), ...separated(named, ', ')];
}

function holdsComment(input: RecoveryInput, verdict: Extract<RecoveryVerdict, { kind: 'holds' }>): string {
  const { fix, holder } = verdict;
  const { lastSeen, revision, run, draftId, fingerprint } = input;
  const next = whatNext(input);
  const blocks = renderMarkdown([
    paragraph(
      strong('The fix holds.'),
      text(` #${fix.pull} (merged ${formatMinute(fix.mergedAt)}) is in `),
      inertCode(holder.revision),
      text(`, first logged ${formatMinute(holder.firstSeen)}; the error was last seen ${formatMinute(lastSeen)}`),
      ...(revision === null ? [] : [text(' on '), inertCode(revision)]),
      text(', and is in none of the entries that were read since, '),
      ...entriesSince(input),
      text('.'),
    ),
    ...(next === null ? [] : [paragraph(strong('Next:'), text(` ${next}`))]),
    small(text(`Found without a model · run ${run.id}`)),
  ]);
  const marker = generateMarker({ fingerprint, run: run.id, draft: draftId, news: newsKey(fix.pull) });
  return `${blocks.trim()}\n\n${marker}\n`;
}

function whatNext({ history, config }: RecoveryInput): string | null {
  if (history.issue.state === 'closed') return null;
  const back =
    config.regression === 'reopen'
      ? 'it is opened again should the error come back'
      : 'a new issue links it should the error come back';
  return config.recovery.closing === 'close'
    ? `nothing; this issue is closed, and ${back}.`
    : `close this issue; ${back}.`;
}
