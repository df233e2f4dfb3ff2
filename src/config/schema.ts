import { z } from 'zod';
import { IMPORTANCES, Priority } from '../model/assessment.ts';
import { Severity } from '../model/severity.ts';
import { Effort } from '../model/transcript.ts';
import { findContradictions } from './pins.ts';

// The messages of formats complete the sentence `"value" is not …` (problems.ts).
const globs = z.array(z.string().min(1)).default([]);
const httpsUrl = z.url({ protocol: /^https$/, error: 'an https:// address' });
// Five digits of days are 273 years: a longer span would begin before the calendar does.
const duration = z.string().regex(/^[1-9]\d{0,4}[mhd]$/, 'a number and m, h or d, for example 30m, 24h or 7d');
const fingerprint = z
  .string()
  .regex(/^lg[1-9][0-9]{0,2}[0-9a-f]{16}$/, 'a fingerprint, for example lg10123456789abcdef');
const instant = z.iso.datetime({ offset: true, error: 'a time with zone, for example 2025-10-01T00:00:00Z' });

/** https://docs.github.com/rest/issues/issues#create-an-issue: ten at most. */
const assignees = z
  .array(z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$/, 'a GitHub login, without @'))
  .max(10)
  .default([]);

/** Text with `{fields}`, and none but these. */
const template = (fields: readonly string[]) =>
  z
    .string()
    .regex(
      new RegExp(`^(?:[^{}]|\\{(?:${fields.join('|')})\\})*$`),
      `made of text and ${fields.map((field) => `{${field}}`).join(', ')}`,
    );

const regularExpression = z
  .string()
  .min(1)
  .superRefine((pattern, context) => {
    try {
      if (new RegExp(pattern, 'g').test('')) {
        context.addIssue({
          code: 'custom',
          message: 'matches the empty text, so it would hide everything; make it need a character',
        });
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: 'custom', message: `is no JavaScript regular expression (${reason})` });
    }
  });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const Component = z.strictObject({
  name: z.string().min(1).describe('How people call this part of the product.'),
  importance: z.enum(IMPORTANCES).default('normal').describe('Raises the priority of what touches it.'),
  modules: globs.describe('Globs over the module, for example app.websocket_core.**'),
  paths: globs.describe('Globs over source files and stack frames, for example app/routes/**'),
  messages: globs.describe('Globs over the whole message, upper and lower case alike, for example *SessionMiddleware*'),
  journey: z.string().nullable().default(null).describe('The user journey that breaks with it.'),
  owner: z.string().nullable().default(null).describe('Who answers for it; named in issues, never pinged.'),
  assignees: assignees.describe('GitHub logins that its new issues are assigned to.'),
  revenue: z.string().nullable().default(null).describe('Quoted word for word, the only money an issue may speak of.'),
  links: z
    .array(z.strictObject({ title: z.string().min(1), url: httpsUrl }))
    .default([])
    .describe('Runbooks and documents (title and https url), listed under Related.'),
});

const Mute = z
  .strictObject({
    fingerprint: fingerprint.optional().describe('The cluster, as the worklog and the issue name it.'),
    message: z.string().min(1).optional().describe('A glob over the whole message.'),
    until: instant.optional().describe('RFC 3339; without it, until removed.'),
    above: z.int().positive().optional().describe('Speaks up again at this many entries in a run.'),
    reason: z.string().min(1).describe('Shown in the worklog.'),
  })
  .refine(
    (mute) => (mute.fingerprint === undefined) !== (mute.message === undefined),
    'needs either fingerprint or message, one of the two',
  );

const pinned = z
  .array(
    z
      .array(fingerprint)
      .min(2)
      .refine((list) => new Set(list).size > 1, 'names one pattern only; it needs two different ones'),
  )
  .default([]);

