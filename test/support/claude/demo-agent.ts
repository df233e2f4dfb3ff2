import type { Asked, Move } from './scripted-claude.ts';

type Call = NonNullable<Move['tools']>[number];

/** What the sub-agent of the demo does about one cluster. */
interface Case {
  /** Stands in the cluster's patterns. */
  readonly about: RegExp;
  /** What it looks at first, all at once. */
  readonly looks: (brief: string) => readonly Call[];
  /** Its report, but for the target that code has settled already. */
  readonly report: object;
}

const getIssue = (number: number): Call => ({ name: 'get_issue', args: { number, page: 1 } });
const getPull = (number: number): Call => ({ name: 'get_pull_request', args: { number } });
const search = (query: string, by: 'words' | 'meaning' = 'words'): Call => ({
  name: 'search_issues',
  args: { query, by, detail: 'concise' },
});
const moreEntries = (brief: string): Call => ({
  name: 'get_entries',
  args: { pattern: /lg1[0-9a-f]{16}/.exec(brief)?.[0] ?? '', page: 1 },
});

const CASES: readonly Case[] = [
  {
    about: /can_handle/,
    looks: () => [getPull(597), search('function object attribute', 'meaning')],
    report: {
      decision: 'create',
      issue: null,
      because: 'no issue speaks of handlers that are plain functions, and what likely brought it (#597) is a day old',
      impact:
        'Messages sent in Chat reach no handler, so their senders get no answer from the agents. The entries have no user field: how many people that is, is not known.',
      currentBehaviour:
        "Routing stops in `route_message` of `netra_backend.app.websocket_core.handlers`, line 1271. The log says “'function' object has no attribute 'can_handle'”.",
      expectedBehaviour: 'A handler that is a plain function gets its messages like one that is a class.',
      analysis:
        'Likely brought by #597, “Let plain functions be registered for a type of WebSocket message”: it changes `netra_backend/app/websocket_core/handlers.py`, was merged 2025-09-12 08:47 UTC, and the error is logged on `netra-backend-staging-00624-m9m` alone. Functions can be registered since then, while the routing still asks every handler for a method. Not checked: line 1271 itself, and which function is registered.',
      nextAction:
        'In `netra_backend/app/websocket_core/handlers.py`, wrap a plain function where it is registered, so that `route_message` finds the method it asks for; revert #597 if that takes longer than a deploy.',
      related: [],
    },
  },
  {
    about: /SessionMiddleware must be installed/,
    looks: () => [getIssue(169), getPull(421)],
    report: {
      decision: 'update',
      issue: 169,
      because: 'the log has the very warning that #169 is about, “SessionMiddleware must be installed”',
      impact:
        'Requests on staging run without a session again, though #169 was mended by #421. Nothing in the entries says that a user noticed.',
      currentBehaviour: 'The log says “SessionMiddleware must be installed to access request.session”.',
      expectedBehaviour: 'Every request finds its session, and the warning is gone from staging.',
      analysis:
        'It comes from `netra-backend-staging-00624-m9m`, which began after #421 was merged (2025-09-11 18:02 UTC). #421 adds the middleware whatever the length of the key, so that the order is the likelier cause: something reads the session before the middleware has run. #169 says “was added after the one that reads it”. Not checked: the order itself.',
      nextAction:
        'In `netra_backend/app/core/middleware_setup.py`, the file of #421, add the session middleware so that it runs before everything that reads the session.',
      related: [{ number: 421, because: 'the fix that did not hold' }],
    },
  },
  {
    about: /dev_launcher/,
    looks: () => [getIssue(238), search('optional authentication')],
    report: {
      decision: 'create',
      issue: null,
      because: 'no issue speaks of the missing module; #238 is about a page of documentation',
      impact:
        'Optional authentication is skipped, so a request that carries a valid login is likely served as anonymous. Nothing in the entries says which requests these are.',
      currentBehaviour: "The log says “Optional authentication failed: No module named 'dev_launcher'”.",
      expectedBehaviour: 'Optional authentication needs no module that is not in the image of staging.',
      analysis:
        'The import fails on `netra-backend-staging-00624-m9m`. By its name the module is a tool of development, which an image for staging likely leaves out while a path of the authentication still imports it. The entries name the logging call and not the import, so the place is not known.',
      nextAction:
        'Search the authentication code for the import of `dev_launcher`, the module the log says is missing, and move it behind a check for the development environment.',
      related: [],
    },
  },
  {
    about: /Thread ID mismatch/,
    looks: () => [getIssue(584)],
    report: {
      decision: 'update',
      issue: 584,
      because: '#584 describes the same check and the same two ids that do not belong together',
      impact: 'Whoever follows a conversation through the logs by its thread loses it half way. Nothing fails.',
      currentBehaviour:
        '`_validate_id_consistency` in `netra_backend.app.services.user_execution_context`, line 301, warns. The log says “This may indicate inconsistent ID generation”.',
      expectedBehaviour: 'A run and its thread carry ids of which one is derived from the other.',
      analysis:
        "The log says “thread_id is 'demo_thread_1757693490702_199_31a92338'”: the name is that of the demo flow, of which #584 says “the worst of them”.",
      nextAction: 'Begin with the demo flow: let it take both ids from the one id manager that #584 proposes.',
      related: [],
    },
  },
  {
    about: /LOW BUFFER UTILIZATION/,
    looks: () => [getIssue(394)],
    report: {
      decision: 'update',
      issue: 394,
      because: '#394 asks for a baseline of this very measure and for the timeout to be set from it',
      impact: 'Nothing fails: one warning that the health check of the auth service may be tuned.',
      currentBehaviour: 'The log says “LOW BUFFER UTILIZATION: 24.5%”.',
      expectedBehaviour: 'The timeout follows a baseline, and the warning comes only when it is left.',
      analysis:
        'The advice contradicts itself: the log says “Consider reducing AUTH_HEALTH_CHECK_TIMEOUT from 0.3s to ~0.5s”, which is longer. One entry is no baseline; #394 says “record these for two weeks on staging”.',
      nextAction:
        'Record the duration of the health check first, as #394 proposes, and correct the sentence of the warning, whose advice is the wrong way round.',
      related: [],
    },
  },
  {
    about: /GOLDEN PATH/,
    looks: (brief) => [moreEntries(brief), search('permissive authentication')],
    report: {
      decision: 'create',
      issue: null,
      because: 'no search, by word or by meaning, found an issue about permissive authentication',
      impact:
        'Connections to Chat are let in by a permissive check while the user is still unknown. Whether anybody came in who should not have, the entries do not say.',
      currentBehaviour:
        '`_handle_main_mode` in `netra_backend.app.routes.websocket_ssot`, line 741, logs it with severity CRITICAL. The log says “permissive authentication with circuit breaker for connection”.',
      expectedBehaviour:
        'A connection is let in once its user is known, and CRITICAL is kept for what needs somebody at once.',
      analysis:
        'Either the circuit breaker of the authentication is open and connections come in unchecked, or this line tells of a normal step with the wrong severity. The log says “user_id: pending” in every example that was read, which fits both. Not checked: the state of the breaker.',
      nextAction:
        'Read the branch that logs line 741 in `_handle_main_mode`: if the breaker is open, close the permissive path on staging; if not, log it as INFO.',
      related: [],
    },
  },
  {
    about: /SSOT validation issues/,
    looks: (brief) => [moreEntries(brief), search('manager instances user', 'meaning')],
    report: {
      decision: 'create',
      issue: null,
      because: 'no search found an issue about a manager that is made a second time',
      impact:
        'A user who connects to Chat has several managers at once, so a message may be handled more than once. The warning calls itself non-blocking, and nothing in the entries failed.',
      currentBehaviour:
        '`validate_manager_creation` in `netra_backend.app.websocket_core.ssot_validation_enhancer`, line 137, warns. The log says “Multiple manager instances for user demo-user-001 - potential duplication”.',
      expectedBehaviour: 'One manager for each user, found again when the user connects once more.',
      analysis:
        'Likely the manager of an earlier connection is not released before the next one is made. Both examples that were read are of the same user. Not checked: whether the earlier manager still receives messages.',
      nextAction:
        'In `netra_backend.app.websocket_core.ssot_validation_enhancer`, log at line 137 who made each manager, and reuse the one that is there.',
      related: [],
    },
  },
];

/**
 * The model of the demo: two turns a cluster, the looks and then the report. Where our marker names the issue, that is
 * the target, as the brief asks.
 */
export function playDemo({ brief, turn }: Asked): Move {
  // The rest of the brief may name other problems: issues that were found.
  const patterns = brief.slice(brief.indexOf('\n## Patterns'), brief.indexOf('\n## Root of the stack'));
  const found = CASES.find(({ about }) => about.test(patterns));
  if (found === undefined) throw new Error(`The demo's model knows nothing of this:\n${brief}`);
  const tokens = { input: Math.ceil(brief.length / 4), output: 400 };
  if (turn === 1) return { tools: found.looks(brief), tokens };
  const settled = /answer update with (\d+)\./.exec(brief)?.[1];
  const target = settled === undefined ? {} : { decision: 'update', issue: Number(settled) };
  return { tools: [{ name: 'submit_report', args: { ...found.report, ...target } }], tokens };
}
