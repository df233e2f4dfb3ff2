import type { Config } from '../../config/schema.ts';
import { repositoryPlace } from '../../config/source-roots.ts';
import type { Assessment } from '../../model/assessment.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { SearchStep } from '../../model/report.ts';
import type { Run } from '../../model/run.ts';
import { severityWords } from '../../wording/severities.ts';
import { thrownText } from '../../wording/thrown.ts';
import { uncountedNote } from '../../wording/uncounted.ts';
import { count, formatNumber, formatSpan } from '../../wording/words.ts';
import { toCandidates } from '../candidates.ts';
import type { Suspected } from '../find-suspects.ts';
import type { Findings } from '../look-up.ts';
import { clip } from '../tools/clip.ts';
import { untrusted } from '../tools/untrusted.ts';

export interface BriefInput {
  readonly run: Pick<Run, 'repository' | 'service' | 'window'>;
  readonly cluster: Cluster;
  readonly assessment: Assessment;
  readonly config: Config;
  readonly suspected: Suspected;
  readonly findings: Findings;
  readonly steps: readonly SearchStep[];
}

const MOST_PATTERNS = 6;
const MOST_FRAMES = 10;
const MOST_CANDIDATES = 6;
const MOST_PULLS = 4;
const LONGEST_ENTRY = 3_000;
const LONGEST_LINE = 400;

/**
 * What fills the prompt's template: the cluster as code sees it. The same cluster and the same answers of GitHub give the
 * same bytes, so that a run that was cut short can go on with the conversation it had begun.
 */
export function briefOf(input: BriefInput): Record<string, string> {
  const { run, cluster, assessment, findings } = input;
  return {
    repository: run.repository ?? 'none',
    service: untrusted('name of the service', line(run.service)),
    window: formatSpan(run.window.since, run.window.until),
    priority: assessment.basePriority,
    rules:
      assessment.rules.length === 0
        ? 'nothing raises it'
        : untrusted('rules that fired, with words of the log', line(assessment.rules.join('; '))),
    evidence: untrusted(
      'evidence by code, with names and values of the log',
      assessment.evidence
        .map(({ id, name, value, unit }) =>
          line(`${id} ${name}: ${shown(value)}${unit === undefined ? '' : ` ${unit}`}`),
        )
        .join('\n'),
    ),
    components: componentsOf(assessment),
    patterns: untrusted('patterns of the log', patternsOf(cluster)),
    stack: stackOf(input),
    entry: untrusted(
      'log entry',
      clip(JSON.stringify(exampleOf(cluster), null, 1), LONGEST_ENTRY, 'get_entries gives more'),
    ),
    searches: searchesOf(input.steps),
    candidates: candidatesOf(findings),
    pulls: pullsOf(findings),
    suspects: suspectsOf(input.suspected),
    settled: settledOf(findings),
  };
}

/** Fills `{{name}}` in a template. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The prompt asks for {{${name}}}, which nobody gives.`);
    return value;
  });
}

function shown(value: string | number): string {
  return typeof value === 'number' ? formatNumber(value) : value;
}

function componentsOf({ components }: Assessment): string {
  if (components.length === 0) return 'None.';
  const lines = components
    .map(({ name, importance, journey, revenue, because }) =>
      [
        `- ${name}, ${importance}`,
        journey === null ? '' : `journey: ${journey}`,
        revenue === null ? '' : `revenue, word for word: ${revenue}`,
        `matched on ${because}`,
      ]
        .filter((part) => part !== '')
        .map(line)
        .join('; '),
    )
    .join('\n');
  return untrusted('components of the config, with words of the log', lines);
}

function patternsOf({ patterns }: Cluster): string {
  const lines = patterns.slice(0, MOST_PATTERNS).map((pattern) => {
    const { fingerprint, template, count, facts } = pattern;
    return line(`${fingerprint} ×${formatNumber(count)}${uncountedNote(pattern)} ${severityWords(facts)}: ${template}`);
  });
  const more = patterns.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** Without what only finds the entry again, which is long and says nothing about the problem. */