const Pins = z
  .strictObject({
    together: pinned.describe('The patterns of each list are one problem, whatever else they are joined to.'),
    apart: pinned.describe('No two patterns of a list end up in one problem, not by way of others either.'),
  })
  .superRefine((pins, context) => {
    for (const { list, pair, through } of findContradictions(pins)) {
      const lists = through.map((index) => `pins.together[${index}]`).join(' and ');
      context.addIssue({
        code: 'custom',
        path: ['apart', list],
        message: 'keeps two patterns apart,',
        params: {
          more: [
            `${pair.join(' and ')},`,
            `which ${lists} put${through.length > 1 ? '' : 's'} together; remove one of the two`,
          ],
        },
      });
    }
  });

const usd = z.number().positive();

const Prices = z.strictObject({
  input: usd.describe('Input that is in no cache.'),
  cacheWrite: usd.describe('Input that is put into the cache, for five minutes.'),
  cacheRead: usd.describe('Input that is read from the cache.'),
  output: usd.describe('Output, what the model thinks included.'),
});

const Claude = z.strictObject({
  provider: z
    .enum(['auto', 'anthropic', 'vertex'])
    .default('auto')
    .describe('Where Claude is asked; auto: with a key directly, else by Vertex where its project is set.'),
  model: z.string().min(1).default('claude-sonnet-5-5').describe('The model that investigates.'),
  models: z
    .partialRecord(Priority, z.string().min(1))
    .default({})
    .describe('Another model by base priority, for example P0: claude-opus-5-5.'),
  effort: Effort.default('medium').describe('How much the model thinks before it answers.'),
  vertex: z
    .strictObject({
      project: z.string().default('').describe('Google Cloud project (default: ANTHROPIC_VERTEX_PROJECT_ID).'),
      region: z.string().default('').describe('Region (default: CLOUD_ML_REGION, else global).'),
    })
    .prefault({})
    .describe('Claude by way of a Google Cloud project.'),
  maxTurns: z.int().min(1).max(50).default(12).describe('Requests per cluster.'),
  maxTokens: z.int().min(1000).default(300_000).describe('Tokens per cluster, input and output of all turns.'),
  maxAnswerTokens: z.int().min(1000).max(64_000).default(16_000).describe('Tokens of one answer, thinking included.'),
  maxUsd: usd.default(1).describe('US dollars per cluster.'),
  requestsPerMinute: z.int().min(1).default(50).describe('Requests in any minute, of all clusters together.'),
  tokensPerMinute: z.int().min(1000).default(400_000).describe('Input tokens in any minute, of all clusters together.'),
  prices: z
    .record(z.string(), Prices)
    .default({})
    .describe('US dollars per million tokens of a model that the built-in list does not know, or at another price.'),
});

/** Of the five fields of cron: minute, hour, day of the month, month, day of the week. */
const cron = z
  .string()
  .regex(/^(?:[\d*,/-]+ +){2}[\d*,/-]+(?: +[\dA-Za-z*,/-]+){2}$/, 'five fields of cron, for example 5 * * * *');

const repositoryName = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'owner/name');

const Service = z.strictObject({
  names: z
    .array(z.string().min(1))
    .min(1)
    .describe('Services; with *, ? or {a,b} in it, a glob over those that other entries name.'),
  project: z.string().optional().describe('Instead of project.'),
  repository: repositoryName.optional().describe('Instead of repository.'),
  minSeverity: Severity.optional().describe('Instead of minSeverity.'),
  window: duration.optional().describe('Instead of window.'),
  schedule: cron.nullable().optional().describe('Instead of fleet.schedule; null = not on a schedule.'),
  maxNewIssues: z.int().min(0).optional().describe('Instead of limits.maxNewIssues.'),
  maxUsd: usd.nullable().optional().describe('Instead of limits.maxUsd.'),
});

