import { z } from 'zod';
import { findCluster } from '../find.ts';
import { clusterArgument, detailArgument, pageArgument, runArgument } from '../inputs.ts';
import { shortLine } from '../shown.ts';
import { defineTool } from '../tool.ts';
import { callFor } from '../tool-call.ts';

export const getIssueTool = defineTool({
  name: 'get_issue',
  title: 'Get an issue',
  description:
    'One issue of the repository: state, fix, verdict (what code would make of it for this cluster), body and comments, newest first. Read every candidate before you propose: titles mislead.',
  effect: 'looks',
  input: z.strictObject({
    number: z.int().min(1).max(2_147_483_647),
    cluster: clusterArgument,
    run: runArgument,
    detail: detailArgument,
    page: pageArgument,
  }),
  output: z.object({
    number: z.int(),
    title: z.string(),
    state: z.string(),
    url: z.string(),
    answer: z.string(),
    next: z.int().nullable(),
  }),
  async run({ number, cluster: asked, run: id, detail, page }, scene) {
    const { store, investigations } = scene;
    const { run, triaged } = await investigations.settle(await findCluster(store, asked, id), store);
    const { toolbox, backing } = await investigations.of({ run, triaged }, store);
    const text = await callFor('get_issue', { number, page, detail }, { run, triaged, toolbox, backing }, scene);
    const issue = await toolbox.getIssue(number);
    if (issue === null || issue === 'unread') throw new Error(`issue #${number} was read, and is not there`);
    const { title, state, url } = issue;
    const next = /\nMore: get_issue \d+, page \d+(?:, detailed)?\.$/.test(text) ? page + 1 : null;
    return { text, data: { number, title: shortLine(title), state, url, answer: text, next } };
  },
});
