import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';

const time = z.iso.datetime({ offset: true });
const number = z.int().positive();
const login = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*(\[bot\])?$/, 'a GitHub login');

const Comment = z.strictObject({
  /** Given out by the server where the file has none. */
  id: number.optional(),
  author: login,
  body: z.string(),
  created_at: time,
  updated_at: time.optional(),
});

/** What the timeline tells beside comments. `closed` and `reopened` may be planted; the others come from calls. */
const TimelineEvent = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('closed'),
    actor: login,
    created_at: time,
    reason: z.enum(['completed', 'not_planned', 'duplicate']).default('completed'),
    /** The pull request or commit that closed it; by hand where both are missing. */
    pull: number.optional(),
    commit: z.string().optional(),
  }),
  z.strictObject({ event: z.literal('reopened'), actor: login, created_at: time }),
  z.strictObject({ event: z.literal('labeled'), actor: login, created_at: time, label: z.string() }),
  z.strictObject({ event: z.literal('unlabeled'), actor: login, created_at: time, label: z.string() }),
  z.strictObject({ event: z.literal('renamed'), actor: login, created_at: time, from: z.string(), to: z.string() }),
  z.strictObject({ event: z.literal('marked_as_duplicate'), actor: login, created_at: time, canonical: number }),
  z.strictObject({ event: z.literal('unmarked_as_duplicate'), actor: login, created_at: time, canonical: number }),
]);
export type TimelineEvent = z.infer<typeof TimelineEvent>;

const thread = {
  number,
  title: z.string().min(1),
  body: z.string().default(''),
  author: login,
  created_at: time,
  updated_at: time.optional(),
  closed_at: time.nullable().default(null),
  locked: z.boolean().default(false),
  labels: z.array(z.string()).default([]),
  comments: z.array(Comment).default([]),
};

const PlantedIssue = z.strictObject({
  ...thread,
  state: z.enum(['open', 'closed']).default('open'),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullable().default(null),
  /** Short for a `closed` event by this pull request at `closed_at`. */
  closed_by_pull: number.optional(),
  /** Short for a `marked_as_duplicate` event at `closed_at`. */
  duplicate_of: number.optional(),
  /** Where it went: it was here, and its number still leads there. */
  gone: z.enum(['deleted', 'transferred', 'discussion']).nullable().default(null),
  events: z.array(TimelineEvent).default([]),
});

const PlantedFile = z.strictObject({
  path: z.string(),
  status: z.enum(['added', 'removed', 'modified', 'renamed']).default('modified'),
  additions: z.int().min(0).default(1),
  deletions: z.int().min(0).default(0),
  patch: z.string().optional(),
});

const PlantedPull = z.strictObject({
  ...thread,
  state: z.enum(['open', 'closed']).default('open'),
  merged_at: time.nullable().default(null),
  files: z.array(PlantedFile).default([]),
  /** Issues it is linked to as closing them, whether or not it did. */
  closes: z.array(number).default([]),
  /** owner/name of the repository it belongs to; null = the one of the history. */
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/)
    .nullable()
    .default(null),
});

const PlantedCommit = z.strictObject({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  /** The file that it touched. */
  path: z.string(),
  message: z.string().optional(),
  at: time,
  /** The pull request it came with; null = pushed without one. */
  pull: number.nullable().default(null),
});

/** A file as it stands at a commit or branch. */
const PlantedSource = z.strictObject({
  path: z.string().regex(/^[^/]/),
  text: z.string(),
  /** SHA; null = at the default branch. */
  ref: z.string().nullable().default(null),
});

