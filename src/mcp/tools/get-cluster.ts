import { z } from 'zod';
import { repositoryOf } from '../../config/routing.ts';
import { briefOf } from '../../investigate/claude/brief.ts';
import { Evidence } from '../../model/assessment.ts';
import type { Store } from '../../store/open.ts';
import { severityWords } from '../../wording/severities.ts';
import type { McpDeps } from '../deps.ts';
import { type Found, findCluster } from '../find.ts';
import { clusterArgument, detailArgument, runArgument } from '../inputs.ts';
import { actionWords, ShownCluster, shortLine, showCluster } from '../shown.ts';
import { defineTool } from '../tool.ts';

const MOST_PATTERNS = { concise: 6, detailed: 30 } as const;

/** explain_cluster gives them all. */
const MOST_RULES = 20;

const NOT_SEARCHED = { known: null, remembered: null, ranked: [], nearest: null, pulls: [], twins: [] } as const;

export const getClusterTool = defineTool({
  name: 'get_cluster',
  title: 'Get a cluster',
  description:
    'One problem: evidence with ids (E1 …), patterns, components, decision. Only these numbers may be quoted in a report. detailed adds stack trace and a whole example entry. More entries: get_entries.',
  effect: 'reads',
  input: z.strictObject({ cluster: clusterArgument, run: runArgument, detail: detailArgument }),
  output: ShownCluster.extend({
    run: z.string(),
    firstSeen: z.string(),
    lastSeen: z.string(),
    rules: z.array(z.string()),
    components: z.array(z.string()),
    evidence: z.array(Evidence),
    patterns: z.array(
      z.object({
        fingerprint: z.string(),
        template: z.string(),
        count: z.int(),
        /** Lines that it shares with other problems: not in the count of the cluster. */
        notCounted: z.literal(true).optional(),
        severity: z.string(),
      }),
    ),
    patternsInAll: z.int(),
    reasons: z.array(z.string()),
    stack: z.string().nullable(),
    entry: z.string().nullable(),
  }),
  async run({ cluster, run: id, detail }, { store, deps }) {
    return clusterAnswer(await findCluster(store, cluster, id), detail, deps);
  },
});

/** All that is shown of a cluster of the newest run that knows it. @throws NotFoundError where none does */
export async function clusterText(fingerprint: string, store: Store, deps: Pick<McpDeps, 'config'>): Promise<string> {
  return clusterAnswer(await findCluster(store, fingerprint, undefined), 'detailed', deps).text;
}

function clusterAnswer({ run, triaged }: Found, detail: 'concise' | 'detailed', deps: Pick<McpDeps, 'config'>) {
  const { cluster, assessment, decision } = triaged;
  const isWhole = detail === 'detailed';
  const suspected = { suspects: [], suspectsNote: '' };
  const brief = briefOf({
    ...{ run: { ...run, repository: repositoryOf(run, triaged) }, cluster, assessment, config: deps.config, suspected },
    findings: NOT_SEARCHED,
    steps: [],
  });
  const patterns = cluster.patterns.slice(0, MOST_PATTERNS[detail]).map((pattern) => ({
    fingerprint: pattern.fingerprint,
    template: shortLine(pattern.template),
    count: pattern.count,
    ...(pattern.part === 'shared' && { notCounted: true as const }),
    severity: severityWords(pattern.facts),
  }));
  const reasons = [...(decision?.reasons ?? []), ...(decision?.verdict?.reasons ?? [])];
  const lines = [
    `Cluster ${cluster.fingerprint} of run ${run.id}, priority ${triaged.priority}: ${decision === null ? 'not decided' : actionWords(decision)}.`,
    brief.evidence,
    `Patterns (${cluster.patterns.length}):\n${brief.patterns}`,
    ...(assessment.components.length === 0 ? [] : [`Components:\n${brief.components}`]),
    ...(isWhole ? [`Stack:\n${brief.stack}`, `Example:\n${brief.entry}`] : []),
    ...(isWhole ? [] : ['detail: detailed adds stack trace and an example entry.']),
  ];
  return {
    text: lines.join('\n'),
    data: {
      ...showCluster(triaged),
      run: run.id,
      firstSeen: cluster.facts.firstSeen,
      lastSeen: cluster.facts.lastSeen,
      rules: assessment.rules.slice(0, MOST_RULES).map(shortLine),
      components: assessment.components.map(({ name, importance, journey, revenue }) =>
        [name, importance, journey, revenue].filter((part) => part !== null).join('; '),
      ),
      evidence: assessment.evidence,
      patterns,
      patternsInAll: cluster.patterns.length,
      reasons: reasons.map(shortLine),
      stack: isWhole ? (brief.stack ?? null) : null,
      entry: isWhole ? (brief.entry ?? null) : null,
    },
  };
}