/** log-gardener.yaml. Every key has a default but those a run cannot guess, which may also come from the command line. */
export const Config = z.strictObject({
  project: z.string().default('').describe('Google Cloud project.'),
  service: z.string().default('').describe('The service whose logs are read, and the name of its worklogs.'),
  repository: z
    .string()
    .regex(/^([\w.-]+\/[\w.-]+)?$/, 'owner/name')
    .default('')
    .describe('The only GitHub repository that is ever read or written.'),
  window: duration
    .default('24h')
    .describe('How far back the first run looks in Cloud Logging; each later one starts where the last one ended.'),
  minSeverity: Severity.default('NOTICE').describe('The least severity that is looked at.'),
  logging: z
    .strictObject({
      readsPerMinute: z
        .int()
        .min(1)
        .max(6000)
        .default(60)
        .describe('Reads of Cloud Logging in any minute; the quota of a project is 60, shared by all who read.'),
      settle: duration
        .default('1m')
        .describe('What arrived so shortly before a run is left to the next one, since it may not be found yet.'),
      late: duration
        .default('24h')
        .describe('How late an entry may arrive after it happened and still be read; more makes each reading slower.'),
      requestLog: z
        .boolean()
        .default(false)
        .describe('Whether a run counts all requests too, by a query of its own, for the share of those that fail.'),
    })
    .prefault({})
    .describe('How Cloud Logging is read.'),
  services: z
    .array(Service)
    .default([])
    .describe('The services of a fleet, with what is different for each; later entries win. Without any: service.'),
  fleet: z
    .strictObject({
      schedule: cron
        .nullable()
        .default(null)
        .describe('When workers triage each service, as cron; null = when asked to.'),
      timeZone: z
        .string()
        .default('UTC')
        .refine(isTimeZone, 'a time zone, for example Europe/Berlin')
        .describe('In which the schedule is meant.'),
      searchesPerMinute: z
        .int()
        .min(1)
        .default(30)
        .describe('Searches of GitHub in any minute, of all workers together.'),
      writesPerMinute: z.int().min(1).default(80).describe('Writes to GitHub in any minute, of all workers together.'),
      maxUsdPerDay: usd
        .nullable()
        .default(null)
        .describe(
          'US dollars for Claude per day (UTC) of all workers; what is over when they are spent is left to rules.',
        ),
      mode: z.enum(['draft', 'auto']).default('draft').describe('auto: verified drafts of scheduled runs are posted.'),
    })
    .prefault({})
    .describe('Runs by workers that share a PostgreSQL.'),
  retention: z
    .strictObject({
      runs: duration
        .nullable()
        .default(null)
        .describe('Runs, with their drafts and transcripts, are removed when they are older; null = kept.'),
      transcripts: duration
        .nullable()
        .default(null)
        .describe('What was said to and by a model is removed when its run is older; null = as long as the run.'),
    })
    .prefault({})
    .describe('How long things are kept. Fingerprints, issue numbers and what is known of problems always stay.'),
  components: z.array(Component).default([]).describe('Parts of the product, and how to tell from an entry.'),
  signatures: z
    .array(
      z.strictObject({
        message: z.string().min(1).describe('A glob over the whole message.'),
        meaning: z.enum(['data loss', 'security']).describe('Named as the reason for the priority.'),
      }),
    )
    .default([])
    .describe('Globs over messages that mean data loss or a security problem: always P0.'),
  issue: z
    .strictObject({
      title: template(['category', 'priority', 'name', 'service'])
        .includes('{name}', 'text with {name} in it')
        .default('GCP-{category} | {priority} | {name}')
        .describe('Fields: {category}, {priority}, {name}, {service}.'),
      labels: z
        .array(template(['priority', 'service']).min(1).max(50))
        .max(4)
        .default(['log-gardener', '{priority}', 'bug'])
        .describe(
          'At most 4; made if missing. Fields: {priority}, {service}. Keep log-gardener: by it our comments on issues of others are found again.',
        ),
      linkHosts: z
        .array(z.string().min(1))
        .default([])
        .describe('Hosts, beside GitHub and Google Cloud, that links in issues may lead to.'),
      assignees: assignees.describe('GitHub logins that a new issue is assigned to whose components name nobody.'),
      coolDown: duration
        .default('24h')
        .describe('For so long after a comment, new revisions and rising counts are told in the evidence alone.'),
    })
    .prefault({})
    .describe('How issues are written.'),
  github: z
    .strictObject({
      allowPublic: z
        .boolean()
        .default(false)
        .describe('Logs of a private service do not belong in a public repository by accident.'),
      trustedAuthors: z
        .array(z.string())
        .default([])
        .describe('Logins, beside our own, whose log-gardener markers count.'),
      writeIntervalMs: z
        .int()
        .min(0)
        .default(1000)
        .describe('Least time between two writes, in milliseconds, also of two processes that share a store.'),
    })
    .prefault({})
    .describe('How GitHub is treated.'),
  limits: z
    .strictObject({
      maxNewIssues: z.int().min(0).default(5).describe('New issues per run; the rest stay drafts.'),
      concurrency: z
        .int()
        .min(1)
        .max(32)
        .default(4)
        .describe('Clusters investigated at once; in a fleet, by each worker.'),
      maxUsd: usd
        .nullable()
        .default(null)
        .describe('US dollars for Claude per run; what is over when they are spent is left to rules.'),
    })
    .prefault({})
    .describe('Bounds on what one run does.'),
  claude: Claude.prefault({}).describe('The sub-agents that investigate; without a key or Vertex, rules do.'),
  mutes: z.array(Mute).default([]).describe('Problems that are known and get no issue for now.'),
  pins: Pins.prefault({}).describe('What a person has decided about patterns, by fingerprint; wins over all evidence.'),
  mcp: z
    .strictObject({
      allowPosting: z
        .boolean()
        .default(false)
        .describe('Whether an MCP client may post drafts without asking a person each time.'),
    })
    .prefault({})
    .describe('What MCP clients may do.'),
  regression: z
    .enum(['reopen', 'new'])
    .default('reopen')
    .describe('A closed issue whose error is back after its fix: reopen it, or file a new one that links it.'),
  recovery: z
    .strictObject({
      after: duration
        .default('3d')
        .describe('For so long a problem was not seen, while its service kept logging, before its issue says so.'),
      closing: z
        .enum(['suggest', 'close'])
        .default('suggest')
        .describe(
          'What becomes of an open issue whose fix is deployed and holds: a comment suggests to close it, or it is closed.',
        ),
    })
    .prefault({})
    .describe('What is said of problems that are gone.'),
  suspects: z
    .strictObject({
      before: duration
        .default('7d')
        .describe('For so long before a problem began, a change to its files is suspected of it.'),
    })
    .prefault({})
    .describe('Which changes are named as suspects.'),
  worklog: z
    .strictObject({
      commit: z
        .boolean()
        .default(false)
        .describe(
          'Whether each run puts its worklog into the repository, on a branch of its own; needs Contents write.',
        ),
      branch: z
        .string()
        .regex(/^(?!.*(?:\.\.|\/\/|\.lock$|\/$))[A-Za-z0-9_][\w./-]{0,199}$/, 'the name of a branch')
        .default('log-gardener-worklogs')
        .describe('The branch; made if missing. Never the default branch.'),
      folder: z
        .string()
        .regex(
          /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+){0,9}$/,
          'a folder inside the repository, for example worklogs',
        )
        .default('worklogs')
        .describe('The folder on it; README.md there lists the runs.'),
    })
    .prefault({})
    .describe('Where worklogs go beside the folder worklogs/.'),
  notify: z
    .strictObject({
      webhook: z
        .enum(['never', 'news', 'always'])
        .default('never')
        .describe(
          'When the chat at LOG_GARDENER_WEBHOOK_URL is told of a run; news: where something was posted, waits or went wrong.',
        ),
      jobSummary: z
        .boolean()
        .default(false)
        .describe('Whether a job of GitHub Actions shows the run as its summary, the worklog included.'),
    })
    .prefault({})
    .describe('Who is told of a run.'),
  redact: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[a-z][a-z0-9-]*$/, 'lower-case words joined by -')
          .describe('Shown in the placeholder.'),
        pattern: regularExpression.describe('A JavaScript regular expression.'),
      }),
    )
    .default([])
    .describe('Further text to hide, beside secrets, e-mail and IP addresses.'),
  sourceRoots: z
    .record(z.string(), z.string())
    .default({ '/app/': '', '/workspace/': '', '/usr/src/app/': '' })
    .describe('Path prefixes in stack traces → folder in the repository.'),
});
export type Config = z.infer<typeof Config>;
export type ComponentConfig = Config['components'][number];
