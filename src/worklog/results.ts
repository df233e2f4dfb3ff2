import type { BlockContent, PhrasingContent } from 'mdast';
import { link, list, paragraph, renderMarkdown, strong, text } from '../draft/markdown.ts';
import { proseLine } from '../draft/prose.ts';
import { inertNodes, sanitiseInline } from '../draft/sanitise.ts';
import type { Claim } from '../model/claim.ts';
import type { DraftStatus } from '../model/draft.ts';
import type { Agent, SearchStep } from '../model/report.ts';
import type { TriagedCluster } from '../model/run.ts';
import { capitalised, count, formatInstant, formatNumber, joinWords } from '../wording/words.ts';
import { allowedLinks } from './links.ts';
import type { NumberedCluster } from './numbered.ts';
import { outcomeNodes, verdictWords } from './outcome.ts';

/** What was done about each cluster, and why, as a list in Markdown. */
export function resultList(clusters: readonly NumberedCluster[]): string {
  if (clusters.length === 0) return renderMarkdown([paragraph('There was nothing to process.')]);
  return clusters.map(resultItem).join('');
}

function resultItem(numbered: NumberedCluster): string {
  return renderMarkdown([list([{ blocks: [headline(numbered), list(facts(numbered))] }])]);
}

function headline({ number, triaged, outcome }: NumberedCluster): BlockContent {
  const mark = MARKS[outcome.kind] ?? '';
  return paragraph(strong(`Cluster ${number} (${triaged.priority}): ${mark}`, ...outcomeNodes(outcome)));
}

const MARKS: Partial<Record<NumberedCluster['outcome']['kind'], string>> = {
  posted: '✅ ',
  error: '⚠️ ',
  failed: '⚠️ ',
  unverified: '⚠️ ',
};

