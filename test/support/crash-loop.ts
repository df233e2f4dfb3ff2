import type { DraftInput } from '../../src/draft/input.ts';
import type { Frame, ThrownError } from '../../src/model/cluster.ts';
import {
  cluster,
  draftInput,
  entryWith,
  evidence,
  facts,
  investigation,
  pattern,
  report,
  search,
  step,
} from './drafting.ts';

const REVISION = 'netra-backend-staging-00734-fvm';
const START = Date.UTC(2025, 8, 16, 0, 41, 13) / 1000;
const MODULE = 'netra_backend.app.services.monitoring';

/** A worker that cannot import a module and exits every seven seconds: 15 exits, 12 lines each. */
export function crashLoopInput(overrides: Partial<DraftInput> = {}): DraftInput {
  const firstSeen = '2025-09-16T00:41:13.081881Z';
  const lastSeen = '2025-09-16T00:42:54.053646Z';
  const exits = everySevenSeconds(1);
  const shared = { firstSeen, lastSeen, revisions: [{ name: REVISION, count: 180, firstSeen, lastSeen }] };
  const all = facts({
    ...shared,
    count: 180,
    severity: 'ERROR',
    severities: [
      { severity: 'ERROR', count: 30 },
      { severity: 'WARNING', count: 150 },
    ],
    timeline: everySevenSeconds(12),
    instances: { count: 15, atLeast: false },
    places: [
      { module: 'logging', function: 'callHandlers', file: '', line: '1706', count: 30 },
      {
        module: 'app.core.middleware_setup',
        function: 'setup_middleware',
        file: '/app/netra_backend/app/core/middleware_setup.py',
        line: '799',
        count: 15,
      },
    ],
    errorGroups: ['CKyUhI_P0Zm2Tg', 'CLq2ssWyqNO0ZA', 'CPT4uq6B9a7BRA'],
  });
  const root = pattern({
    fingerprint: 'lg1c4a5410000000001',
    template: `CRITICAL : Enhanced middleware setup failed : No module named '${MODULE}'`,
    count: 15,
    severity: 'ERROR',
    kind: 'message',
    example: entryWith(`CRITICAL: Enhanced middleware setup failed: No module named '${MODULE}'`, {
      timestamp: firstSeen,
      severity: 'ERROR',
    }),
    facts: facts({ ...shared, count: 15, severity: 'ERROR' }),
  });
  const exit = pattern({
    fingerprint: 'lg1c4a5410000000002',
    template: 'Container called exit ( <*> ) .',
    kind: 'exit',
    example: entryWith('Container called exit(3).'),
    facts: facts({ ...shared, count: 15, timeline: exits }),
  });
  const boot = pattern({
    fingerprint: 'lg1c4a5410000000003',
    template: '[ <*> ] [ ERROR ] Worker ( pid : <*> ) exited with code <*>',
    kind: 'worker-death',
    example: entryWith('[2025-09-16 00:41:13 +0000] [12] [ERROR] Worker (pid:13) exited with code 3'),
    facts: facts({ ...shared, count: 150 }),
  });
  return draftInput({
    previousPriority: null,
    past: null,
    isCoolingDown: false,
    run: {
      ...draftInput().run,
      id: '2025-09-16T00-43-00Z',
      window: { since: '2025-09-16T00:41:13Z', until: '2025-09-16T00:43:00Z' },
      collected: {
        ...draftInput().run.collected,
        sources: [{ name: 'crash-loop.json', entries: 1_000, malformed: 0 }],
        read: 1_000,
      },
    },
    draftId: '2025-09-16T00-43-00Z-1',
    cluster: cluster({
      title: `No module named '${MODULE}': service cannot start`,
      patterns: [root, boot, exit],
      rootCause: missingModule(),
      facts: all,
      rules: [
        `joined: same root exception "No module named '${MODULE}'"`,
        "joined: a worker's end that follows the exception on the same instance within a second, 15 times of 15",
      ],
    }),
    assessment: {
      basePriority: 'P0',
      evidence: evidence(
        ['entries', 180],
        ['first seen in the window', firstSeen],
        ['last seen in the window', lastSeen],
        ['severities', 'ERROR 30, WARNING 150'],
        ['container exits', 15],
        ['mean time between exits', 7.2, 's'],
        ['revision', REVISION],
        ['instances', 15],
        ['Error Reporting groups', 3],
        ['share of failing requests', 'not measured (request log not read at all severities)'],
      ),
      components: [
        {
          name: 'Chat',
          importance: 'critical',
          journey: 'sending a message and reading the answer',
          owner: '@netra-systems/chat',
          revenue: '$120K MRR',
          links: [{ title: 'Chat runbook', url: 'https://runbooks.example.com/chat' }],
          because: 'the service does not come up',
        },
      ],
      trend: { kind: 'no-earlier-run' },
      rules: ['P0: crash loop (15 exits in 101 s)'],
    },
    investigation: investigation({
      report: report(
        { action: 'create', because: 'no issue names the module' },
        {
          prose: {
            impact: `**netra-backend-staging does not come up.** Revision \`${REVISION}\` exited 15 times in 101 seconds; no start succeeded in the window.`,
            currentBehaviour: `\`import ${MODULE}.gcp_error_reporter\` fails while the middleware is set up, the worker dies, the container exits and is started again.`,
            expectedBehaviour: 'The worker boots, or the deploy fails before it takes traffic.',
            analysis: '',
            nextAction: `Check that \`netra_backend/app/services/monitoring/\` is in the image of \`${REVISION}\`; if not, restore it or roll back to the last revision that started.`,
          },
          related: [{ number: 582, because: 'touched the same middleware' }],
        },
      ),
      search: search({
        steps: [...search().steps, step({ engine: 'pull-requests', query: 'gcp_auth_context_middleware' })],
      }),
    }),
    priority: 'P0',
    ...overrides,
  });
}

function everySevenSeconds(entries: number): { widthSeconds: number; buckets: [number, number][] } {
  const starts = Array.from({ length: 15 }, (_, n) => START + Math.floor(n * 7.2));
  const buckets = new Map<number, number>();
  for (const start of starts) {
    const bucket = Math.floor(start / 5) * 5;
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + entries);
  }
  return { widthSeconds: 5, buckets: [...buckets] };
}

function missingModule(): ThrownError {
  const frame = (file: string, fn: string, line: number, code: string, own = true): Frame => ({
    file,
    function: fn,
    line,
    own,
    code,
  });
  return {
    type: 'ModuleNotFoundError',
    message: `No module named '${MODULE}'`,
    frames: [
      frame(
        '/usr/local/lib/python3.11/site-packages/gunicorn/arbiter.py',
        'spawn_worker',
        608,
        'worker.init_process()',
        false,
      ),
      frame(
        '/app/netra_backend/app/core/middleware_setup.py',
        '_add_websocket_exclusion_middleware',
        852,
        'from netra_backend.app.middleware import GCPAuthContextMiddleware',
      ),
      frame(
        '/app/netra_backend/app/middleware/__init__.py',
        '<module>',
        3,
        'from .gcp_auth_context_middleware import GCPAuthContextMiddleware',
      ),
      frame(
        '/app/netra_backend/app/middleware/gcp_auth_context_middleware.py',
        '<module>',
        23,
        `from ${MODULE}.gcp_error_reporter import set_request_context`,
      ),
    ],
  };
}
