import type { AffectedComponent, Assessment } from '../../src/model/assessment.ts';
import type { Cluster, Facts, Pattern } from '../../src/model/cluster.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import type { Investigation, SearchStep } from '../../src/model/report.ts';
import type { Run, TriagedCluster } from '../../src/model/run.ts';

/** A run of three clusters, reviewed in part: one issue created, one draft waiting, one regression written to #169. */
export function aRun(overrides: Partial<Run> = {}): Run {
  return {
    id: '2025-09-12T23-30-00Z',
    status: 'done',
    version: '0.1.0',
    startedAt: '2025-09-12T23:30:00.000Z',
    updatedAt: '2025-09-12T23:30:41.512Z',
    service: 'netra-backend-staging',
    project: 'netra-staging',
    repository: 'netra-systems/netra-apex',
    window: { since: '2025-09-11T23:30:00Z', until: '2025-09-12T23:30:00Z' },
    minSeverity: 'NOTICE',
    filter: '',
    mode: 'draft',
    investigator: { name: 'rules', because: 'no Anthropic key is configured' },
    collected: {
      sources: [{ name: 'logs/netra-backend.ndjson', entries: 1_250, malformed: 0 }],
      read: 1_250,
      kept: 1_040,
      belowSeverity: 200,
      outsideWindow: 10,
      duplicates: 3,
      malformed: 0,
      malformedLines: [],
      malformedFile: null,
      pages: 0,
      truncated: null,
      oldest: '2025-09-11T23:31:04.120Z',
      newest: '2025-09-12T23:29:58.001Z',
      newestReceived: '2025-09-12T23:29:58.412Z',
      redacted: 4,
      revisions: [
        {
          service: 'netra-backend-staging',
          revision: 'netra-backend-staging-00623-abc',
          entries: 410,
          firstSeen: '2025-09-11T23:31:04.120Z',
          lastSeen: '2025-09-12T09:13:58.300Z',
          startObserved: false,
        },
        {
          service: 'netra-backend-staging',
          revision: 'netra-backend-staging-00624-m9m',
          entries: 840,
          firstSeen: '2025-09-12T09:14:07.000Z',
          lastSeen: '2025-09-12T23:29:58.001Z',
          startObserved: true,
        },
      ],
    },
    context: [
      { name: 'location', value: 'us-central1' },
      { name: 'migration-run', value: '1757350810' },
      { name: 'project id', value: 'netra-staging' },
      { name: 'resource type', value: 'cloud_run_revision' },
      { name: 'vpc-access', value: 'enabled' },
    ],
    clusters: [routingFailures(), missingModule(), missingMiddleware()],
    recoveries: [],
    skipped: [],
    warnings: [],
    githubRequests: 23,
    cost: { usd: 0, inputTokens: 0, outputTokens: 0 },
    ...overrides,
  };
}

const CHAT: AffectedComponent = {
  name: 'Chat',
  importance: 'critical',
  journey: 'sending a message and reading the answer',
  owner: 'Chat team',
  revenue: '$120K MRR',
  links: [{ title: 'Chat runbook', url: 'https://example.com/runbooks/chat' }],
  because: 'module netra_backend.app.websocket_core.handlers',
};

const SIGN_IN: AffectedComponent = {
  name: 'Sign-in',
  importance: 'important',
  journey: null,
  owner: 'Identity team',
  revenue: null,
  links: [],
  because: 'message like *SessionMiddleware*',
};

/** Cluster 1: P1, a new issue, posted. */
export function routingFailures(): TriagedCluster {
  const facts = factsOf({
    count: 38,
    severity: 'ERROR',
    buckets: [
      [1_757_714_400, 30],
      [1_757_718_000, 8],
    ],
    firstSeen: '2025-09-12T22:31:43.625002Z',
    lastSeen: '2025-09-12T23:26:25.718912Z',
    users: 1,
    place: { module: 'netra_backend.app.websocket_core.handlers', function: 'route_message', file: '', line: '1271' },
  });
  const cluster = clusterOf(
    'lg1a11ce00000000001',
    "'function' object has no attribute 'can_handle' while routing a message",
    "Error routing message from <*> : ' function ' object has no attribute ' can_handle '",
    {
      insertId: 'a-1',
      timestamp: '2025-09-12T23:26:25.718912Z',
      severity: 'ERROR',
      resource: { type: 'cloud_run_revision', labels: { location: 'us-central1' } },
      jsonPayload: {
        context: { name: 'netra_backend.app.websocket_core.handlers', service: 'netra-service' },
        labels: {
          function: 'route_message',
          line: '1271',
          module: 'netra_backend.app.websocket_core.handlers',
        },
        message: "Error routing message from demo-user-001: 'function' object has no attribute 'can_handle'",
      },
    },
    facts,
  );
  return {
    cluster,
    assessment: assessmentOf(facts, {
      basePriority: 'P1',
      components: [CHAT],
      rules: ['P1: ERROR in Chat, a critical component (module netra_backend.app.websocket_core.handlers)'],
    }),
    investigation: investigationOf({
      action: 'create',
      because: 'no issue names can_handle or this place',
      impact: 'Messages of at least one user are not routed, so the chat gives no answer.',
      analysis:
        'A plain function stands in the list of handlers where an object with can_handle is expected; route_message calls it at line 1271.',
      nextAction: 'Find where a function is registered as a message handler, and register a handler object instead.',
    }),
    decision: {
      action: 'create',
      issue: null,
      verdict: null,
      reasons: ['no candidate reaches the score for an update (best: 31 of 100)'],
    },
    priority: 'P1',
    draft: {
      id: '2025-09-12T23-30-00Z-1',
      title: "GCP-new | P1 | 'function' object has no attribute 'can_handle' while routing a message",
      action: 'create',
      issue: 640,
      url: 'https://github.com/netra-systems/netra-apex/issues/640',
      state: {
        status: 'posted',
        issue: 640,
        url: 'https://github.com/netra-systems/netra-apex/issues/640',
        at: '2025-09-12T23:30:40Z',
      },
    },
    githubRequests: null,
    error: null,
  };
}

