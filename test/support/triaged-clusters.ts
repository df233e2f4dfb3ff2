import type { AffectedComponent } from '../../src/model/assessment.ts';
import type { TriagedCluster } from '../../src/model/run.ts';
import { assessmentOf, clusterOf, factsOf, investigationOf } from './cluster-parts.ts';

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
