import { z } from 'zod';
import { untrusted } from '../../investigate/tools/untrusted.ts';
import { PRIORITIES, Priority } from '../../model/assessment.ts';
import { count } from '../../wording/words.ts';
import { findRun } from '../find.ts';
import { detailArgument, pageArgument, runArgument } from '../inputs.ts';
import { pageOf } from '../page.ts';
import { clusterLine, ShownCluster, ShownRun, showCluster, showRun } from '../shown.ts';
import { defineTool } from '../tool.ts';

const PER_PAGE = { concise: 20, detailed: 10 } as const;

export const listClustersTool = defineTool({
  name: 'list_clusters',
  title: 'List clusters',
  description:
    'The problems (clusters) of a run, most urgent first, with decision and draft. Start here after collect_logs or run_triage. detailed adds times, rules and components.',
  effect: 'reads',
  input: z.strictObject({
    run: runArgument,
    priority: Priority.optional().describe('Only this or more urgent.'),
    detail: detailArgument,
    page: pageArgument,
  }),
  output: z.object({
    run: ShownRun,
    total: z.int(),
    clusters: z.array(
      ShownCluster.extend({
        firstSeen: z.string().optional(),
        lastSeen: z.string().optional(),
        rules: z.array(z.string()).optional(),
        components: z.array(z.string()).optional(),
      }),
    ),
    next: z.int().nullable(),
  }),
  async run({ run: id, priority, detail, page }, { store }) {
    const run = await findRun(store, id);
    const least = PRIORITIES.indexOf(priority ?? 'P3');
    const meant = run.clusters.filter((one) => PRIORITIES.indexOf(one.priority) <= least);
    const { items, next } = pageOf(meant, page, PER_PAGE[detail]);
    const rows = items.map((triaged) => {
      const { facts } = triaged.cluster;
      const { rules, components } = triaged.assessment;
      return {
        ...showCluster(triaged),
        ...(detail === 'detailed' && {
          firstSeen: facts.firstSeen,
          lastSeen: facts.lastSeen,
          rules,
          components: components.map(({ name }) => name),
        }),
      };
    });
    const head = `Run ${run.id} (${run.status}), ${run.window.since} to ${run.window.until}: ${count(meant.length, 'cluster')}.`;
    const more = next === null ? '' : `\nMore: page ${next}.`;
    const lines =
      items.length === 0 ? '' : `\n${untrusted('titles in words of the log', items.map(clusterLine).join('\n'))}`;
    return {
      text: `${head}${lines}${more}`,
      data: { run: showRun(run), total: meant.length, clusters: rows, next },
    };
  },
});
