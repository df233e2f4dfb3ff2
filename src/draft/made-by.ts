import type { Paragraph } from 'mdast';
import type { DraftInput } from './input.ts';
import { small, text } from './markdown.ts';
import { inertNodes } from './sanitise.ts';

/**
 * Who drafted this, in which run, and which priority it had in that run and why: the last line that people see. It stays
 * when a later run raises the priority, as the title does.
 */
export function madeBy({ investigation, run, priority, assessment }: DraftInput): Paragraph {
  const rules = assessment.rules.map((rule) => rule.replace(/^P[0-3]: /, ''));
  const because = rules.length === 0 ? '' : `, ${rules.join('; ')}`;
  return small(
    text(`Drafted by ${authorOf(investigation)} · run ${run.id} · priority in that run: ${priority}`),
    ...inertNodes(because),
  );
}

/** `rules`, `rules, since Claude wrote no report`, `claude-sonnet-5-5 (investigator/v1)`, `a model in cursor 2.1 (MCP)`. */
function authorOf({ investigator, agent, instead, client }: DraftInput['investigation']): string {
  if (investigator === 'client') return `a model in ${client ?? 'a client'} (MCP)`;
  if (investigator === 'claude' && agent !== null) return `${agent.model} (${agent.prompt})`;
  return instead === null ? investigator : `${investigator}, since Claude wrote no report`;
}