/** Everything a tracker holds at one moment. Numbers and dates are taken as they stand. */
export const History = z
  .strictObject({
    repository: z.strictObject({
      owner: login,
      name: z.string().min(1),
      private: z.boolean().default(true),
      archived: z.boolean().default(false),
      has_issues: z.boolean().default(true),
    }),
    /** Who the token belongs to. */
    viewer: login,
    /** Of a classic token; null for a fine-grained one, about which GitHub does not tell. */
    scopes: z.array(z.string()).nullable().default(null),
    /** A GitHub App that is installed here and writes as the viewer, `slug[bot]`, beside the one token. */
    app: z
      .strictObject({
        id: number,
        slug: z.string().min(1),
        permissions: z
          .record(z.string(), z.enum(['read', 'write']))
          .default({ issues: 'write', pull_requests: 'read', contents: 'read', metadata: 'read' }),
        suspended: z.boolean().default(false),
      })
      .nullable()
      .default(null),
    /** People of whom more is to be said than their login; everybody else just exists. */
    users: z
      .array(z.strictObject({ login, name: z.string().optional(), type: z.enum(['User', 'Bot']).default('User') }))
      .default([]),
    labels: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          color: z
            .string()
            .regex(/^[0-9a-f]{6}$/)
            .default('ededed'),
          description: z.string().nullable().default(null),
        }),
      )
      .default([]),
    /** Number of the next issue that is made. */
    nextNumber: number,
    issues: z.array(PlantedIssue).default([]),
    pulls: z.array(PlantedPull).default([]),
    commits: z.array(PlantedCommit).default([]),
    sources: z.array(PlantedSource).default([]),
    /** Beside main; with commits of its own, so many. */
    branches: z.array(z.strictObject({ name: z.string(), commits: z.int() })).default([]),
    /** What the token may do with files. */
    contents: z.enum(['read', 'write']).default('write'),
  })
  .superRefine(checkReferences);
export type History = z.infer<typeof History>;
/** As a test or a file may write it: what has a default may be left out. */
export type HistoryInput = z.input<typeof History>;

type Problem = { path: (string | number)[]; message: string };

function checkReferences(
  history: Pick<History, 'nextNumber' | 'issues' | 'pulls' | 'commits'>,
  context: { addIssue: (problem: Problem & { code: 'custom' }) => void },
): void {
  const say = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const issues = new Set(history.issues.map((issue) => issue.number));
  const pulls = new Set(history.pulls.map((pull) => pull.number));
  const seen = new Set<number>();
  for (const { number: taken } of [...history.issues, ...history.pulls]) {
    if (seen.has(taken)) say([], `#${taken} is there twice; issues and pull requests share their numbers`);
    if (taken >= history.nextNumber) say(['nextNumber'], `#${taken} is planted, so nextNumber must be above it`);
    seen.add(taken);
  }
  history.issues.forEach((issue, index) => {
    const at = (field: string) => ['issues', index, field];
    if ((issue.state === 'closed') !== (issue.closed_at !== null)) {
      say(at('closed_at'), `#${issue.number} is ${issue.state}: closed_at belongs to closed issues, and only to them`);
    }
    if (issue.closed_by_pull !== undefined && !pulls.has(issue.closed_by_pull)) {
      say(at('closed_by_pull'), `there is no pull request #${issue.closed_by_pull}`);
    }
    if (issue.duplicate_of !== undefined && !issues.has(issue.duplicate_of)) {
      say(at('duplicate_of'), `there is no issue #${issue.duplicate_of}`);
    }
    for (const event of issue.events) {
      if (event.event === 'closed' && event.pull !== undefined && !pulls.has(event.pull)) {
        say(at('events'), `there is no pull request #${event.pull}`);
      }
    }
  });
  history.pulls.forEach((pull, index) => {
    const at = (field: string) => ['pulls', index, field];
    if ((pull.state === 'closed') !== (pull.closed_at !== null || pull.merged_at !== null)) {
      say(
        at('state'),
        `#${pull.number} is ${pull.state}: a closed or merged pull request has a closed_at or merged_at`,
      );
    }
    for (const closed of pull.closes) if (!issues.has(closed)) say(at('closes'), `there is no issue #${closed}`);
  });
  history.commits.forEach(({ sha, pull }, index) => {
    if (pull !== null && !pulls.has(pull))
      say(['commits', index, 'pull'], `there is no pull request #${pull} (${sha})`);
  });
}

/** The history in a YAML file. Throws with the file's name and every problem in it. */
export function readHistory(path: string): History {
  let document: unknown;
  try {
    document = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof YAMLParseError) throw new Error(`${path} is no YAML: ${error.message}`, { cause: error });
    throw error;
  }
  const result = History.safeParse(document);
  if (!result.success) throw new Error(`${path} is no history:\n${z.prettifyError(result.error)}`);
  return result.data;
}
