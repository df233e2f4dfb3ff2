import type { BlockContent, PhrasingContent } from 'mdast';
import { capitalised, formatMinute } from '../wording/words.ts';
import { type AllowedLinks, allowedLinksOf } from './allowed-links.ts';
import type { DraftInput } from './input.ts';
import { link, list, paragraph, strong, text } from './markdown.ts';
import { proseLine } from './prose.ts';
import { inertNodes, sanitiseInline } from './sanitise.ts';
import { searchedLine } from './searched.ts';

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
      ...[...new Set(decision.reasons)].flatMap((reason) => [
        text(' '),
        ...inertNodes(capitalised(reason.replace(/\.$/, ''))),
        text('.'),
      ]),
    ),
  ];
}
