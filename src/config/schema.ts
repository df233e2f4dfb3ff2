import { z } from 'zod';
import { Severity } from '../model/severity.ts';
import { Claude } from './schema/claude.ts';
import { Component } from './schema/component.ts';
import { assignees, duration, isTimeZone, regularExpression, template, usd } from './schema/formats.ts';
import { Mute } from './schema/mute.ts';
import { Pins } from './schema/pins.ts';
import { cron, Service } from './schema/service.ts';

/** log-gardener.yaml. Every key has a default but those a run cannot guess, which may also come from the command line. */
export const Config = z.strictObject({
  project: z.string().default('').describe('Google Cloud project.'),
  service: z.string().default('').describe('The service whose logs are read, and the name of its worklogs.'),
  repository: z
    .string()
    .regex(/^([\w.-]+\/[\w.-]+)?$/, 'owner/name')
    .default('')
    .describe(
      'The GitHub repository that is read and written; beside those of services and components there is no other.',
    ),
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
      slice: duration
        .default('3h')
        .describe('A longer window is read in slices of about this length, each by any worker, and put together then.'),
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
    .describe('Path prefixes in stack traces → folder in the repository; the longest one counts.'),
});
export type Config = z.infer<typeof Config>;
export type ComponentConfig = Config['components'][number];
