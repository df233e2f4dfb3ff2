import { plainLine } from '../draft/one-line.ts';
import { missingOf } from '../triage/explain-missing.ts';
import type { Explanation } from '../triage/explanation.ts';
import { issueName } from '../wording/issue-name.ts';
import { severityWords } from '../wording/severities.ts';
import { thrownText } from '../wording/thrown.ts';
import { count, formatMinute, formatNumber, formatSpan } from '../wording/words.ts';
import { entryLines, evidenceLines } from './explain-entries.ts';
import { onePatternLines, patternLines, shortRule } from './explain-patterns.ts';
import { bullets, wrap } from './wrap.ts';

/** An explanation for people, the answer first: at most `width` cells wide, ending in a line break. */
export function explanationText(explanation: Explanation, width: number): string {
  const sections = [
    headLines(explanation, width),
    askedLines(explanation, width),
    priorityLines(explanation, width),
    outcomeLines(explanation, width),
    clusterLines(explanation, width),
    patternLines(explanation, width),
    evidenceLines(explanation.evidence, width),
    entryLines(explanation, width),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headLines(explanation: Explanation, width: number): string[] {
  const { priority, title, firstSeen, lastSeen, patterns, fingerprint, from, collected } = explanation;
  const rest = '    ';
  const counted = count(explanation.count, 'entry', 'entries');
  const entries = patterns.length === 1 ? counted : `${counted} in ${count(patterns.length, 'pattern')}`;
  const where =
    from.kind === 'run'
      ? `run ${from.id} (${formatMinute(from.startedAt)})`
      : `${sourcesInShort(from.sources)} at ${from.minSeverity} or above`;
  const lines = [
    `${entries}, ${severityWords(explanation)}, ${formatSpan(firstSeen, lastSeen)}`,
    `${fingerprint} in ${where}`,
    ...missingOf(collected),
  ];
  return [
    ...wrap(plainLine(title), { width, first: `${priority}  `, rest }),
    ...lines.flatMap((line) => wrap(plainLine(line), { width, first: rest })),
  ];
}

/** A folder may hold thousands of files. */
const MOST_SOURCES = 3;

function sourcesInShort(sources: readonly string[]): string {
  const left = sources.length - MOST_SOURCES;
  return [...sources.slice(0, MOST_SOURCES), ...(left > 0 ? [`${formatNumber(left)} more`] : [])].join(', ');
}

/** The answer for one pattern: what it is, and why it is here. */
function askedLines({ asked, patterns, root }: Explanation, width: number): string[] {
  const index = patterns.findIndex(({ fingerprint }) => fingerprint === asked);
  const pattern = patterns[index];
  if (pattern === undefined) return [];
  const because = pattern.rules.length > 0 ? pattern.rules : ['the run did not record which rule put it here'];
  return [
    ...wrap(`${pattern.fingerprint} is pattern ${index + 1} of these ${patterns.length}:`, { width }),
    ...wrap(plainLine(pattern.text), { width, first: '    ', most: 3 }),
    ...bullets(
      because.map((rule) => shortRule(rule, root.cause)),
      width,
    ),
  ];
}

function priorityLines({ priority, basePriority, priorityRules, decision, components }: Explanation, width: number) {
  const rules = priorityRules.map((rule) => (rule.startsWith(`${priority}: `) ? rule.slice(4) : rule));
  const verdict = priority === basePriority ? [] : (decision?.verdict?.reasons ?? []);
  const touched = components.map(({ name, importance, because }) => `touches ${name} (${importance}; ${because})`);
  const said = touched.filter((line, index) => !rules.some((rule) => rule.includes(components[index]?.name ?? line)));
  return [`Why ${priority}`, ...bullets([...rules, ...verdict, ...said], width)];
}

function outcomeLines(explanation: Explanation, width: number): string[] {
  const { from, outcome, issue, repository, routedBy, decision, draft, error } = explanation;
  if (from.kind === 'files') return [];
  const lines = [
    [outcome ?? '', issue === null ? '' : issueName(issue.number, issue.repository), issue?.url ?? '']
      .filter(Boolean)
      .join(' '),
  ];
  if (repository !== undefined) lines.push(`kept in ${repository}, for ${routedBy}`);
  if (error !== null) lines.push(`it failed: ${error}`);
  if (draft) {
    const { state } = draft;
    const note =
      state.status === 'rejected' ? `: ${state.reason}` : state.status === 'failed' ? `: ${state.error}` : '';
    lines.push(`draft ${draft.id} (${state.status}${note}): ${draft.title}`);
  }
  return ['What became of it', ...bullets([...lines, ...(decision?.reasons ?? [])], width)];
}

function clusterLines({ patterns, root, rules }: Explanation, width: number): string[] {
  const [only, ...others] = patterns;
  const lines =
    only !== undefined && others.length === 0
      ? [
          'Why it is one problem',
          ...wrap('All entries fit one pattern, and nothing tied another one to it:', { width, first: '  ' }),
          ...onePatternLines(only, width),
        ]
      : [
          `Why these ${patterns.length} patterns are one problem`,
          ...wrap(`Pattern 1 is the root: ${root.because}.`, { width, first: '  ' }),
        ];
  if (root.cause !== null) {
    const cause = plainLine(`Root cause: ${thrownText(root.cause)}`);
    lines.push(...wrap(cause, { width, first: '  ', rest: '    ', most: 4 }));
  }
  // Those that are known by pattern stand with their patterns.
  const unplaced = rules.filter((rule) => rule.patterns.length === 0).map(({ rule }) => rule);
  return [...lines, ...bullets(unplaced, width)];
}
