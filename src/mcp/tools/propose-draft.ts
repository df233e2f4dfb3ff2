import { z } from 'zod';
import { readSubmission, Submission } from '../../investigate/claude/submit-report.ts';
import { untrusted } from '../../investigate/tools/untrusted.ts';
import { UsageError } from '../../model/errors.ts';
import { requireDraft } from '../../review/require-draft.ts';
import { proposeDraft } from '../../triage/propose.ts';
import { findCluster } from '../find.ts';
import { clusterArgument, runArgument } from '../inputs.ts';
import { actionWords, doesWords, shortLine } from '../shown.ts';
import { defineTool } from '../tool.ts';

const { issue, related, ...said } = Submission.shape;

export const proposeDraftTool = defineTool({
  name: 'propose_draft',
  title: 'Propose a draft',
  description:
    'Hands in your report on a cluster. Code searches GitHub itself, has the last word on the target, checks every number and name against the evidence and keeps a draft for review; posts nothing. Answers with what nothing backs: mend that and propose again, it replaces the draft.',
  effect: 'keeps',
  input: z.strictObject({
    cluster: clusterArgument,
    run: runArgument,
    ...said,
    issue: issue.optional(),
    related: related.default([]),
  }),
  output: z.object({
    run: z.string(),
    decision: z.string(),
    reasons: z.array(z.string()),
    priority: z.string(),
    draft: z.string().nullable(),
    hash: z.string().nullable(),
    does: z.string().nullable(),
    unbacked: z.array(z.object({ text: z.string(), because: z.string() })),
    noticed: z.array(z.string()),
  }),
  async run({ cluster: asked, run: id, ...given }, scene) {
    const { deps, store, redactor, investigations, client } = scene;
    const { run, triaged } = await investigations.settle(await findCluster(store, asked, id), store);
    const submission = readSubmission({ ...given, issue: given.issue ?? null });
    if ('problem' in submission) throw new UsageError(`The report does not fit: ${submission.problem}`);
    const { backing, steps } = await investigations.of({ run, triaged }, store);
    const drafted = await proposeDraft(
      { run, triaged, report: submission.report, client, backing, steps: steps() },
      {
        ...deps,
        store,
        redactor,
        reach: await investigations.reach({ run, triaged }, store),
        unattended: deps.config.mcp.allowPosting,
      },
    );
    const { decision, priority, investigation } = drafted;
    const draft = drafted.draft && (await requireDraft(store, drafted.draft.id));
    const unbacked = (investigation?.claims ?? []).flatMap(({ text, because }) =>
      because === null ? [] : [{ text: shortLine(text), because: shortLine(because) }],
    );
    const noticed = (investigation?.restraint?.noticed ?? []).map(shortLine);
    const reasons = [...decision.reasons, ...(decision.verdict?.reasons ?? [])].map(shortLine);
    const does = draft && shortLine(doesWords(draft));
    const why = [
      `Decision: ${actionWords(decision)}: ${reasons.join('; ')}`,
      ...(noticed.length === 0 ? [] : [`Held back by code: ${noticed.join('; ')}`]),
      ...unbacked.map((one) => `Nothing backs "${one.text}": ${one.because}`),
    ];
    const lines = [
      draft === null
        ? `No draft: ${actionWords(decision)}.`
        : `Draft ${draft.id} (${draft.state.status}, ${priority}, hash ${draft.hash.slice(0, 12)}): would ${does}.`,
      untrusted('reasons and claims, with words of the log, of issues and of the report', why.join('\n')),
      unbacked.length === 0 ? 'Every claim is backed.' : 'Mend what nothing backs, and propose again.',
    ];
    return {
      text: lines.join('\n'),
      data: {
        run: run.id,
        decision: actionWords(decision),
        reasons,
        priority,
        draft: draft?.id ?? null,
        hash: draft?.hash ?? null,
        does,
        unbacked,
        noticed,
      },
    };
  },
});