/** Cluster 2: P2, a new issue, its draft waits for review. */
export function missingModule(): TriagedCluster {
  const facts = factsOf({
    count: 1_000,
    severity: 'WARNING',
    buckets: Array.from({ length: 20 }, (_, hour): [number, number] => [1_757_635_200 + hour * 3_600, 50]),
    firstSeen: '2025-09-12T00:00:26.403238Z',
    lastSeen: '2025-09-12T19:59:26.403238Z',
    users: 0,
  });
  const cluster = clusterOf(
    'lg1a11ce00000000002',
    "No module named 'dev_launcher'",
    "[🔑] OPTIONAL AUTH=REDACTED Optional authentication failed: No module named 'dev_launcher' (type: ModuleNotFoundError)",
    {
      insertId: 'b-1',
      timestamp: '2025-09-12T19:26:23.403238Z',
      severity: 'WARNING',
      jsonPayload: {
        labels: { function: 'callHandlers', line: '1706', module: 'logging' },
        message:
          "[🔑] OPTIONAL AUTH=REDACTED Optional authentication failed: No module named 'dev_launcher' (type: ModuleNotFoundError)",
      },
    },
    facts,
  );
  return {
    cluster,
    assessment: assessmentOf(facts, {
      basePriority: 'P2',
      components: [{ ...SIGN_IN, because: 'message like *authentication*' }],
      rules: ['P2: WARNING 1000 times in Sign-in, an important component (message like *authentication*)'],
      trend: {
        kind: 'compared',
        run: '2025-09-11T23-30-00Z',
        previousCount: 240,
        previousHours: 24,
        hours: 24,
      },
    }),
    investigation: investigationOf({
      action: 'create',
      because: 'no issue names dev_launcher',
      impact: 'Optional authentication is off; requests go on without it.',
      analysis: 'The module dev_launcher is imported but not part of the deployed image.',
      nextAction: 'Guard the import of dev_launcher, or add it to the image.',
    }),
    decision: { action: 'create', issue: null, verdict: null, reasons: ['the search was complete and found nothing'] },
    priority: 'P2',
    draft: {
      id: '2025-09-12T23-30-00Z-2',
      title: "GCP-new | P2 | No module named 'dev_launcher'",
      action: 'create',
      issue: null,
      url: null,
      state: { status: 'pending' },
    },
    githubRequests: null,
    error: null,
  };
}

/** Cluster 3: P2, a regression, written to the open issue #169. */
export function missingMiddleware(): TriagedCluster {
  const facts = factsOf({
    count: 2,
    severity: 'WARNING',
    buckets: [[1_757_718_000, 2]],
    firstSeen: '2025-09-12T23:26:21.130037Z',
    lastSeen: '2025-09-12T23:26:23.130037Z',
    users: 0,
  });
  const url = 'https://github.com/netra-systems/netra-apex/issues/169';
  const fix = {
    pull: 421,
    title: 'Install SessionMiddleware',
    url: 'https://github.com/netra-systems/netra-apex/pull/421',
    mergedAt: '2025-09-11T18:02:00Z',
    how: 'linked as closing the issue' as const,
  };
  const cluster = clusterOf(
    'lg1a11ce00000000003',
    'SessionMiddleware must be installed to access request.session',
    'Session access failed (middleware not installed?): SessionMiddleware must be installed to access request.session',
    {
      insertId: 'c-1',
      timestamp: '2025-09-12T23:26:23.130037Z',
      severity: 'WARNING',
      jsonPayload: {
        labels: { function: 'callHandlers', line: '1706', module: 'logging' },
        message:
          'Session access failed (middleware not installed?): SessionMiddleware must be installed to access request.session',
      },
    },
    facts,
  );
  return {
    cluster,
    assessment: assessmentOf(facts, {
      basePriority: 'P2',
      components: [SIGN_IN],
      rules: ['P2: WARNING 2 times in Sign-in, an important component (message like *SessionMiddleware*)'],
    }),
    investigation: investigationOf({
      action: 'update',
      issue: 169,
      because: 'same message and place as #169',
      impact: 'Sessions cannot be read.',
      analysis: 'SessionMiddleware is not added before the first middleware that reads request.session.',
      nextAction: 'Check that SessionMiddleware is added before the first middleware that reads request.session.',
    }),
    decision: {
      action: 'update',
      issue: 169,
      verdict: {
        kind: 'regressed',
        reasons: [
          '#421 was merged 2025-09-11 18:02 UTC; netra-backend-staging-00624-m9m, first seen after it, still logs it',
        ],
        fix,
        revision: 'netra-backend-staging-00624-m9m',
        duplicateOf: null,
      },
      reasons: ['#169 carries the same message (score 92 of 100)'],
    },
    priority: 'P2',
    draft: {
      id: '2025-09-12T23-30-00Z-3',
      title: 'GCP-staging-P2-SessionMiddleware-high-frequency-warnings',
      action: 'update',
      issue: 169,
      url,
      state: { status: 'posted', issue: 169, url, at: '2025-09-12T23:30:41Z' },
    },
    githubRequests: null,
    error: null,
  };
}

function factsOf(of: {
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

function clusterOf(fingerprint: string, title: string, template: string, example: LogEntry, facts: Facts): Cluster {
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

function assessmentOf(
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

function investigationOf(of: {
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
