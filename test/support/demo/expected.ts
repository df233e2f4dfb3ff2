import { z } from 'zod';

/** The part of `triage --json` that the demo and its test look at. */
export const TriageResult = z.object({
  run: z.string(),
  worklog: z.string(),
  clusters: z.array(
    z.object({
      fingerprint: z.string(),
      title: z.string(),
      priority: z.string(),
      count: z.int(),
      decision: z.object({
        action: z.string(),
        issue: z.int().nullable(),
        verdict: z.string().nullable(),
        reasons: z.array(z.string()),
      }),
      draft: z
        .object({ id: z.string(), status: z.string(), issue: z.int().nullable(), url: z.string().nullable() })
        .nullable(),
    }),
  ),
});
export type TriageResult = z.infer<typeof TriageResult>;

interface ExpectedCluster {
  readonly about: RegExp;
  readonly priority: string;
  readonly count: number;
  readonly action: string;
  readonly issue: number;
  readonly verdict: string | null;
}

interface ExpectedRun {
  readonly title: string;
  readonly source: string;
  readonly now: string;
  readonly window: string;
  readonly clusters: readonly ExpectedCluster[];
}

/** The decisions of the two worklogs this project comes from; where they contradict each other, DESIGN.md section 6. */
export const EXPECTED: readonly ExpectedRun[] = [
  {
    title: '2025-09-12: 50 entries of the last 24 hours, 5 problems',
    source: 'seed-1.ndjson',
    now: '2025-09-12T23:30:00Z',
    window: '24h',
    clusters: [
      { about: /can_handle/, priority: 'P1', count: 8, action: 'create', issue: 640, verdict: null },
      { about: /dev_launcher/, priority: 'P2', count: 10, action: 'create', issue: 641, verdict: null },
      {
        about: /SessionMiddleware|Session access/,
        priority: 'P2',
        count: 15,
        action: 'update',
        issue: 169,
        verdict: 'regressed',
      },
      { about: /BUFFER/i, priority: 'P3', count: 1, action: 'update', issue: 394, verdict: 'open' },
      { about: /mismatch/i, priority: 'P3', count: 6, action: 'update', issue: 584, verdict: 'open' },
    ],
  },
  {
    title: '2025-09-14: the last two days, on what the first run left',
    source: 'seed-2.ndjson',
    now: '2025-09-14T21:00:00Z',
    window: '48h',
    clusters: [
      { about: /GOLDEN PATH/, priority: 'P1', count: 12, action: 'create', issue: 642, verdict: null },
      { about: /can_handle/, priority: 'P1', count: 6, action: 'update', issue: 640, verdict: 'open' },
      {
        about: /SessionMiddleware|Session access/,
        priority: 'P2',
        count: 7,
        action: 'update',
        issue: 169,
        verdict: 'regressed',
      },
      { about: /SSOT/, priority: 'P3', count: 54, action: 'create', issue: 643, verdict: null },
    ],
  },
];

/** What differs from the expectation, in words; empty = as expected. */
export function matchesExpected(expected: ExpectedRun, result: TriageResult): string[] {
  const differences: string[] = [];
  if (result.clusters.length !== expected.clusters.length) {
    differences.push(`${result.clusters.length} clusters, not ${expected.clusters.length}`);
  }
  for (const wanted of expected.clusters) {
    const found = result.clusters.find(({ title }) => wanted.about.test(title));
    if (!found) {
      differences.push(`no cluster about ${wanted.about.source}`);
      continue;
    }
    const is = {
      priority: found.priority,
      count: found.count,
      action: found.decision.action,
      issue: found.draft?.issue ?? found.decision.issue,
      verdict: found.decision.verdict,
      status: found.draft?.status,
    };
    const { about: _, ...rest } = wanted;
    const should = { ...rest, status: 'posted' };
    if (JSON.stringify(is) !== JSON.stringify(should)) {
      differences.push(`${found.title}: ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
    }
  }
  return differences;
}
