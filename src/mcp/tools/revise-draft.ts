import { z } from 'zod';
import { sanitiseInline } from '../../draft/sanitise.ts';
import { Priority } from '../../model/assessment.ts';
import { UsageError } from '../../model/errors.ts';
import { editDraft } from '../../review/edit.ts';
import { requireDraft } from '../../review/require-draft.ts';
import { unbackedClaims } from '../../review/unbacked.ts';
import { refreshRun } from '../../triage/refresh-run.ts';
import { draftArgument, seenArgument } from '../inputs.ts';
import { liveDeps } from '../live-deps.ts';
import { doesWords, shortLine, titleLines } from '../shown.ts';
import { defineTool } from '../tool.ts';

export const reviseDraftTool = defineTool({
  name: 'revise_draft',
  title: 'Revise a draft',
  description:
    'Changes title or labels of a draft, and its priority or target once the person says yes. It waits for review again. For other words call propose_draft again: code checks them there.',
  effect: 'keeps',
  input: z.strictObject({
    draft: draftArgument,
    seen: seenArgument,
    title: z.string().min(1).max(256).optional(),
    labels: z.array(z.string().min(1).max(50)).max(10).optional(),
    priority: Priority.optional(),
    target: z
      .union([z.int().positive(), z.literal('new')])
      .optional()
      .describe('Another issue, or "new".'),
  }),
  output: z.object({
    draft: z.string(),
    status: z.string(),
    hash: z.string(),
    does: z.string(),
    title: z.string(),
    labels: z.array(z.string()),
    unbacked: z.array(z.string()),
  }),
  async run({ draft: id, seen, title, labels, priority, target }, scene) {
    const { deps, store, asked } = scene;
    const draft = await requireDraft(store, id);
    const acts = [
      ...(priority === undefined ? [] : [`give it priority ${priority} instead of ${draft.priority}`]),
      ...(target === undefined ? [] : [target === 'new' ? 'make a new issue of it' : `take #${target} for its issue`]),
    ];
    let isOff = false;
    if (acts.length > 0) {
      const about = JSON.stringify(['revise', id, seen, priority, target, title, labels]);
      const answer = asked(about);
      if (answer === 'cannot be asked') {
        throw new UsageError(
          `Priority and target are for a person to change, and this client has no way to ask one. They do it with: log-gardener review, or log-gardener drafts edit ${id}. Title and labels you can change.`,
        );
      }
      if (answer === 'not yet') {
        const beside = [
          ...(title === undefined ? [] : [`Its new title: ${shortLine(title)}`]),
          ...(labels === undefined ? [] : [`Its new labels: ${shortLine(labels.join(', '))}`]),
        ];
        const ask = [`Draft ${id}: ${acts.join(' and ')}?`, ...titleLines(draft), ...beside].join('\n');
        return { ask, about };
      }
      isOff = answer === 'no';
    }
    const request = {
      seen,
      ...(title !== undefined && { title: sanitiseInline(title) }),
      ...(labels !== undefined && { labels: labels.map((label) => sanitiseInline(label)) }),
      ...(priority !== undefined && { priority }),
      ...(target !== undefined && { target }),
    };
    const edited = isOff ? draft : await editDraft(id, request, { ...liveDeps(scene), isUnasked: acts.length === 0 });
    if (!isOff) {
      await refreshRun(edited.run, { store, worklogDir: deps.worklogDir }, deps.now());
    }
    const unbacked = (await unbackedClaims(edited, liveDeps(scene))) ?? [];
    const does = shortLine(doesWords(edited));
    const head = isOff ? 'The person does not want that; nothing was changed.' : `Draft ${id} would ${does}.`;
    return {
      text: [head, ...unbacked.map(({ text }) => `Nothing backs "${shortLine(text)}".`)].join('\n'),
      data: {
        draft: id,
        status: edited.state.status,
        hash: edited.hash,
        does,
        title: shortLine(edited.title),
        labels: edited.content.labels,
        unbacked: unbacked.map(({ text }) => shortLine(text)),
      },
    };
  },
});
