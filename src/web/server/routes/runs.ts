import { Hono } from 'hono';
import { countWaiting, listDraftsToPost } from '../../../store/draft-pages.ts';
import { getDraft } from '../../../store/drafts.ts';
import { getTranscript, hasTranscript } from '../../../store/transcripts.ts';
import type { RunRow } from '../../views.ts';
import type { RouteDeps } from '../deps.ts';
import { findCluster, findRun, notFound } from '../find.ts';
import { postedRow } from '../posted-row.ts';
import { showDraft } from '../show-draft.ts';
import { clusterView } from '../views/cluster-view.ts';
import { runView } from '../views/run-view.ts';
import { transcriptView } from '../views/transcript-view.ts';

/** Runs, their clusters, and what sub-agents did: and posting what is approved of one. */
export function runRoutes({ review, acts, runs, runList, findUnbacked }: RouteDeps) {
  const { store } = review;
  return new Hono()
    .get('/', async (context) => {
      const waiting = await countWaiting(store);
      const rows = (await runList.read()).map(
        ({ updatedAt: _, ...head }): RunRow => ({ ...head, waiting: waiting.get(head.id) ?? 0 }),
      );
      return context.json({ runs: rows });
    })
    .get('/:run', async (context) => context.json(runView(await findRun(runs, context.req.param('run')))))
    .get('/:run/clusters/:fingerprint', async (context) => {
      const run = await findRun(runs, context.req.param('run'));
      const one = findCluster(run, context.req.param('fingerprint'));
      const draft = one.draft && (await getDraft(store, one.draft.id));
      const view = clusterView(run, one, {
        draft: draft && (await showDraft(draft, { review, runs, findUnbacked })),
        hasTranscript: await hasTranscript(store, { run: run.id, fingerprint: one.cluster.fingerprint }),
      });
      return context.json(view);
    })
    .get('/:run/clusters/:fingerprint/transcript', async (context) => {
      const { run, fingerprint } = context.req.param();
      const transcript = await getTranscript(store, { run, fingerprint });
      if (transcript === null) throw notFound('No sub-agent was asked about this cluster in this run.');
      return context.json(transcriptView(transcript));
    })
    .post('/:run/post', async (context) => {
      const { id } = await findRun(runs, context.req.param('run'));
      const outcomes = await acts.post(await listDraftsToPost(store, id));
      return context.json({ outcomes: outcomes.map(postedRow) });
    });
}
