import { z } from 'zod';
import { untrusted } from '../../investigate/tools/untrusted.ts';
import { requireDraft } from '../../review/require-draft.ts';
import { unbackedClaims } from '../../review/unbacked.ts';
import { draftText } from '../draft-text.ts';
import { draftArgument, pageArgument } from '../inputs.ts';
import { liveDeps } from '../live-deps.ts';
import { textPage } from '../page.ts';
import { doesWords, shortLine, stateReason } from '../shown.ts';
import { defineTool, type Scene } from '../tool.ts';

export const getDraftTool = defineTool({
  name: 'get_draft',
  title: 'Get a draft',
  description:
    'One draft word for word: what it would post, its content hash, and the claims in it that nothing backs. Look at it before post_draft.',
  effect: 'reads',
  input: z.strictObject({ draft: draftArgument.describe('Draft id.'), page: pageArgument }),
  output: z.object({
    id: z.string(),
    run: z.string(),
    cluster: z.string(),
    priority: z.string(),
    status: z.string(),
    because: z.string().nullable(),
    does: z.string(),
    title: z.string(),
    labels: z.array(z.string()),
    hash: z.string(),
    unbacked: z.array(z.string()),
    markdown: z.string(),
    next: z.int().nullable(),
  }),
  run: ({ draft, page }, scene) => draftAnswer(draft, page, scene),
});

/** A page of a draft, or the whole. @throws UsageError where there is none */
export async function draftAnswer(
  id: string,
  page: number | 'whole',
  scene: Pick<Scene, 'deps' | 'store' | 'redactor'>,
) {
  const draft = await requireDraft(scene.store, id);
  const whole = draftText(draft.content);
  const { text, next } = page === 'whole' ? { text: whole, next: null } : textPage(whole, page);
  const unbacked = ((await unbackedClaims(draft, liveDeps(scene))) ?? []).map(({ text }) => shortLine(text));
  const because = stateReason(draft.state);
  const data = {
    id: draft.id,
    run: draft.run,
    cluster: draft.fingerprint,
    priority: draft.priority,
    status: draft.state.status,
    because,
    does: shortLine(doesWords(draft)),
    title: shortLine(draft.title),
    labels: draft.content.labels,
    hash: draft.hash,
    unbacked,
    markdown: text,
    next,
  };
  const head = `Draft ${draft.id} (${draft.state.status}), hash ${draft.hash.slice(0, 12)}: would ${data.does}.`;
  const said = [
    ...(because === null ? [] : [`${draft.state.status}: ${shortLine(because)}`]),
    ...(unbacked.length === 0 ? [] : [`Nothing backs: ${unbacked.map((one) => `"${one}"`).join(', ')}.`]),
    data.title,
  ];
  const more = next === null ? '' : `\nMore: page ${next}.`;
  const shown = untrusted('draft, with words of the log and of issues', `${said.join('\n')}\n\n${text}`);
  return { text: `${head}\n${shown}${more}`, data };
}
