import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { redactOutgoing } from '../../../collect/redact-outgoing.ts';
import type { Draft } from '../../../model/draft.ts';
import { withMarkdown } from '../../../review/editable.ts';
import { readLive } from '../../../review/read-live.ts';
import { ApproveRequest, EditRequest, RejectRequest } from '../../../review/requests.ts';
import { countDrafts, pageDrafts, repositoriesOfRuns, Status } from '../../../store/draft-pages.ts';
import type { DraftPage } from '../../views.ts';
import type { RouteDeps } from '../deps.ts';
import { findDraft } from '../find.ts';
import { postedRow } from '../posted-row.ts';
import { showDraft } from '../show-draft.ts';
import { validBody, validQuery } from '../validated.ts';
import { draftRow, previewOf } from '../views/draft-view.ts';
import { noDrafts } from '../views/run-view.ts';

const MOST_ROWS = 100;

const PageQuery = z.strictObject({
  status: Status.optional(),
  query: z.string().max(200).optional(),
  /** `next` of the page before. */
  after: z.coerce.number().int().positive().optional(),
});

const SeenRequest = ApproveRequest.pick({ seen: true });

/** Drafts of all runs, and what a person can do with one. Every act answers with the draft as it is now. */
export function draftRoutes({ review, acts, runs, findUnbacked }: RouteDeps) {
  const { store } = review;
  const show = async (draft: Draft) => ({ draft: await showDraft(draft, { review, runs, findUnbacked }) });
  /** The draft that the address names is there. */
  const named = async (context: Context): Promise<string> => (await findDraft(store, context.req.param('id') ?? '')).id;
  return new Hono()
    .get('/', validQuery(PageQuery), async (context) => {
      const { status = null, query: text = '', after = null } = context.req.valid('query');
      const found = { ...noDrafts(), ...Object.fromEntries(await countDrafts(store, text)) };
      const drafts = await pageDrafts(store, { status, text }, { after, most: MOST_ROWS + 1 });
      const last = drafts.length > MOST_ROWS ? drafts[MOST_ROWS - 1] : undefined;
      const shown = drafts.slice(0, MOST_ROWS).map(({ draft }) => draft);
      const owns = await repositoriesOfRuns(store, [...new Set(shown.map(({ run }) => run))]);
      const rows = shown.map((draft) => draftRow(draft, owns.get(draft.run) ?? null, review.config.issue.title));
      const page: DraftPage = { drafts: rows, next: last?.number ?? null, found };
      return context.json(page);
    })
    .get('/:id', async (context) => context.json(await show(await findDraft(store, context.req.param('id')))))
    .get('/:id/live', async (context) => context.json(await readLive(await named(context), review)))
    .post('/:id/edit', validBody(EditRequest), async (context) =>
      context.json(await show(await acts.edit(await named(context), context.req.valid('json')))),
    )
    .post('/:id/approve', validBody(ApproveRequest), async (context) =>
      context.json(await show(await acts.approve(await named(context), context.req.valid('json')))),
    )
    .post('/:id/reject', validBody(RejectRequest), async (context) =>
      context.json(await show(await acts.reject(await named(context), context.req.valid('json')))),
    )
    .post('/:id/undo', validBody(SeenRequest), async (context) =>
      context.json(await show(await acts.undo(await named(context), context.req.valid('json')))),
    )
    .post('/:id/restore', validBody(SeenRequest), async (context) =>
      context.json(await show(await acts.restore(await named(context), context.req.valid('json')))),
    )
    .post('/:id/post', async (context) => {
      const id = await named(context);
      const outcomes = await acts.post([id]);
      return context.json({ outcomes: outcomes.map(postedRow), ...(await show(await findDraft(store, id))) });
    });
}

const PreviewRequest = EditRequest.pick({ markdown: true })
  .required()
  .extend({ draft: z.string().max(200) });

/** What a text would look like on GitHub if it were saved as this draft's: evidence and secrets as saving makes them. */
export function previewRoutes({ review: { store, redactor } }: RouteDeps) {
  return new Hono().post('/', validBody(PreviewRequest), async (context) => {
    const { draft: id, markdown } = context.req.valid('json');
    const draft = await findDraft(store, id);
    const content = await withMarkdown(draft, draft.content, markdown, (text) => redactOutgoing(text, redactor));
    return context.json({ html: previewOf({ ...draft, content }).html });
  });
}
