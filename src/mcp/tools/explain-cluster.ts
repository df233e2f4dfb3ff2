import { z } from 'zod';
import { untrusted } from '../../investigate/tools/untrusted.ts';
import { explainFromStore } from '../../triage/explain-sources.ts';
import { uncountedNote } from '../../wording/uncounted.ts';
import { clusterArgument, detailArgument, runArgument } from '../inputs.ts';
import { shortLine } from '../shown.ts';
import { defineTool } from '../tool.ts';

const MOST_PATTERNS = { concise: 8, detailed: 40 } as const;
const MOST_RULES = { concise: 10, detailed: 60 } as const;

export const explainClusterTool = defineTool({
  name: 'explain_cluster',
  title: 'Explain a cluster',
  description:
    'Why these patterns are one problem, why this priority, what became of it: every rule that fired. Use it when somebody doubts a cluster or wants to pin or mute it.',
  effect: 'reads',
  input: z.strictObject({ cluster: clusterArgument, run: runArgument, detail: detailArgument }),
  output: z.object({
    fingerprint: z.string(),
    title: z.string(),
    priority: z.string(),
    basePriority: z.string(),
    priorityRules: z.array(z.string()),
    root: z.string(),
    rules: z.array(z.string()),
    patterns: z.array(
      z.object({
        fingerprint: z.string(),
        count: z.int(),
        /** Lines that it shares with other problems: not in the count of the cluster. */
        notCounted: z.literal(true).optional(),
        text: z.string(),
        rules: z.array(z.string()),
      }),
    ),
    patternsInAll: z.int(),
    outcome: z.string().nullable(),
    reasons: z.array(z.string()),
  }),
  async run({ cluster, run, detail }, { store, deps }) {
    const found = await explainFromStore(cluster, run ?? null, {
      store,
      config: deps.config,
      redactionKey: deps.redactionKey,
    });
    const { fingerprint, title, priority, basePriority, root, outcome, decision } = found;
    const data = {
      fingerprint,
      title: shortLine(title),
      priority,
      basePriority,
      priorityRules: found.priorityRules.map(shortLine),
      root: shortLine(root.because),
      rules: found.rules.slice(0, MOST_RULES[detail]).map(({ rule }) => shortLine(rule)),
      patterns: found.patterns.slice(0, MOST_PATTERNS[detail]).map((pattern) => ({
        fingerprint: pattern.fingerprint,
        count: pattern.count,
        ...(pattern.part === 'shared' && { notCounted: true as const }),
        text: shortLine(pattern.text),
        rules: pattern.rules.slice(0, 5).map(shortLine),
      })),
      patternsInAll: found.patterns.length,
      outcome,
      reasons: (decision?.reasons ?? []).map(shortLine),
    };
    const why = [
      `priority ${priority}: ${data.priorityRules.join('; ') || 'nothing raises it'}`,
      `root: ${data.root}`,
      ...found.patterns.slice(0, MOST_PATTERNS[detail]).map((one, index) => {
        const { text = '', rules = [] } = data.patterns[index] ?? {};
        return `${one.fingerprint} ${one.count}${uncountedNote(one)}× ${text} (${rules.join('; ') || 'root'})`;
      }),
      ...(data.reasons.length === 0 ? [] : [`decided: ${data.reasons.join('; ')}`]),
    ];
    const more = data.patterns.length < data.patternsInAll ? '\nMore patterns: detail: detailed.' : '';
    return {
      text: `${fingerprint}, ${outcome ?? 'not decided'}.\n${untrusted('rules with words of the log', [data.title, ...why].join('\n'))}${more}`,
      data,
    };
  },
});
