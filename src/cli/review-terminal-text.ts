import { stripAnsi, stripControls, stripInvisible } from '../draft/invisible.ts';
import { plainLine } from '../draft/one-line.ts';
import { readEvidenceBlock } from '../github/evidence-block.ts';
import type { Draft } from '../model/draft.ts';
import type { TriagedCluster } from '../model/run.ts';
import { editableMarkdown } from '../review/editable.ts';
import type { LiveView } from '../review/live-view.ts';
import { changesOf } from '../review/read-live.ts';
import type { UnbackedClaim } from '../review/unbacked.ts';
import { severityWords } from '../wording/severities.ts';
import { capitalised, count, formatMinutes, joinWords } from '../wording/words.ts';
import { evidenceLines } from './explain-entries.ts';
import { bullets, wrap } from './wrap.ts';

/** What a person needs to judge a draft in a terminal. */
export interface ShownDraft {
  readonly draft: Draft;
  /** Its place among those that wait, from 1. */
  readonly nth: number;
  readonly of: number;
  /** Null = the run is gone, or the draft tells of a recovery. */
  readonly triaged: TriagedCluster | null;
  readonly live: LiveView;
  /** Null = it cannot be told. */
  readonly unbacked: readonly UnbackedClaim[] | null;
}

/** A draft as text of at most `width` cells: the answer first, then why, the evidence, and the words it would post. */
export function draftText(shown: ShownDraft, width: number): string {
  const sections = [headLines(shown, width), whyLines(shown, width), evidence(shown, width), textLines(shown, width)];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function headLines({ draft, nth, of, triaged, live }: ShownDraft, width: number): string[] {
  const { content } = draft;
  const rest = '    ';
  const does = capitalised(joinWords(changesOf(content)));
  const notes = [
    does,
    ...(triaged === null ? [] : [countsOf(triaged)]),
    ...(live.issue === null
      ? []
      : [`#${live.issue.number} is ${live.issue.state}, by ${live.issue.author}: ${live.issue.url}`]),
    ...(live.changed === null ? [] : [`Look again: ${live.changed}.`]),
    ...(live.unread === null ? [] : [`Not read on GitHub: ${live.unread}`]),
    ...(draft.state.status === 'pending' && draft.state.because ? [`Waits again: ${draft.state.because}`] : []),
  ];
  return [
    `Draft ${nth} of ${of} (${draft.id})`,
    '',
    ...wrap(plainLine(draft.title), { width, first: `${draft.priority}  `, rest }),
    ...notes.flatMap((note) => wrap(plainLine(note), { width, first: rest })),
  ];
}

function countsOf({ cluster: { facts } }: TriagedCluster): string {
  return `${count(facts.count, 'entry', 'entries')}, ${severityWords(facts)}, ${formatMinutes(facts.firstSeen, facts.lastSeen)}`;
}

function whyLines({ triaged, unbacked }: ShownDraft, width: number): string[] {
  if (triaged?.decision == null) return [];
  const { action, verdict, reasons } = triaged.decision;
  const head = `Why ${action}${verdict === null ? '' : ` (${verdict.kind.replaceAll('_', ' ')})`}:`;
  const claims = (unbacked ?? []).map(({ text, because }) => `nothing backs "${text}": ${because ?? ''}`);
  return [
    head,
    ...bullets(reasons, width),
    ...(claims.length === 0 ? [] : ['', 'Check these yourself:', ...bullets(claims, width)]),
  ];
}

function evidence({ triaged }: ShownDraft, width: number): string[] {
  return triaged === null ? [] : evidenceLines(triaged.assessment.evidence, width);
}

function textLines({ draft, live }: ShownDraft, width: number): string[] {
  const text = editableMarkdown(draft.content);
  const rule = '─'.repeat(Math.min(width, 80));
  const written =
    text === null
      ? ['No comment is written; nobody is notified.']
      : forReading(text).flatMap((line) => wrapLine(line, width));
  const differs = live.diff.filter(({ kind }) => kind !== 'same');
  const diff = differs.flatMap(({ kind, text: line }) => wrapLine(`${kind === 'added' ? '+' : '-'} ${line}`, width));
  return [
    rule,
    ...written,
    ...(diff.length === 0 ? [] : ['', `In the body of #${live.issue?.number}:`, ...diff]),
    rule,
  ];
}

/** The words as they would be posted, save that the evidence stands above already, and that long addresses are cut. */
function forReading(text: string): string[] {
  const block = readEvidenceBlock(text);
  const shown =
    block === null
      ? text
      : text.replace(block, () => '[the evidence above, with its chart, kept up to date by log-gardener]');
  return shown.replaceAll(/(\]\(https:\/\/[^/\s)]{1,60}\/)[^\s)]{40,}\)/g, '$1…)').split('\n');
}

/** Indents mean something in Markdown, and in code each space does: they stay, as far as words go beside them. */
function wrapLine(line: string, width: number): string[] {
  const safe = harmless(line);
  const indent = safe.length - safe.trimStart().length;
  return wrap(safe, { width, first: ' '.repeat(Math.min(indent, Math.max(0, width - LEAST_TEXT))) });
}

/** Cells for the text behind an indent. */
const LEAST_TEXT = 20;

/** A line with the spaces it has, and nothing in it that a terminal obeys. */
function harmless(line: string): string {
  return stripControls(stripInvisible(stripAnsi(line.toWellFormed())))
    .replaceAll('\t', '    ')
    .replace(/\s/g, ' ');
}
