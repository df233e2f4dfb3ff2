import { z } from 'zod';
import type { Report } from '../../model/report.ts';
import { inputSchemaOf, withNulls } from '../tools/input-schema.ts';

export const SUBMIT_REPORT = 'submit_report';

const LONGEST_TEXT = 4_000;
const MOST_RELATED = 5;
const prose = z.string().max(LONGEST_TEXT);

/** The report as a tool's arguments: flat, since strict schemas are slow with alternatives. */
export const Submission = z.object({
  decision: z.enum(['create', 'update', 'skip']),
  issue: z.int().nullable().describe('The number of the issue to update; null unless the decision is update.'),
  because: z.string().min(1).max(1_000).describe('One sentence: the evidence for the decision.'),
  impact: prose,
  currentBehaviour: prose,
  expectedBehaviour: prose,
  analysis: prose,
  nextAction: prose,
  related: z
    .array(z.strictObject({ number: z.int(), because: z.string().max(500) }))
    .describe(`At most ${MOST_RELATED} issues or pull requests worth a click, not the target.`),
});

const INPUT_SCHEMA = inputSchemaOf(Submission);

/** As the model is offered it. */
export const submitReportTool = {
  name: SUBMIT_REPORT,
  description: 'Ends the investigation with your report. Code checks it; what has to be mended comes back once.',
  inputSchema: INPUT_SCHEMA,
};

/** The report in the arguments of a call, or what is wrong with them. */
export function readSubmission(args: unknown): { readonly report: Report } | { readonly problem: string } {
  const read = Submission.safeParse(withNulls(args, INPUT_SCHEMA));
  if (!read.success) return { problem: z.prettifyError(read.error).replaceAll(/\s+/g, ' ') };
  const { decision: action, issue, because, related, ...said } = read.data;
  if (action === 'update' && issue === null) return { problem: 'decision is update, but issue is null.' };
  const decision: Report['decision'] =
    action === 'update' && issue !== null
      ? { action: 'update', issue, because }
      : { action: action === 'skip' ? 'skip' : 'create', because };
  const filled = [said.impact, said.currentBehaviour, said.nextAction].every((text) => text.trim() !== '');
  if (!filled) return { problem: 'impact, currentBehaviour and nextAction must say something.' };
  return { report: { decision, prose: said, related: related.slice(0, MOST_RELATED) } };
}