function exampleOf({ patterns }: Cluster): object {
  const { insertId: _, receiveTimestamp: __, logName: ___, labels, ...said } = patterns[0]?.example ?? {};
  const { instanceId: ____, ...kept } = labels ?? {};
  return Object.keys(kept).length === 0 ? said : { ...said, labels: kept };
}

function stackOf({ cluster, config }: BriefInput): string {
  const thrown = cluster.rootCause;
  if (thrown === null) return 'No stack trace.';
  const frames = thrown.frames.toReversed().slice(0, MOST_FRAMES);
  const lines = frames.map((frame) =>
    line(
      `${repositoryPlace(frame, config.sourceRoots)} ${frame.function}${frame.own ? '' : ' (library)'} ${frame.code}`,
    ),
  );
  return untrusted('stack trace of the log', [...lines, line(thrownText(thrown))].join('\n'));
}

/** The queries are the log's own words; whether they were complete is for code to say. */
function searchesOf(steps: readonly SearchStep[]): string {
  if (steps.length === 0) return 'Nothing could be looked up.';
  const failed = steps.filter(({ complete }) => !complete).length;
  const told =
    failed === 0 ? 'All were complete.' : `${failed} of ${count(steps.length, 'search', 'searches')} NOT complete.`;
  return `${untrusted('searches in words of the log', steps.map(stepOf).join('\n'))}\n${told}`;
}

function stepOf({ engine, query, hits, complete, error }: SearchStep): string {
  const found =
    hits.length === 0
      ? 'nothing'
      : hits
          .slice(0, 10)
          .map((hit) => `#${hit}`)
          .join(', ');
  return line(`- ${engine} "${query}": ${found}${complete ? '' : ` (NOT COMPLETE: ${error ?? 'no reason given'})`}`);
}

function candidatesOf({ ranked }: Findings): string {
  const near = toCandidates(ranked).slice(0, MOST_CANDIDATES);
  if (near.length === 0) return 'None.';
  const lines = near.map(({ number, state, title, score, reasons }) =>
    line(`#${number} (${state}, ${score} of 100): ${title}; they ${reasons.join(', ')}`),
  );
  return untrusted('titles of issues', lines.join('\n'));
}

function pullsOf({ pulls }: Findings): string {
  if (pulls.length === 0) return 'None.';
  const lines = pulls
    .slice(0, MOST_PULLS)
    .map(({ number, title, state, mergedAt, reasons }) =>
      line(`#${number} (${mergedAt === null ? state : `merged ${mergedAt}`}): ${title}; it ${reasons.join(', ')}`),
    );
  return untrusted('titles of pull requests', lines.join('\n'));
}

function suspectsOf({ suspects, suspectsNote }: Suspected): string {
  const lines = suspects.map(({ pull, sha, title, at, reason }) =>
    line(`${pull === null ? (sha ?? '') : `#${pull}`} (${at}): ${title}; ${reason}`),
  );
  const shown = lines.length === 0 ? 'None.' : untrusted('titles of changes', lines.join('\n'));
  return suspectsNote === '' ? shown : `${shown}\n${untrusted('what limits this list', line(suspectsNote))}`;
}

function settledOf({ known, nearest }: Findings): string {
  if (known !== null) {
    return `#${known.issue} is the target, whatever you report: write about what is new, and answer update with ${known.issue}.\n${untrusted('why it is the target', line(known.because))}`;
  }
  if (nearest === null) return 'Nothing: rules found no issue that is surely the same.';
  return `Nothing. Rules would take #${nearest.issue}: check it.\n${untrusted('why rules would take it', line(nearest.because))}`;
}

function line(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.length <= LONGEST_LINE ? flat : `${flat.slice(0, LONGEST_LINE).toWellFormed()} …`;
}