function facts({ triaged, outcome }: NumberedCluster): PhrasingContent[][] {
  const { draft, decision, investigation, error } = triaged;
  const lines: PhrasingContent[][] = [];
  const title = draft?.title ?? investigation?.target?.issue.title;
  if (title !== undefined) lines.push([strong('Title:'), text(' '), ...inertNodes(title)]);
  const url = outcome.issue?.url ?? null;
  if (url !== null && /^https?:\/\//.test(url)) {
    lines.push([strong('URL:'), text(' '), link(url, sanitiseInline(url.replace(/^https?:\/\//, '')))]);
  }
  const { repository, routedBy = '' } = triaged;
  if (repository !== undefined) {
    lines.push([strong('Repository:'), text(' '), ...inertNodes(`${repository}, for ${routedBy}`)]);
  }
  const status = statusOf(triaged);
  if (status !== '') lines.push([strong('Status:'), text(' '), ...inertNodes(status)]);
  if (investigation !== null) {
    const impact = proseLine(investigation.report.prose.impact, allowedLinks(investigation, triaged));
    if (impact.length > 0) lines.push([strong(`Impact (${investigation.investigator}):`), text(' '), ...impact]);
    const claims = claimsLine(investigation.claims);
    if (claims !== '') lines.push([strong('Claims:'), text(` ${claims}`)]);
  }
  const instead = investigation?.instead ?? null;
  if (instead !== null) lines.push([strong('⚠️ Written by rules:'), text(' '), ...inertNodes(instead)]);
  const agent = investigation?.agent ?? null;
  if (agent !== null) lines.push([strong('Sub-agent:'), text(' '), ...inertNodes(agentWords(agent))]);
  const noticed = investigation?.restraint?.noticed ?? [];
  if (noticed.length > 0) {
    lines.push([strong('⚠️ Held back by code:'), text(' '), ...inertNodes(`${capitalised(noticed.join('; '))}.`)]);
  }
  if (error !== null) lines.push([strong('Why:'), text(' '), ...inertNodes(error)]);
  const why = error === null ? reasonsOf(decision) : '';
  if (why !== '') lines.push([strong('Why:'), text(' '), ...reasonNodes(why, triaged)]);
  if (investigation !== null && investigation.search.steps.length > 0) {
    lines.push([strong('Searched:'), text(' '), ...inertNodes(searched(investigation.search.steps))]);
  }
  return lines.length > 0 ? lines : [[text('Nothing yet.')]];
}

/** `claude-sonnet-5-5 (investigator/v1), 3 turns, $0.012` */
function agentWords({ model, prompt, turns, usd }: Agent): string {
  const cost = usd === null ? 'cost not known' : `$${usd.toFixed(3)}`;
  return `${model} (${prompt}), ${count(turns, 'turn')}, ${cost}`;
}

/** `12 checked, all backed.`, `12 checked, 2 not backed and cut.`; empty where none was made or looked at. */
function claimsLine(claims: readonly Claim[]): string {
  if (claims.length === 0) return '';
  const cut = claims.filter((claim) => claim.cut).length;
  const standing = claims.filter(({ because }) => because !== null).length - cut;
  const faults = [
    ...(standing > 0 ? [`${formatNumber(standing)} not backed and marked for review`] : []),
    ...(cut > 0 ? [`${formatNumber(cut)} not backed and cut`] : []),
  ];
  return `${formatNumber(claims.length)} checked, ${faults.length === 0 ? 'all backed' : joinWords(faults)}.`;
}

function statusOf({ draft, decision }: TriagedCluster): string {
  const verdict = decision?.verdict ?? null;
  const parts = [...(draft === null ? [] : [stateWords(draft.id, draft.state)])];
  if (verdict !== null) parts.push(verdictWords(verdict));
  return parts.join('; ');
}

/** How a draft stands, in a few words. */
export function stateWords(id: string, state: DraftStatus): string {
  switch (state.status) {
    case 'pending':
      return `draft ${id} waits for review`;
    case 'approved':
      return `draft ${id} was approved ${formatInstant(state.at)}${whyLate(state)}`;
    case 'posting':
      return `draft ${id} is being posted since ${formatInstant(state.at)}${whyLate(state)}`;
    case 'posted':
      return `posted ${formatInstant(state.at)}`;
    case 'rejected':
      return `draft ${id} was rejected ${formatInstant(state.at)}: ${state.reason}`;
    case 'failed':
      return `draft ${id} could not be posted (${formatInstant(state.at)}): ${state.error}`;
  }
}

function whyLate({ because }: { readonly because?: string | undefined }): string {
  return because === undefined ? '' : `, and posting it was tried: ${because}`;
}

function reasonsOf(decision: TriagedCluster['decision']): string {
  if (decision === null) return '';
  const reasons = [...decision.reasons, ...(decision.verdict?.reasons ?? [])].map((reason) =>
    reason.replace(/\.$/, ''),
  );
  return reasons.length === 0 ? '' : `${capitalised([...new Set(reasons)].join('; '))}.`;
}

/** Reasons are ours, with names of the log in back-ticks. */
function reasonNodes(why: string, triaged: TriagedCluster): PhrasingContent[] {
  const allowedIssues = numbersOf(triaged);
  if (triaged.investigation === null) return inertNodes(why, { allowedIssues });
  return proseLine(why, { ...allowedLinks(triaged.investigation, triaged), allowedIssues });
}

/** Numbers of issues and pull requests that reasons may name as they are. */
function numbersOf(triaged: TriagedCluster): Set<number> {
  const { repository, draft, decision, investigation } = triaged;
  if (repository !== undefined) return new Set();
  const known = [draft?.issue, decision?.issue, decision?.verdict?.fix?.pull, decision?.verdict?.duplicateOf];
  const searched = investigation === null ? [] : [...allowedLinks(investigation, triaged).allowedIssues];
  return new Set([...known.filter((number) => typeof number === 'number'), ...searched]);
}

const ENGINES: Readonly<Record<SearchStep['engine'], string>> = {
  marker: 'marker',
  lexical: 'word query',
  semantic: 'semantic query',
  'pull-requests': 'pull request query',
};

/** `marker, 2 word queries and 1 pull request query, all complete` */
function searched(steps: readonly SearchStep[]): string {
  const kinds = (['marker', 'lexical', 'semantic', 'pull-requests'] as const).flatMap((engine) => {
    const times = steps.filter((step) => step.engine === engine).length;
    if (times === 0) return [];
    return [engine === 'marker' ? 'marker' : count(times, ENGINES[engine], `${ENGINES[engine].slice(0, -1)}ies`)];
  });
  const incomplete = steps.filter(({ complete }) => !complete);
  const reasons = [
    ...new Set(incomplete.map(({ error, engine }) => `${ENGINES[engine]}: ${error ?? 'no reason given'}`)),
  ];
  const how = incomplete.length === 0 ? 'all complete' : `${incomplete.length} not complete (${reasons.join('; ')})`;
  return `${joinWords(kinds)}, ${how}.`;
}
