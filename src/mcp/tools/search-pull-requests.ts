import { z } from 'zod';
import { findCluster } from '../find.ts';
import { clusterArgument, runArgument } from '../inputs.ts';
import { defineTool } from '../tool.ts';
import { callFor } from '../tool-call.ts';

export const searchPullRequestsTool = defineTool({
  name: 'search_pull_requests',
  title: 'Search pull requests',
  description:
    'Pull requests of the repository, open, merged or closed, best match first. Use it to find the fix of a problem or the change that brought it.',
  effect: 'looks',
  input: z.strictObject({
    cluster: clusterArgument,
    run: runArgument,
    query: z.string().min(1).max(1000).describe('Two to five rare words, no filters.'),
    by: z.enum(['words', 'phrase']).default('words'),
  }),
  output: z.object({
    complete: z.boolean(),
    error: z.string().nullable(),
    found: z.array(z.int()),
    answer: z.string(),
  }),
  async run({ cluster: asked, run: id, query, by }, scene) {
    const { store, investigations } = scene;
    const { run, triaged } = await investigations.settle(await findCluster(store, asked, id), store);
    const { toolbox, backing } = await investigations.of({ run, triaged }, store);
    const text = await callFor('search_pull_requests', { query, by }, { run, triaged, toolbox, backing }, scene);
    const searched = await toolbox.lookForPullRequests(query, by);
    if (searched === null) throw new Error('a search that was answered is not written down');
    const { complete, error, hits } = searched.step;
    return { text, data: { complete, error, found: [...hits], answer: text } };
  },
});
