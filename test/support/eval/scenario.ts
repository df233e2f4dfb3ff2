import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';

/** A time in UTC, to the minute: `2025-10-07 14:05`; it becomes RFC 3339. */
const Time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d$/, 'a time such as 2025-10-07 14:05, in UTC')
  .transform((text) => `${text.replace(' ', 'T')}:00Z`);

const Severity = z.enum(['DEFAULT', 'DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL', 'ALERT']);

/** A few words for many entries that differ in their values. */
const PlantedEntries = z.strictObject({
  /** `{n}`, `{ms}`, `{id}`, `{uuid}`, `{email}`, `{ip}`, `{user}` and the slots of `values` differ from entry to entry. */
  message: z.string().default(''),
  /** A stack trace, on the lines behind the message. */
  trace: z.string().optional(),
  severity: Severity.default('ERROR'),
  count: z.int().min(1).default(1),
  /** Spread evenly from here to there, by default over the window. */
  from: Time.optional(),
  to: Time.optional(),
  service: z.string().optional(),
  revision: z.string().optional(),
  /** `json` = jsonPayload.message, `text` = textPayload. */
  payload: z.enum(['json', 'text']).default('json'),
  /** More of the payload. */
  fields: z.record(z.string(), z.unknown()).default({}),
  /** A line of the request log instead. */
  request: z
    .strictObject({ method: z.string(), path: z.string(), status: z.int(), latency: z.string().default('0.120s') })
    .optional(),
  source: z.strictObject({ file: z.string(), line: z.int(), function: z.string() }).optional(),
  values: z.record(z.string(), z.array(z.string()).min(1)).default({}),
});
export type PlantedEntries = z.infer<typeof PlantedEntries>;

/** What becomes of one problem in the log if it is done right. */
const Answer = z.strictObject({
  /** Stands in an entry of this problem, and of no other in the scenario. */
  about: z.string().min(1),
  /** `nothing` = not even looked at. */
  action: z.enum(['create', 'update', 'reopen', 'skip', 'unverified', 'nothing']),
  issue: z.int().nullable().default(null),
  verdict: z
    .enum([
      'open',
      'regressed',
      'fix_not_deployed',
      'old_revision_still_serving',
      'closed_without_fix',
      'duplicate_of',
      'unknown',
    ])
    .nullable()
    .default(null),
});
export type Answer = z.infer<typeof Answer>;

const KINDS = [
  'plain new',
  'plain known',
  'other words, same cause',
  'same words, other cause',
  'known under a sibling service',
  'duplicate chain',
  'closed as not planned',
  'fixed, not deployed',
  'regressed',
  'old revision still serving',
  'muted',
  'noise only',
  'several clusters, one issue',
  'huge tracker',
  'search down',
  'hostile log text',
  'hostile issue text',
  'not in English',
] as const;

/** As the scenario server plants it, save that times are short and what has a sensible default may be left out. */
const Thread = z.looseObject({ number: z.int() });
export type Thread = z.infer<typeof Thread>;

const TrackerFile = z.strictObject({
  repository: z.strictObject({ owner: z.string(), name: z.string() }),
  project: z.string(),
  people: z.array(z.string()).min(1),
  issues: z.array(Thread),
  pulls: z.array(Thread).default([]),
});

const ScenarioFile = z.strictObject({
  kind: z.enum(KINDS),
  /** What the right answer rests on, in a sentence or two that a person agrees with. */
  why: z.string().min(20),
  /** Never looked at while `rules` is tuned. */
  heldOut: z.boolean().default(false),
  /** The team's tracker that this adds to: a file of `trackers/`. */
  tracker: z.string(),
  platform: z.enum(['cloud run', 'gke']).default('cloud run'),
  service: z.string(),
  revision: z.string(),
  config: z.record(z.string(), z.unknown()).default({}),
  deploys: z.array(z.strictObject({ revision: z.string(), service: z.string().optional(), at: Time })).default([]),
  entries: z.array(PlantedEntries).min(1),
  issues: z.array(Thread).default([]),
  pulls: z.array(Thread).default([]),
  /** Further issues, made of all combinations of these words in turn. */
  crowd: z
    .strictObject({
      count: z.int().min(1),
      first: z.int().min(1),
      title: z.string(),
      body: z.string(),
      words: z.record(z.string(), z.array(z.string()).min(1)),
    })
    .optional(),
  github: z
    .strictObject({
      search: z.enum(['works', 'fails', 'is incomplete', 'knows meaning']).default('works'),
      /** Every call of the timeline fails. */
      history: z.enum(['works', 'fails']).default('works'),
    })
    .prefault({}),
  answers: z.array(Answer).min(1),
});

export type Tracker = z.infer<typeof TrackerFile>;
/** A planted history, the log of a day, and what is right to do about it. */
export type Scenario = Omit<z.infer<typeof ScenarioFile>, 'tracker'> & {
  /** The file's name, without `.yaml`. */
  readonly name: string;
  readonly tracker: Tracker;
};

const FOLDER = fileURLToPath(new URL('../../../fixtures/scenarios/', import.meta.url));

/** All scenarios, by name. Throws with the file's name and every problem in it. */
export function readScenarios(folder: string = FOLDER): Scenario[] {
  const trackers = new Map<string, Tracker>();
  const trackerOf = (name: string): Tracker => {
    const known = trackers.get(name) ?? readYaml(join(folder, 'trackers', `${name}.yaml`), TrackerFile);
    trackers.set(name, known);
    return known;
  };
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const scenario = readYaml(join(folder, file), ScenarioFile);
      return { ...scenario, name: file.slice(0, -'.yaml'.length), tracker: trackerOf(scenario.tracker) };
    });
}

function readYaml<T>(path: string, schema: z.ZodType<T>): T {
  let document: unknown;
  try {
    document = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof YAMLParseError) throw new Error(`${path} is no YAML: ${error.message}`, { cause: error });
    throw error;
  }
  const result = schema.safeParse(document);
  if (!result.success) throw new Error(`${path} is no scenario:\n${z.prettifyError(result.error)}`);
  return result.data;
}
