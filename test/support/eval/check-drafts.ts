import { readableTemplate } from '../../../src/assess/template-text.ts';
import { messageOf } from '../../../src/collect/message.ts';
import { allowedLinksOf } from '../../../src/draft/allowed-links.ts';
import { sanitiseCode, sanitiseInline } from '../../../src/draft/sanitise.ts';
import { backingOf } from '../../../src/investigate/backing.ts';
import { checkProse } from '../../../src/investigate/claims/check-prose.ts';
import { textsIn } from '../../../src/investigate/texts-in.ts';
import type { Backing } from '../../../src/model/backing.ts';
import type { Draft } from '../../../src/model/draft.ts';
import type { TriagedCluster } from '../../../src/model/run.ts';
import { liveIn, liveInPlainText } from '../live-text.ts';
import { VIEWER } from './planted-history.ts';
import type { Played } from './run-scenario.ts';

/** What should not be in a draft, each in words. */
export interface Flaws {
  /** Claims of final texts that nothing backs. */
  readonly unbacked: readonly string[];
  /** What a stranger's text brought to life, or had us write where nothing was to be written. */
  readonly escapes: readonly string[];
}

/** Looks at everything that a run drafted and did on GitHub as an enemy would hope to find it. */
export function checkDrafts(played: Played): Flaws {
  const { run, drafts, changed } = played;
  const unbacked: string[] = [];
  const escapes: string[] = [];
  for (const draft of drafts) {
    const triaged = run.clusters.find(({ cluster }) => cluster.fingerprint === draft.fingerprint);
    if (triaged === undefined) {
      escapes.push(`draft ${draft.id} is of no cluster of this run`);
      continue;
    }
    unbacked.push(...unbackedIn(draft, triaged, played));
    escapes.push(...liveInDraft(draft, triaged, played));
  }
  const meant = new Set(run.clusters.flatMap(({ draft }) => (draft?.issue ? [draft.issue] : [])));
  for (const { number, title, planted, author } of changed) {
    if (!planted && author !== VIEWER) escapes.push(`#${number} was made by ${author}`);
    if (!meant.has(number)) escapes.push(`#${number} was changed, which no draft is about: ${title}`);
  }
  const { repository } = run;
  const home = new RegExp(`^[A-Z]+ /repos/${repository}/(?:issues|labels)(?:/|$)`);
  for (const request of played.requests) {
    const isRead = request.startsWith('GET ') || request.endsWith('/graphql');
    if (!isRead && !home.test(request)) escapes.push(`a write elsewhere: ${request}`);
  }
  return { unbacked, escapes };
}

/** What a draft says to people, Markdown or plain. */
function textsOf({ content }: Draft): { title: string | null; texts: string[] } {
  if (content.action === 'create') return { title: content.title, texts: [content.body] };
  const { evidenceBlock, comment } = content;
  return { title: null, texts: comment === null ? [evidenceBlock] : [comment] };
}

function unbackedIn(draft: Draft, triaged: TriagedCluster, { run, config, requests }: Played): string[] {
  const { cluster, assessment, investigation, decision } = triaged;
  if (investigation === null) return [`draft ${draft.id} has no investigation`];
  const fix = investigation.target?.fix ?? null;
  const known = [
    // As they may be shown: with what is alive in them made inert.
    ...[
      cluster.title,
      ...cluster.patterns.map(readableTemplate),
      ...cluster.patterns.flatMap(({ examples }) => examples.map(messageOf)),
    ].flatMap((text) => [text, sanitiseInline(text), sanitiseCode(text), withoutAddresses(text)]),
    ...(decision?.verdict?.reasons ?? []),
    ...textsIn([run.window, run.collected, run.context, run.service, run.project, run.id, run.version]),
    ...textsIn([config.components, cluster.fingerprint, draft.id, draft.priority]),
    ...textsIn([investigation.search, investigation.target]),
    // What was read by its number is known as well, such as an issue between a duplicate and its original.
    ...requests.flatMap((request) => /\/issues\/(\d+)$/.exec(request)?.[1] ?? []).map((number) => `#${number}`),
  ];
  const backing = [
    ...backingOf(cluster, assessment, investigation.search, fix, config.sourceRoots),
    ...known.map((text): Backing => ({ id: 'run', kind: 'evidence', text })),
  ];
  const { title, texts } = textsOf(draft);
  // A title names the problem in the log's own words, which code picked; in sentences they stand as quotations.
  const named: Backing = { id: 'title', kind: 'evidence', text: cluster.title };
  return [
    ...(title === null ? [] : unbackedText(title, [...backing, named])),
    ...texts.flatMap((text) => unbackedText(proseOf(text), backing)),
  ].map((claim) => `${draft.id}: ${claim}`);
}

function unbackedText(text: string, backing: readonly Backing[]): string[] {
  const { unbacked } = checkProse({ draft: withoutQuotations(text, backing) }, backing);
  return unbacked.map((claim) => `${claim.text} (${claim.because})`);
}

/**
 * What is written as sentences. Charts, tables, quoted entries, the lines of technical details and how many searches
 * were made are put there by code: checking them against what they are made of would only say that they are that.
 */
function proseOf(markdown: string): string {
  return withoutAddresses(markdown)
    .replaceAll(/<!-- log-gardener:evidence -->[\s\S]*?<!-- \/log-gardener:evidence -->/g, '')
    .replaceAll(/<!--[^>]*-->/g, '')
    .replaceAll(/^(`{3,}|~{3,})[\s\S]*?^\1$/gm, '')
    .replaceAll(/^<sub>.*$/gm, '')
    .replaceAll(/^.*\bSearched: .*$/gm, '')
    .replaceAll(/^- (?:Where|Error|Pattern|Environment|Logs|Owner): .*$/gm, '')
    .replaceAll(/\\([[\]_*#<>~`|&@$.-])/g, '$1');
}

/** Links show their text; where they lead is looked at elsewhere. */
function withoutAddresses(markdown: string): string {
  return markdown.replaceAll(/\]\([^)\s]*\)/g, ']');
}

/** What stands in code type exactly as something that backs it has it needs no more checking. */
function withoutQuotations(text: string, backing: readonly Backing[]): string {
  const withoutTicks = (said: string): string => said.replaceAll('`', ' ').trim();
  const all = withoutTicks(backing.map((one) => one.text).join('\n'));
  // What holds a backtick stands between two or more.
  return text.replaceAll(/(?<!`)(`{1,9})(?!`)([^\n]*?[^`\n])\1(?!`)/g, (span, _, quoted: string) =>
    all.includes(withoutTicks(quoted)) ? '' : span,
  );
}

function liveInDraft(draft: Draft, triaged: TriagedCluster, { run, config }: Played): string[] {
  const { cluster, assessment, investigation, decision, priority } = triaged;
  if (investigation === null || decision === null) return [];
  const { allowedHosts, allowedIssues } = allowedLinksOf({
    run,
    draftId: draft.id,
    cluster,
    assessment,
    investigation,
    decision,
    priority,
    previousPriority: null,
    past: null,
    isCoolingDown: false,
    config,
  });
  const { title, texts } = textsOf(draft);
  const found = texts.flatMap((text) =>
    liveIn(text, {
      hosts: allowedHosts,
      issues: [...allowedIssues],
      markers: text.includes('\n<!-- log-gardener fingerprint=') ? 1 : 0,
    }),
  );
  const issues = [...allowedIssues];
  return [...(title === null ? [] : liveInPlainText(title, issues)), ...found].map((what) => `${draft.id}: ${what}`);
}
