import { z } from 'zod';
import { untrusted } from '../../investigate/tools/untrusted.ts';
import { listDrafts } from '../../store/drafts.ts';
import { lastRun } from '../../store/runs.ts';
import { count } from '../../wording/words.ts';
import { pageArgument } from '../inputs.ts';
import { pageOf } from '../page.ts';
import { doesWords, shortLine } from '../shown.ts';
import { defineTool } from '../tool.ts';

const PER_PAGE = 20;

export const listDraftsTool = defineTool({
  name: 'list_drafts',
  title: 'List drafts',
  description:
    'Proposed GitHub changes, what each would do and how it stands; those of the newest run unless run says otherwise.',
  effect: 'reads',
  input: z.strictObject({
    run: z.string().min(1).max(64).optional().describe('Run id, or "all".'),
    status: z.enum(['pending', 'approved', 'posting', 'posted', 'rejected', 'failed']).optional(),
    page: pageArgument,
  }),
  output: z.object({
    total: z.int(),
    drafts: z.array(
      z.object({
        id: z.string(),
        cluster: z.string(),
        priority: z.string(),
        status: z.string(),
        does: z.string(),
        title: z.string(),
      }),
    ),
    next: z.int().nullable(),
  }),
  async run({ run, status, page }, { store }) {
    const meant = run ?? (await lastRun(store))?.id ?? 'all';
    const found = await listDrafts(store, { ...(meant !== 'all' && { run: meant }), ...(status && { status }) });
    const { items, next } = pageOf(found, page, PER_PAGE);
    const drafts = items.map((draft) => ({
      id: draft.id,
      cluster: draft.fingerprint,
      priority: draft.priority,
      status: draft.state.status,
      does: shortLine(doesWords(draft)),
      title: shortLine(draft.title),
    }));
    const of = meant === 'all' ? 'of all runs' : `of run ${meant}`;
    const lines = drafts.map((one) => `${one.id} ${one.priority} ${one.status}: ${one.does}: ${one.title}`);
    const list = lines.length === 0 ? '' : `\n${untrusted('titles in words of the log', lines.join('\n'))}`;
    const more = next === null ? '' : `\nMore: page ${next}.`;
    return {
      text: `${count(found.length, 'draft')} ${of}.${list}${more}`,
      data: { total: found.length, drafts, next },
    };
  },
});
