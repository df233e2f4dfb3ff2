import type { Paragraph } from 'mdast';
import type { DraftInput } from './input.ts';
import { small, text } from './markdown.ts';
import { inertNodes } from './sanitise.ts';

/** Who drafted this, in which run, and why it has this priority: the last line that people see. */
export function madeBy({ investigation, run, priority, assessment }: DraftInput): Paragraph {
  const rules = assessment.rules.map((rule) => rule.replace(/^P[0-3]: /, ''));
  const because = rules.length === 0 ? '' : `, ${rules.join('; ')}`;
  return small(
    text(`Drafted by ${investigation.investigator} · run ${run.id} · priority: ${priority}`),
    ...inertNodes(because),
  );
}
