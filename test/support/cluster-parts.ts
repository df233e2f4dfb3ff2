import type { Assessment } from '../../src/model/assessment.ts';
import type { Cluster, Facts, Pattern } from '../../src/model/cluster.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import type { Investigation, SearchStep } from '../../src/model/report.ts';

/** Facts of which only these matter; the others are those of one instance and nobody in particular. */
export function factsOf(of: {
  place?: Omit<Facts['places'][number], 'count'>;
  count: number;
  severity: Facts['severity'];
  buckets: [number, number][];
  firstSeen: string;
  lastSeen: string;
  users: number;
}): Facts {
  const { count, severity, buckets, firstSeen, lastSeen, users } = of;
  return {
    count,
    firstSeen,
    lastSeen,
    severity,
    severities: [{ severity, count }],
    timeline: { widthSeconds: 3_600, buckets },
    services: [{ name: 'netra-backend-staging', count }],
    revisions: [{ name: 'netra-backend-staging-00624-m9m', count, firstSeen, lastSeen }],
    instances: { count: 1, atLeast: false },
    users: { count: users, atLeast: false },
    traces: { count: 0, atLeast: false },
    places: [{ ...(of.place ?? { module: 'logging', function: 'callHandlers', file: '', line: '1706' }), count }],
    statuses: [],
    errorGroups: [],
  };
}

/** A cluster of one pattern with one example. */
export function clusterOf(
  fingerprint: string,
  title: string,
  template: string,
  example: LogEntry,
  facts: Facts,
): Cluster {
  const pattern: Pattern = {
    fingerprint,
    template,
    count: facts.count,
    severity: facts.severity,
    example,
    examples: [example],
    kind: 'message',
    thrown: [],
    facts,
  };
  return {
    fingerprint,
    title,
    patterns: [pattern],
    rootCause: null,
    facts,
    rules: ['one pattern: nothing else shares its exception, trace or error group'],
  };
}

/** What rules made of it. */
export function assessmentOf(
  facts: Facts,
  rest: Pick<Assessment, 'basePriority' | 'components' | 'rules'> & Partial<Assessment>,
): Assessment {
  return {
    evidence: [
      { id: 'E1', name: 'entries', value: facts.count },
      { id: 'E2', name: 'first seen in the window', value: facts.firstSeen },
      { id: 'E3', name: 'last seen in the window', value: facts.lastSeen },
      { id: 'E4', name: 'instances', value: facts.instances.count },
    ],
    trend: { kind: 'no-earlier-run' },
    ...rest,
  };
}

/** An investigation of which only these matter. */
export function investigationOf(of: {
  action: 'create' | 'update';
  issue?: number;
  because: string;
  impact: string;
  analysis: string;
  nextAction: string;
}): Investigation {
  const { action, issue, because, impact, analysis, nextAction } = of;
  const step = (engine: SearchStep['engine'], query: string): SearchStep => ({
    engine,
    answeredBy: null,
    query,
    hits: issue === undefined ? [] : [issue],
    complete: true,
    error: null,
  });
  return {
    investigator: 'rules',
    instead: null,
    agent: null,
    suspects: [],
    suspectsNote: '',
    report: {
      decision: action === 'update' && issue !== undefined ? { action, issue, because } : { action: 'create', because },
      prose: {
        impact,
        currentBehaviour: 'See the representative entry.',
        expectedBehaviour: 'The entry is not logged.',
        analysis,
        nextAction,
      },
      related: [],
    },
    search: {
      steps: [step('marker', 'lg1'), step('lexical', 'one'), step('lexical', 'two'), step('pull-requests', 'one')],
      candidates: [],
      pulls: [],
      marked: null,
      twins: [],
      remembered: null,
    },
    target: null,
    claims: [],
  };
}
