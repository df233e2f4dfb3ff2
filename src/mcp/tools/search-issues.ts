import { z } from 'zod';
import { findCluster } from '../find.ts';
import { clusterArgument, detailArgument, runArgument } from '../inputs.ts';
import { defineTool } from '../tool.ts';
import { callFor } from '../tool-call.ts';

export const searchIssuesTool = defineTool({
  name: 'search_issues',
  title: 'Search issues',
  description:
    'Issues of the repository, open and closed, nearest to this cluster first. Search before propose_draft: first the exact error as a phrase, then its rarest names, then meaning. Empty and failed differ: see complete. detailed adds the beginning of each body.',
  effect: 'looks',
  input: z.strictObject({
    cluster: clusterArgument,
    run: runArgument,
    query: z.string().min(1).max(1000).describe('Two to five rare words, no filters.'),
    by: z.enum(['words', 'phrase', 'meaning']).default('words'),
    detail: detailArgument,
  }),
  output: z.object({
    complete: z.boolean(),
    answeredBy: z.string().nullable(),
    error: z.string().nullable(),
    found: z.array(z.int()),
    answer: z.string(),
  }),
  async run({ cluster: asked, run: id, query, by, detail }, scene) {
    const { store, investigations } = scene;
    const { run, triaged } = await investigations.settle(await findCluster(store, asked, id), store);
    const { toolbox, backing } = await investigations.of({ run, triaged }, store);
    const args = { query, by, detail };
    const text = await callFor('search_issues', args, { run, triaged, toolbox, backing }, scene);
    // Asked again it answers from memory: this is what was written down of it.
    const searched = await toolbox.lookForIssues(query, by);
    if (searched === null) throw new Error('a search that was answered is not written down');
    const { complete, answeredBy, error, hits } = searched.step;
    return { text, data: { complete, answeredBy, error, found: [...hits], answer: text } };
  },
});
