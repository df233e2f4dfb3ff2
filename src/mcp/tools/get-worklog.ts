import { z } from 'zod';
import { untrusted } from '../../investigate/tools/untrusted.ts';
import type { Run } from '../../model/run.ts';
import { RECORD_MARK } from '../../worklog/record.ts';
import { renderWorklog } from '../../worklog/render.ts';
import { worklogPath } from '../../worklog/write.ts';
import { findRun } from '../find.ts';
import { pageArgument, runArgument } from '../inputs.ts';
import { textPage } from '../page.ts';
import { defineTool } from '../tool.ts';

export const getWorklogTool = defineTool({
  name: 'get_worklog',
  title: 'Get a worklog',
  description:
    'The Markdown record of a run: summary, each problem, risk, recommendations, next steps, what was done and why. Use it to report to people.',
  effect: 'reads',
  input: z.strictObject({ run: runArgument, page: pageArgument }),
  output: z.object({
    run: z.string(),
    status: z.string(),
    path: z.string(),
    markdown: z.string(),
    next: z.int().nullable(),
  }),
  async run({ run: id, page }, { store, deps }) {
    const run = await findRun(store, id);
    const { text, next } = textPage(markdownOf(run), page);
    const path = worklogPath(deps.worklogDir, run);
    const more = next === null ? '' : `\nMore: page ${next}.`;
    return {
      text: `${marked(run, text)}${more}`,
      data: { run: run.id, status: run.status, path, markdown: text, next },
    };
  },
});

/** All of it, marked as what holds words of strangers. */
export function worklogText(run: Run): string {
  return marked(run, markdownOf(run));
}

function marked({ id, status }: Run, text: string): string {
  return `Worklog of run ${id} (${status}).\n${untrusted('worklog, with words of the log and of issues', text)}`;
}

/** Without the record for programs, which is many times as long. */
function markdownOf(run: Run): string {
  const markdown = renderWorklog(run);
  const record = markdown.lastIndexOf(`<!-- ${RECORD_MARK}`);
  return record === -1 ? markdown : markdown.slice(0, record).trimEnd();
}
