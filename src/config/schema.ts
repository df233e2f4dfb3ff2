import { z } from 'zod';
import { IMPORTANCES } from '../model/assessment.ts';
import { Severity } from '../model/severity.ts';

const globs = z.array(z.string().min(1)).default([]);
const httpsUrl = z.url({ protocol: /^https$/ });
const duration = z.string().regex(/^[1-9]\d*[mhd]$/, 'a number and m, h or d, for example 30m, 24h or 7d');

const Component = z.strictObject({
  name: z.string().min(1).describe('How people call this part of the product.'),
  importance: z.enum(IMPORTANCES).default('normal').describe('Raises the priority of what touches it.'),
  modules: globs.describe('Globs over the module, for example app.websocket_core.**'),
  paths: globs.describe('Globs over source files and stack frames, for example app/routes/**'),
  messages: globs.describe('Globs over the whole message, upper and lower case alike, for example *SessionMiddleware*'),
  journey: z.string().nullable().default(null).describe('The user journey that breaks with it.'),
  owner: z.string().nullable().default(null).describe('Who answers for it; named in issues, never pinged.'),
  revenue: z.string().nullable().default(null).describe('Quoted word for word, the only money an issue may speak of.'),
  links: z
    .array(z.strictObject({ title: z.string().min(1), url: httpsUrl }))
    .default([])
    .describe('Runbooks and documents, listed under Related.'),
});

const Mute = z
  .strictObject({
    fingerprint: z
      .string()
      .regex(/^lg1[0-9a-f]{16}$/, 'lg1 and 16 hex digits')
      .optional(),
    message: z.string().min(1).optional().describe('A glob over the whole message.'),
    until: z.iso.datetime({ offset: true }).optional().describe('RFC 3339; without it, until removed.'),
    above: z.int().positive().optional().describe('Speaks up again at this many entries in a run.'),
    reason: z.string().min(1),
  })
  .refine((mute) => (mute.fingerprint === undefined) !== (mute.message === undefined), 'either fingerprint or message');

/** log-gardener.yaml. Every key has a default but those a run cannot guess, which may also come from the command line. */
export const Config = z.strictObject({
  project: z.string().default('').describe('Google Cloud project.'),
  service: z.string().default('').describe('The service whose logs are read, and the name of its worklogs.'),
  repository: z
    .string()
    .regex(/^([\w.-]+\/[\w.-]+)?$/, 'owner/name')
    .default('')
    .describe('The only GitHub repository that is ever read or written.'),
  window: duration.default('24h').describe('How far back a run looks.'),
  minSeverity: Severity.default('NOTICE'),
  components: z.array(Component).default([]),
  signatures: z
    .array(z.strictObject({ message: z.string().min(1), meaning: z.enum(['data loss', 'security']) }))
    .default([])
    .describe('Globs over messages that mean data loss or a security problem: always P0.'),
  issue: z
    .strictObject({
      title: z
        .string()
        .includes('{name}')
        .default('GCP-{category} | {priority} | {name}')
        .describe('Fields: {category}, {priority}, {name}, {service}.'),
      labels: z
        .array(z.string().min(1).max(50))
        .max(4)
        .default(['log-gardener', '{priority}', 'bug'])
        .describe('At most 4; made if missing. Fields: {priority}, {service}.'),
      linkHosts: z
        .array(z.string().min(1))
        .default([])
        .describe('Hosts, beside GitHub and Google Cloud, that links in issues may lead to.'),
    })
    .prefault({}),
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
      writeIntervalMs: z.int().min(0).default(1000).describe('Least time between two writes.'),
    })
    .prefault({}),
  limits: z
    .strictObject({
      maxNewIssues: z.int().min(0).default(5).describe('New issues per run; the rest stay drafts.'),
      concurrency: z.int().min(1).max(32).default(4).describe('Clusters investigated at once.'),
    })
    .prefault({}),
  mutes: z.array(Mute).default([]),
  regression: z
    .enum(['reopen', 'new'])
    .default('reopen')
    .describe('A closed issue whose error is back after its fix: reopen it, or file a new one that links it.'),
  redact: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[a-z][a-z0-9-]*$/, 'lower-case words joined by -')
          .describe('Shown in the placeholder.'),
        pattern: z.string().min(1).describe('A JavaScript regular expression.'),
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
