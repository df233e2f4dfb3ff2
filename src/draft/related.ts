import type { BlockContent, PhrasingContent } from 'mdast';
import type { SearchStep } from '../model/report.ts';
import { type AllowedLinks, allowedLinksOf } from './allowed-links.ts';
import type { DraftInput } from './input.ts';
import { link, list, paragraph, strong, text } from './markdown.ts';
import { proseLine } from './prose.ts';
import { inertNodes, sanitiseInline } from './sanitise.ts';
import { count, formatMinute, joinWords } from './words.ts';

const MOST_RELATED = 10;

/** Issues, pull requests, runbooks and documents that belong to this, each with its reason; and what was searched. */
export function relatedNodes(input: DraftInput): BlockContent[] {
  const { report, search } = input.investigation;
  const allowed = allowedLinksOf(input);
  const items = [
    ...earlierIssue(input, allowed),
    ...report.related
      .slice(0, MOST_RELATED)
      .map(({ number, because }) => [text(`#${number} – `), ...proseLine(because, allowed)]),
    ...input.assessment.components
      .slice(0, MOST_RELATED)
      .flatMap(({ name, links }) =>
        links.map(({ title, url }) => [link(url, sanitiseInline(title)), text(' – '), ...inertNodes(name)]),
      ),
  ];
  const searched = searchedLine(search.steps);
  // Empty and failed are different answers.
  const whole = search.steps.length > 0 && search.steps.every((step) => step.complete);
  if (items.length === 0) return [...unverifiedNote(input), paragraph(whole ? `None found. ${searched}` : searched)];
  return [...unverifiedNote(input), list(items), paragraph(searched)];
}

/** A new issue about a closed one's problem says where the history is. */
function earlierIssue({ decision, investigation: { target } }: DraftInput, allowed: AllowedLinks): PhrasingContent[][] {
  if (decision.action !== 'create' || target === null || decision.verdict === null) return [];
  const { number, closedAt } = target.issue;
  const closed = closedAt === null ? '' : `, closed ${formatMinute(closedAt)}`;
  const reasons = decision.verdict.reasons.flatMap((reason) => [text('; '), ...proseLine(reason, allowed)]);
  return [[text(`#${number}${closed} – the same problem before`), ...reasons]];
}

/** A person who approves this has to know that nobody could look. */
function unverifiedNote({ decision }: DraftInput): BlockContent[] {
  if (decision.action !== 'unverified') return [];
  return [
    paragraph(
      strong('Not verified: an issue for this may exist.'),
      ...decision.reasons.flatMap((reason) => [text(' '), ...inertNodes(reason), text('.')]),
    ),
  ];
}

const ENGINES: readonly (readonly [SearchStep['engine'], string])[] = [
  ['marker', 'marker'],
  ['lexical', 'word query'],
  ['semantic', 'query by meaning'],
  ['pull-requests', 'pull request query'],
];

/** `Searched: marker (complete), 4 word queries (complete), 2 pull request queries (1 incomplete).` */
function searchedLine(steps: readonly SearchStep[]): string {
  if (steps.length === 0) return 'Nothing was searched.';
  const parts = ENGINES.flatMap(([engine, noun]) => {
    const asked = steps.filter((step) => step.engine === engine);
    if (asked.length === 0) return [];
    const failed = asked.filter((step) => !step.complete).length;
    const plural = noun.startsWith('query') ? 'queries by meaning' : noun.replace(/query$/, 'queries');
    const name = engine === 'marker' ? noun : count(asked.length, noun, plural);
    return [`${name} (${failed === 0 ? 'complete' : asked.length === 1 ? 'incomplete' : `${failed} incomplete`})`];
  });
  return `Searched: ${joinWords(parts)}.`;
}
