import { z } from 'zod';
import { untrusted } from '../../investigate/tools/untrusted.ts';
import { collectRun } from '../../triage/collect-run.ts';
import { count } from '../../wording/words.ts';
import { runDeps } from '../run-deps.ts';
import { clusterLine, ShownCluster, ShownRun, showCluster, showRun } from '../shown.ts';
import { defineTool } from '../tool.ts';
import { tellProgress } from '../triage-progress.ts';
import { depsFor, lookBack, readingOf, whatToRead } from '../what-to-read.ts';

const MOST_SHOWN = 20;

export const collectLogsTool = defineTool({
  name: 'collect_logs',
  title: 'Collect logs',
  description:
    'Reads a window of logs (Cloud Logging, or files), redacts them and groups them into clusters: makes a run for you to investigate. Asks neither GitHub nor a model, posts nothing. Default window: that of the config.',
  effect: 'keeps',
  input: z.strictObject(whatToRead),
  output: z.object({ run: ShownRun, total: z.int(), clusters: z.array(ShownCluster) }),
  async run(asked, { deps: forAll, store, signal, onProgress }) {
    const deps = depsFor(asked.service, forAll);
    const { selection, now, ...reading } = await readingOf(asked, deps);
    const { config } = deps;
    const window = reading.window ?? (selection === null ? null : lookBack(now, deps));
    const onEvent = tellProgress(onProgress);
    const onNote = (text: string): void => onEvent({ kind: 'note', text });
    const { minSeverity } = reading;
    const run = await collectRun(
      {
        ...reading,
        window,
        project: selection?.project ?? asked.project ?? config.project,
        service: selection?.service ?? asked.service ?? config.service,
        filter: selection?.filter ?? '',
        repository: config.repository,
      },
      {
        ...runDeps(deps),
        store,
        ...(selection && {
          openLogging: () =>
            deps.openLogging({ purpose: 'mcp', selection, minSeverity, config, window, now, onNote }, store),
        }),
        onEvent,
        signal,
      },
    );
    const shown = run.clusters.slice(0, MOST_SHOWN);
    const { read, kept, malformed, truncated } = run.collected;
    const missing = [
      ...(truncated === null ? [] : [`Not all was read: ${truncated}.`]),
      ...(malformed === 0 ? [] : [`${count(malformed, 'malformed line')} left out.`]),
    ];
    const head = `Run ${run.id}: read ${count(read, 'entry', 'entries')}, kept ${kept}: ${count(run.clusters.length, 'cluster')}.`;
    const lines = untrusted('titles in words of the log', shown.map(clusterLine).join('\n'));
    const more = shown.length < run.clusters.length ? ['More: list_clusters, page 2.'] : [];
    return {
      text: [head, ...missing, ...(shown.length === 0 ? [] : [lines]), ...more].join('\n'),
      data: { run: showRun(run), total: run.clusters.length, clusters: shown.map(showCluster) },
    };
  },
});
