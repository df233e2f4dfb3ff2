import { Config } from '../../src/config/schema.ts';
import type { DraftInput } from '../../src/draft/input.ts';
import type { Evidence } from '../../src/model/assessment.ts';
import type { Cluster, Facts, Pattern } from '../../src/model/cluster.ts';
import type { Decision } from '../../src/model/draft.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import type { Fix, Issue, IssueComment, IssueHistory, Verdict } from '../../src/model/issue.ts';
import type { Investigation, Report, SearchRecord, SearchStep } from '../../src/model/report.ts';

const RUN = '2025-09-12T23-30-00Z';

/** Facts of 15 warnings on one revision, spread over an evening. */
export function facts(overrides: Partial<Facts> = {}): Facts {
  const firstSeen = '2025-09-12T09:20:11.130037Z';
  const lastSeen = '2025-09-12T23:26:23.130037Z';
  return {
    count: 15,
    firstSeen,
    lastSeen,
    severity: 'WARNING',
    severities: [{ severity: 'WARNING', count: 15 }],
    timeline: {
      widthSeconds: 300,
      buckets: [
        [Date.UTC(2025, 8, 12, 9, 20) / 1000, 4],
        [Date.UTC(2025, 8, 12, 16, 5) / 1000, 3],
        [Date.UTC(2025, 8, 12, 23, 25) / 1000, 8],
      ],
    },
    services: [{ name: 'netra-backend-staging', count: 15 }],
    revisions: [{ name: 'netra-backend-staging-00624-m9m', count: 15, firstSeen, lastSeen }],
    instances: { count: 1, atLeast: false },
    users: { count: 0, atLeast: false },
    traces: { count: 0, atLeast: false },
    places: [{ module: 'logging', function: 'callHandlers', file: '', line: '1706', count: 15 }],
    statuses: [],
    errorGroups: [],
    ...overrides,
  };
}

export function pattern(overrides: Partial<Pattern> = {}): Pattern {
  const own = overrides.facts ?? facts();
  const example = overrides.example ?? entryWith('Session access failed: SessionMiddleware must be installed');
  return {
    fingerprint: 'lg15e55100000000001',
    template: 'Session access failed : SessionMiddleware must be installed',
    count: own.count,
    severity: own.severity,
    example,
    examples: [example],
    kind: 'message',
    thrown: [],
    facts: own,
    ...overrides,
  };
}

export function cluster(overrides: Partial<Cluster> = {}): Cluster {
  const patterns = overrides.patterns ?? [pattern()];
  return {
    fingerprint: patterns[0]?.fingerprint ?? '',
    title: 'SessionMiddleware must be installed to access request.session',
    patterns,
    rootCause: null,
    facts: patterns[0]?.facts ?? facts(),
    rules: [],
    ...overrides,
  };
}

export function entryWith(message: string, more: Partial<LogEntry> = {}): LogEntry {
  return {
    insertId: 'e-1',
    timestamp: '2025-09-12T23:26:23.130037Z',
    severity: 'WARNING',
    resource: { type: 'cloud_run_revision', labels: { service_name: 'netra-backend-staging' } },
    jsonPayload: { labels: { function: 'callHandlers', line: '1706', module: 'logging' }, message },
    ...more,
  };
}

export function evidence(...facts: readonly (readonly [string, string | number, string?])[]): Evidence[] {
  return facts.map(([name, value, unit], index) => ({
    id: `E${index + 1}`,
    name,
    value,
    ...(unit !== undefined && { unit }),
  }));
}

export function step(overrides: Partial<SearchStep> = {}): SearchStep {
  const query = 'lg15e55100000000001';
  return { engine: 'marker', answeredBy: null, query, hits: [], complete: true, error: null, ...overrides };
}

/** All that was to be searched was searched, and nothing was found. */
export function search(overrides: Partial<SearchRecord> = {}): SearchRecord {
  return {
    steps: [
      step(),
      step({ engine: 'lexical', query: 'SessionMiddleware' }),
      step({ engine: 'lexical', query: 'request.session installed' }),
      step({ engine: 'pull-requests', query: 'SessionMiddleware' }),
    ],
    candidates: [],
    pulls: [],
    marked: null,
    twins: [],
    remembered: null,
    ...overrides,
  };
}

/** A search that returned this issue. */
export function searchThatFound(number: number, overrides: Partial<SearchRecord> = {}): SearchRecord {
  const url = `https://github.com/netra-systems/netra-apex/issues/${number}`;
  return search({
    candidates: [{ number, title: 'SessionMiddleware warnings', url, state: 'open', score: 92, reasons: [] }],
    ...overrides,
  });
}

export function report(decision: Report['decision'], overrides: Partial<Report> = {}): Report {
  return {
    decision,
    prose: {
      impact: 'Sessions cannot be read, so requests go on as if nobody were signed in.',
      currentBehaviour: 'Reading `request.session` fails with a warning, 15 times in the window.',
      expectedBehaviour: '`SessionMiddleware` is installed, and no warning is logged.',
      analysis: 'The place of the log call, `logging.callHandlers:1706`, says nothing.',
      nextAction: 'Check that `SessionMiddleware` is added before the first middleware that reads `request.session`.',
    },
    related: [],
    ...overrides,
  };
}

