import { z } from 'zod';
import { untrusted } from '../../investigate/tools/untrusted.ts';
import { UsageError } from '../../model/errors.ts';
import { requirePrices } from '../../triage/choose-investigator.ts';
import { triage } from '../../triage/triage.ts';
import { count } from '../../wording/words.ts';
import { worklogPath } from '../../worklog/write.ts';
import { runDeps } from '../run-deps.ts';
import { clusterLine, ShownCluster, ShownRun, shortLine, showCluster, showRun } from '../shown.ts';
import { defineTool } from '../tool.ts';
import { tellProgress } from '../triage-progress.ts';
import { depsFor, readingOf, whatToRead } from '../what-to-read.ts';

const MOST_SHOWN = 20;

export const runTriageTool = defineTool({
  name: 'run_triage',
  title: 'Run a triage',
  description:
    'The whole run without you: logs → clusters → investigation by log-gardener’s own sub-agents or rules → drafts. Takes minutes, tells progress, can be cancelled. Drafts only, unless post is true and the config has mcp.allowPosting. To investigate yourself use collect_logs.',
  effect: 'keeps',
  input: z.strictObject({
    ...whatToRead,
    investigator: z.enum(['claude', 'rules']).optional().describe('Default: claude where a key is set.'),
    post: z.boolean().default(false),
  }),
  output: z.object({
    run: ShownRun,
    investigator: z.string(),
    worklog: z.string(),
    usd: z.number(),
    waiting: z.int(),
    warnings: z.array(z.string()),
    total: z.int(),
    clusters: z.array(ShownCluster),
  }),
  async run({ investigator: askedFor, post, ...asked }, scene) {
    const { store, signal, onProgress, investigations } = scene;
    const deps = depsFor(asked.service, scene.deps);
    const { config } = deps;
    if (post && !config.mcp.allowPosting) {
      throw new UsageError(
        'A run may post only where log-gardener.yaml has mcp.allowPosting: true. Leave post out: it drafts, and post_draft asks the person.',
      );
    }
    if (post && config.repository === '') throw new UsageError('post needs a repository: set it in log-gardener.yaml.');
    const { investigator, access } = deps.chooseInvestigator(askedFor);
    if (access !== null && config.limits.maxUsd !== null) requirePrices(config);
    const { selection, now, ...reading } = await readingOf(asked, deps);
    const { window, minSeverity } = reading;
    const onEvent = tellProgress(onProgress);
    const onNote = (text: string): void => onEvent({ kind: 'note', text });
    const run = await triage(
      {
        ...reading,
        project: selection?.project ?? asked.project ?? config.project,
        service: selection?.service ?? asked.service ?? config.service,
        filter: selection?.filter ?? '',
        repository: config.repository,
        mode: post ? 'auto' : 'draft',
        investigator,
        maxUsd: config.limits.maxUsd,
      },
      {
        ...runDeps(deps),
        store,
        openGitHub: (repository, onAnswer) => deps.openGitHub(repository, store, { onAnswer, signal }),
        ...(access && { openModel: () => deps.openModel(access) }),
        ...(selection && {
          openLogging: () =>
            deps.openLogging({ purpose: 'triage', selection, minSeverity, config, window, now, onNote }, store),
        }),
        onEvent,
        signal,
      },
    );
    investigations.forget();
    const shown = run.clusters.slice(0, MOST_SHOWN);
    const warnings = run.warnings.slice(0, MOST_SHOWN).map(shortLine);
    const waiting = [...run.clusters, ...run.recoveries].filter(
      ({ draft }) => draft?.state.status === 'pending',
    ).length;
    const head = `Run ${run.id} (${run.status}), investigated by ${run.investigator.name}: ${count(run.clusters.length, 'cluster')}, ${count(waiting, 'draft')} to review.`;
    const said = [...warnings, ...shown.map(clusterLine)].join('\n');
    const lines = untrusted('warnings, and titles in words of the log', said);
    const more = shown.length < run.clusters.length ? ['More: list_clusters, page 2.'] : [];
    return {
      text: [head, ...(said === '' ? [] : [lines]), ...more].join('\n'),
      data: {
        run: showRun(run),
        investigator: `${run.investigator.name}: ${run.investigator.because}`,
        worklog: worklogPath(deps.worklogDir, run),
        usd: run.cost.usd,
        waiting,
        warnings,
        total: run.clusters.length,
        clusters: shown.map(showCluster),
      },
    };
  },
});
