import type { BlockContent, RootContent } from 'mdast';
import { generateMarker } from '../github/marker.ts';
import type { AffectedComponent } from '../model/assessment.ts';
import { joinWords } from '../wording/words.ts';
import { allowedLinksOf } from './allowed-links.ts';
import { entryExample } from './entry-example.ts';
import { evidenceBlock } from './evidence.ts';
import type { DraftInput } from './input.ts';
import { madeBy } from './made-by.ts';
import { details, heading, list, paragraph, renderMarkdown, strong, text } from './markdown.ts';
import { otherPatterns } from './other-patterns.ts';
import { proseNodes } from './prose.ts';
import { relatedNodes } from './related.ts';
import { inertNodes } from './sanitise.ts';
import { stackFence } from './stack.ts';
import { technicalDetails } from './technical-details.ts';

/** GitHub refuses a body or comment that is longer, with 422. */
export const LONGEST_TEXT = 65_536;

/** The rest is room for the evidence to grow when it is edited in place. */
export const LONGEST_BODY = 60_000;

/** More components than these say that the whole service is meant. */
const MOST_COMPONENTS = 10;

/** What may be left out of a body that is too long, the largest and least needed first. */
const OPTIONAL = ['representative entry', 'root of the stack', 'other patterns', 'prose'] as const;
type Part = (typeof OPTIONAL)[number];

/** The body of a new issue, its marker included; never longer than 60,000 characters, and it says what is left out. */
export function issueBody(input: DraftInput): string {
  let body = '';
  for (let omitted = 0; omitted <= OPTIONAL.length; omitted++) {
    body = compose(input, OPTIONAL.slice(0, omitted));
    if (body.length <= LONGEST_BODY) break;
  }
  return body;
}

function compose(input: DraftInput, omitted: readonly Part[]): string {
  const { run, draftId, cluster } = input;
  const marker = generateMarker({ fingerprint: cluster.fingerprint, run: run.id, draft: draftId });
  const blocks = [
    renderMarkdown(beforeEvidence(input, omitted)),
    evidenceBlock(input),
    renderMarkdown(afterEvidence(input, omitted)),
    // After everything that was made safe: nothing above can hold a line like it.
    marker,
  ];
  return `${blocks.map((block) => block.trim()).join('\n\n')}\n`;
}

function beforeEvidence(input: DraftInput, omitted: readonly Part[]): RootContent[] {
  const { prose } = input.investigation.report;
  const say = (markdown: string): BlockContent[] =>
    omitted.includes('prose') ? [paragraph('… (cut)')] : proseNodes(markdown, allowedLinksOf(input));
  return [
    heading(2, 'Impact'),
    ...say(prose.impact),
    ...componentList(input.assessment.components),
    heading(2, 'Current behaviour'),
    ...say(prose.currentBehaviour),
    heading(2, 'Expected behaviour'),
    ...say(prose.expectedBehaviour),
    heading(2, 'Evidence'),
  ];
}

function afterEvidence(input: DraftInput, omitted: readonly Part[]): RootContent[] {
  const { cluster, config, investigation } = input;
  const root = cluster.patterns[0];
  const stack = stackFence(cluster.rootCause, config.sourceRoots);
  const optional = (part: Part, nodes: RootContent[]): RootContent[] => (omitted.includes(part) ? [] : nodes);
  return [
    ...optional(
      'representative entry',
      root === undefined ? [] : details('Representative entry', [entryExample(root.example)]),
    ),
    ...optional('root of the stack', stack === null ? [] : details('Root of the stack', [stack])),
    ...optional('other patterns', otherPatterns(cluster)),
    heading(2, 'Technical details'),
    ...technicalDetails(input),
    heading(2, 'Related'),
    ...relatedNodes(input),
    heading(2, 'Next action'),
    ...proseNodes(investigation.report.prose.nextAction, allowedLinksOf(input)),
    ...(omitted.length === 0 ? [] : [paragraph(`Left out to stay below 60,000 characters: ${joinWords(omitted)}.`)]),
    madeBy(input),
  ];
}

/** What is configured for the parts of the product that this touches, word for word. */
function componentList(components: readonly AffectedComponent[]): BlockContent[] {
  if (components.length === 0) return [];
  return [
    list(
      components
        .slice(0, MOST_COMPONENTS)
        .map(({ name, importance, journey, owner, revenue, because }) => [
          strong(...inertNodes(name)),
          text(` (${importance}): `),
          ...inertNodes(because),
          ...(journey === null ? [] : [text('; journey: '), ...inertNodes(journey)]),
          ...(owner === null ? [] : [text('; owner: '), ...inertNodes(owner)]),
          ...(revenue === null ? [] : [text('; revenue, as configured: '), ...inertNodes(revenue)]),
        ]),
    ),
  ];
}