export function investigation(overrides: Partial<Investigation> = {}): Investigation {
  return {
    investigator: 'rules',
    instead: null,
    agent: null,
    suspects: [],
    suspectsNote: '',
    report: report({ action: 'create', because: 'no issue names SessionMiddleware' }),
    search: search(),
    target: null,
    claims: [],
    ...overrides,
  };
}

export function issue(overrides: Partial<Issue> = {}): Issue {
  const number = overrides.number ?? 169;
  return {
    number,
    title: 'GCP-staging-P2-SessionMiddleware-high-frequency-warnings',
    body: 'SessionMiddleware warnings in staging.',
    url: `https://github.com/netra-systems/netra-apex/issues/${number}`,
    author: 'alice',
    state: 'open',
    stateReason: null,
    locked: false,
    labels: ['bug'],
    createdAt: '2025-09-09T10:00:00Z',
    updatedAt: '2025-09-11T18:02:00Z',
    closedAt: null,
    ...overrides,
  };
}

export function history(overrides: Partial<IssueHistory> = {}): IssueHistory {
  const nothing = { fix: null, closing: null, fixesOnTheWay: [], movedTo: null, duplicateOf: null };
  return {
    issue: issue(),
    ...nothing,
    ownComments: [],
    ownLabels: [],
    own: false,
    byUs: false,
    complete: true,
    ...overrides,
  };
}

export function ownComment(body: string, overrides: Partial<IssueComment> = {}): IssueComment {
  const at = '2025-09-12T12:00:00Z';
  return { id: 7001, author: 'gardener-bot', body, createdAt: at, updatedAt: at, ...overrides };
}

export const FIX: Fix = {
  pull: 421,
  title: 'Install SessionMiddleware',
  url: 'https://github.com/netra-systems/netra-apex/pull/421',
  mergedAt: '2025-09-11T18:02:00Z',
  how: 'linked as closing the issue',
};

export function verdict(kind: Verdict['kind'], overrides: Partial<Verdict> = {}): Verdict {
  return { kind, reasons: [`it is ${kind}`], fix: null, revision: null, duplicateOf: null, ...overrides };
}

export function regressed(): Verdict {
  return verdict('regressed', {
    reasons: [
      '#421 (merged 2025-09-11 18:02 UTC) is in `netra-backend-staging-00624-m9m`, first logged 2025-09-12 09:14 UTC; it was seen on that revision 15 times since, last 2025-09-12 23:26 UTC',
    ],
    fix: FIX,
    revision: 'netra-backend-staging-00624-m9m',
  });
}

export function decision(overrides: Partial<Decision> = {}): Decision {
  return { action: 'create', issue: null, verdict: null, reasons: ['nothing was found'], ...overrides };
}

/** A draft's input: a plain warning, seen before, that no issue is about. */
export function draftInput(overrides: Partial<DraftInput> = {}): DraftInput {
  const own = overrides.cluster?.facts ?? facts();
  return {
    run: {
      id: RUN,
      service: 'netra-backend-staging',
      project: 'netra-staging',
      repository: 'netra-systems/netra-apex',
      window: { since: '2025-09-11T23:30:00Z', until: '2025-09-12T23:30:00Z' },
      collected: {
        sources: [{ name: 'logs.ndjson', entries: 1_250, malformed: 0 }],
        read: 1_250,
        kept: 1_040,
        belowSeverity: 210,
        outsideWindow: 0,
        duplicates: 0,
        malformed: 0,
        malformedLines: [],
        malformedFile: null,
        pages: 0,
        truncated: null,
        oldest: '2025-09-11T23:31:04.120Z',
        newest: '2025-09-12T23:29:58.001Z',
        newestReceived: '2025-09-12T23:29:58.412Z',
        redacted: 0,
        revisions: [],
      },
      context: [
        { name: 'location', value: 'us-central1' },
        { name: 'resource type', value: 'cloud_run_revision' },
      ],
    },
    draftId: `${RUN}-1`,
    cluster: cluster(),
    assessment: {
      basePriority: 'P2',
      evidence: evidence(
        ['entries', own.count],
        ['first seen in the window', own.firstSeen],
        ['last seen in the window', own.lastSeen],
        ['revision', own.revisions[0]?.name ?? ''],
      ),
      components: [],
      trend: { kind: 'no-earlier-run' },
      rules: ['P2: WARNING 15 times in Sign-in, an important component (message like *SessionMiddleware*)'],
    },
    investigation: investigation(),
    decision: decision(),
    priority: 'P2',
    previousPriority: 'P0',
    past: null,
    isCoolingDown: false,
    config: Config.parse({}),
    ...overrides,
  };
}

/** What the policy hands on when an update of #169 is due. */
export function updateInput(target: IssueHistory, overrides: Partial<DraftInput> = {}): DraftInput {
  const { number } = target.issue;
  return draftInput({
    investigation: investigation({
      report: report({ action: 'update', issue: number, because: 'same message and place' }),
      search: searchThatFound(number, { marked: target.own ? number : null }),
      target,
    }),
    decision: decision({ action: 'update', issue: number, verdict: verdict('open'), reasons: ['same message'] }),
    ...overrides,
  });
}
