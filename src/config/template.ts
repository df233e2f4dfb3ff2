/** What `init` asks; empty where there was no answer. */
interface TemplateAnswers {
  readonly project: string;
  readonly service: string;
  readonly repository: string;
  /** Where the editor finds the JSON Schema: a path or an address. */
  readonly schema: string;
}

/**
 * The `log-gardener.yaml` that `init` writes: every key with a comment, the common ones with their defaults. Keys that
 * hold lists are commented out as examples, to be uncommented whole.
 */
export function configTemplate({ project, service, repository, schema }: TemplateAnswers): string {
  return `# yaml-language-server: $schema=${schema}
# Settings of log-gardener. A key that is not here has the default shown; an unknown key is an error.

# --- What is read, and where issues go ------------------------------------------------------------------

# Google Cloud project. Also: --project.
project: ${quoted(project)}
# The service whose logs are read, and the name of its worklogs. Also: --service.
service: ${quoted(service)}
# The GitHub repository that is read and written, as owner/name. No other is, but those that services and components
# name. Also: --repo, then for all problems of that run.
repository: ${quoted(repository)}
# How far back the first run looks in Cloud Logging: a number and m, h or d. Each later run starts where the last one
# ended. Files are read whole. Also: --window, then for that run alone and for files too.
window: 24h
# The least severity that is looked at: DEFAULT, DEBUG, INFO, NOTICE, WARNING, ERROR, CRITICAL, ALERT or EMERGENCY.
# Also: --min-severity.
minSeverity: NOTICE

logging:
  # Reads of Cloud Logging in any minute. The quota of a project is 60, shared by all who read.
  readsPerMinute: 60
  # What arrived so shortly before a run is left to the next one, since it may not be found yet.
  settle: 1m
  # How late an entry may arrive, after it happened, and still be read by the next run. Cloud Logging takes entries as
  # old as its retention, 30 days by default; the longer this is, the more of the log each run has to search.
  late: 24h
  # Whether a run counts all requests too, for the share of those that fail. It reads the request log at all severities,
  # 1,000 requests a page. Also: --request-log.
  requestLog: false

# --- Many services, on a schedule -------------------------------------------------------------------------

# For workers that share a PostgreSQL (DATABASE_URL).
fleet:
  # When each service is triaged, as cron (minute hour day month weekday); null = when asked to by enqueue.
  schedule: null
  # In which the schedule is meant.
  timeZone: UTC
  # A longer window is read in slices of about this length, each by any worker, and put together then.
  slice: 3h
  # What all workers together may do, whatever each is doing: searches of GitHub and writes to it in any minute, US
  # dollars for Claude per day (UTC; null = no end). Of Claude's own limits see claude.requestsPerMinute and
  # claude.tokensPerMinute; of Cloud Logging's, logging.readsPerMinute.
  searchesPerMinute: 30
  writesPerMinute: 80
  maxUsdPerDay: null
  # auto: verified drafts of scheduled runs are posted.
  mode: draft

# The services of the fleet. An entry with a glob says what holds for those of them that it takes in; later entries win.
# services:
#   - names: [checkout, cart]
#   - names: ["c*"]
#     # What is different for them: project, repository, minSeverity, window, schedule, maxNewIssues, maxUsd.
#     repository: acme/shop
#     schedule: "5 * * * *"

# How long runs, with their drafts and transcripts, and transcripts alone are kept, for example 90d; null = for good.
# Fingerprints, issue numbers and what is known of problems always stay. Workers look once an hour.
retention:
  runs: null
  transcripts: null

# --- What matters ---------------------------------------------------------------------------------------

# Parts of your product, and how to tell from an entry that one is touched. Issues name them, and importance raises
# the priority: critical, important or normal. Without components the log alone decides.
# components:
#   - name: Chat
#     importance: critical
#     # Globs over the module that logged: * is one level, ** all below.
#     modules: ["app.websocket_core.**", "app.routes.websocket*"]
#     # Globs over source files and stack frames.
#     paths: ["app/websocket_core/**"]
#     # Globs over the whole message, upper and lower case alike; * is any text.
#     messages: ["*websocket*"]
#     # The user journey that breaks with it.
#     journey: sending a message and reading the answer
#     # Who answers for it; named in issues, never pinged.
#     owner: Chat team
#     # Where the issues of what its modules or paths raise are kept, as owner/name; null = with those of the service.
#     repository: null
#     # GitHub logins, without @, that its new issues are assigned to; at most 10.
#     assignees: [octocat]
#     # Quoted word for word; the only money an issue may speak of.
#     revenue: null
#     # Runbooks and documents (https), listed under Related.
#     links:
#       - title: Chat runbook
#         url: https://example.com/runbooks/chat

# Messages that mean data loss or a security problem: always P0. meaning is "data loss" or "security".
# signatures:
#   - message: "*checksum mismatch*"
#     meaning: data loss

# Prefixes of paths in stack traces, and the folder of the repository that each stands for. The longest one counts.
sourceRoots:
  /app/: ""
  /workspace/: ""
  /usr/src/app/: ""

# --- What becomes of it ---------------------------------------------------------------------------------

issue:
  # Fields: {category}, {priority}, {name}, {service}; {name} must be in it.
  title: "GCP-{category} | {priority} | {name}"
  # At most 4; made if missing. Fields: {priority}, {service}.
  # Keep log-gardener: by it our comments on issues of others are found again.
  labels: [log-gardener, "{priority}", bug]
  # Hosts, beside GitHub and Google Cloud, that links in issues may lead to.
  linkHosts: []
  # GitHub logins, without @, that a new issue is assigned to whose components name nobody; at most 10.
  assignees: []
  # For so long after one of our comments, new revisions, more services and rising counts are told in the evidence alone.
  # A regression and a higher priority are told at once.
  coolDown: 24h

github:
  # Whether a public repository will do. Logs of a private service do not belong there by accident.
  allowPublic: false
  # Logins, beside our own, whose log-gardener markers count.
  trustedAuthors: []
  # Least time between two writes, in milliseconds, also of two processes that share a store.
  writeIntervalMs: 1000

limits:
  # New issues per run; the rest stay drafts.
  maxNewIssues: 5
  # Clusters investigated at once.
  concurrency: 4
  # US dollars for Claude per run, for example 5; what is over when they are spent is left to the built-in rules.
  # null = no limit. --max-cost says it for one run.
  maxUsd: null

# The sub-agents, one per cluster. They are sent out where ANTHROPIC_API_KEY or a Vertex project is set; without, and
# wherever one fails, the built-in rules investigate and say so.
claude:
  # auto: with a key directly, else by Vertex; or anthropic, or vertex.
  provider: auto
  model: claude-sonnet-5-5
  # Another model by base priority, for example { P0: claude-opus-5-5 }.
  models: {}
  # How much it thinks: low, medium, high, xhigh or max.
  effort: medium
  # Claude by way of a Google Cloud project: its id, and the region (global where none is given).
  vertex:
    project: ""
    region: ""
  # Per cluster: requests, tokens of all of them, tokens of one answer, US dollars.
  maxTurns: 12
  maxTokens: 300000
  maxAnswerTokens: 16000
  maxUsd: 1
  # Of all clusters together, in any minute: requests, and input tokens.
  requestsPerMinute: 50
  tokensPerMinute: 400000
  # US dollars per million tokens, where the built-in list does not know the model or your price is another:
  # { my-model: { input: 2, cacheWrite: 2.5, cacheRead: 0.2, output: 10 } }
  prices: {}

mcp:
  # Whether an MCP client may post drafts, and have runs post theirs, without asking a person each time. Log text could
  # talk a model into it.
  allowPosting: false

# A closed issue whose error is back after its fix: reopen it, or file a new one that links it (new).
regression: reopen

recovery:
  # For so long a problem was not seen, while its service kept logging, before its issue says so: one line in the
  # evidence, and one comment where a fix was deployed in between.
  after: 3d
  # An open issue whose fix holds: the comment suggests to close it, or it is closed (close).
  closing: suggest

suspects:
  # For so long before a problem began, a commit or merged pull request that changes the files of its stack trace is
  # named as a suspect. Needs Contents read; without it, pull requests alone are looked at.
  before: 7d

# Problems that are known and get no issue for now: each by fingerprint or by message, with a reason.
# mutes:
#   - fingerprint: lg10123456789abcdef
#     reason: fix is scheduled for the next release
#     # RFC 3339; without it, until removed.
#     until: 2026-12-31T00:00:00Z
#   - message: "*LOW BUFFER UTILIZATION*"
#     reason: advice, not an error
#     # Speaks up again at this many entries in a run.
#     above: 1000

# What you have decided about patterns; it wins over all evidence. Each list names two patterns or more by fingerprint,
# as "cluster --json" shows them. A pattern that is not in the log does no harm.
# pins:
#   # The patterns of a list are one problem, with whatever else belongs to them.
#   together:
#     - [lg10123456789abcdef, lg1fedcba9876543210]
#   # No two patterns of a list end up in one problem, not by way of others either.
#   apart:
#     - [lg10123456789abcdef, lg100112233445566a7]

# Where worklogs go beside the folder worklogs/.
worklog:
  # Whether each run puts its worklog into the repository, on a branch of its own: a token with Contents write is needed.
  commit: false
  # Made if missing; never the default branch.
  branch: log-gardener-worklogs
  # The folder on it; README.md there lists the runs.
  folder: worklogs

# Who is told of a run.
notify:
  # When the chat at LOG_GARDENER_WEBHOOK_URL, an incoming webhook of Slack or one that understands the same, is told:
  # never, news (something was posted, waits or went wrong) or always. The address is a secret and has no place here.
  webhook: never
  # Whether a job of GitHub Actions shows the run as its summary, the worklog included.
  jobSummary: false

# --- What must never leave ------------------------------------------------------------------------------

# Further text to hide, beside secrets, e-mail and IP addresses. name is shown in its place, pattern is a JavaScript
# regular expression.
# redact:
#   - name: customer
#     pattern: "cust-[0-9]{6}"
`;
}

/** A JSON string is a YAML string, whatever is in it. */
const quoted = (text: string): string => JSON.stringify(text);
