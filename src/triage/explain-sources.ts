import type { Readable } from 'node:stream';
import { assess } from '../assess/assess.ts';
import { createRedactor } from '../collect/redact.ts';
import type { Config } from '../config/schema.ts';
import { plainLine } from '../draft/one-line.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Completeness } from '../model/completeness.ts';
import { NotFoundError, UsageError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { Severity } from '../model/severity.ts';
import type { Store } from '../store/open.ts';
import { getRun, lastRun } from '../store/runs.ts';
import { runsNaming } from '../store/runs-naming.ts';
import { count } from '../wording/words.ts';
import { explainFromFiles, explainTriaged } from './explain.ts';
import { type Match, matchFingerprint, nearFingerprint } from './explain-match.ts';
import { missingOf } from './explain-missing.ts';
import type { Explanation } from './explanation.ts';
import { readLogs } from './read-logs.ts';
import { redactKept } from './redact-clusters.ts';

interface Deps {
  readonly config: Config;
  /** A function is asked once, when something is to be hidden. */
  readonly redactionKey: Buffer | (() => Buffer);
}

/**
 * Explains a cluster or pattern of a run: of `run`, or of the newest one that knows the fingerprint.
 *
 * @param asked a fingerprint or the beginning of one, in lower case
 * @throws UsageError when there is no such run, or the beginning fits several clusters
 * @throws NotFoundError when no run knows it
 */
export async function explainFromStore(
  asked: string,
  run: string | null,
  { store, config, redactionKey }: Deps & { store: Store },
): Promise<Explanation> {
  const redactor = createRedactor({ key: redactionKey, patterns: config.redact });
  const known = run === null ? runsNaming(store, asked) : [await requireRun(store, run)];
  for await (const candidate of known) {
    const found = settle(asked, matchFingerprint(asked, clustersOf(candidate)), `run ${candidate.id}`);
    const triaged = found && candidate.clusters.find(({ cluster }) => cluster === found.cluster);
    if (triaged) return redactKept(explainTriaged(triaged, candidate, found.pattern), redactor);
  }
  throw await notInStore(asked, run, store);
}

/**
 * Explains a cluster or pattern of log files, as `cluster` sees them: no templates of earlier runs, no GitHub. Says
 * beside it what was read and how many clusters there are.
 *
 * @throws UsageError when the beginning of a fingerprint fits several clusters
 * @throws NotFoundError when the files do not hold it
 */
export async function explainFromSources(
  asked: string,
  request: Deps & { sources: readonly string[]; stdin: Readable; minSeverity: Severity },
): Promise<{ explanation: Explanation; collected: Completeness; clusters: number }> {
  const { minSeverity, config } = request;
  const logs = await readLogs({ ...request, known: [], window: null, setAside: null });
  const { collected, redactor } = logs;
  const { clusters } = logs.clustering;
  const sources = collected.sources.map(({ name }) => name);
  const where = sources.join(', ');
  const found = settle(asked, matchFingerprint(asked, clusters), where);
  if (found === null) throw notInFiles(asked, clusters, { where, minSeverity, collected });
  const window = { since: '', until: '' };
  const assessment = assess(found.cluster, { config, window, previous: null, read: collected });
  const explanation = explainFromFiles(found.cluster, assessment, found.pattern, { sources, minSeverity, collected });
  return { explanation: await redactKept(explanation, redactor), collected, clusters: clusters.length };
}

const MOST_CANDIDATES = 10;
/** With its fingerprint it fits a line of 80. */
const LONGEST_NAME = 57;

/** The one match, or null where there is none. */
function settle(asked: string, match: Match, where: string): Extract<Match, { kind: 'one' }> | null {
  if (match.kind === 'none') return null;
  if (match.kind === 'one') return match;
  const { candidates } = match;
  const listed = candidates
    .slice(0, MOST_CANDIDATES)
    .map(({ fingerprint, name }) => `  ${fingerprint}  ${short(name)}`);
  const left = candidates.length - listed.length;
  if (left > 0) listed.push(`  and ${left} more`);
  const problem = `${asked} fits ${candidates.length} fingerprints in ${where}.`;
  throw new UsageError([problem, 'Give more of the one you mean:', ...listed].join('\n'));
}

async function requireRun(store: Store, id: string): Promise<Run> {
  const run = await getRun(store, id);
  if (!run) throw new UsageError(`No run ${id} in ${store.where}.`);
  return run;
}

async function notInStore(asked: string, run: string | null, store: Store): Promise<NotFoundError> {
  const files = `From log files: log-gardener explain ${asked} --source FILE`;
  const newest = run === null ? await lastRun(store) : await getRun(store, run);
  if (!newest) {
    const start = 'Start one with: log-gardener triage --source FILE';
    return new NotFoundError([`No run yet in ${store.where} to explain ${asked} from.`, start, files].join('\n'));
  }
  const where = run === null ? `No run in ${store.where} knows ${asked}.` : `Run ${run} does not know ${asked}.`;
  const listed = `Those it knows: log-gardener worklog show ${newest.id}`;
  return new NotFoundError([where, ...suggestion(asked, clustersOf(newest)), listed, files].join('\n'));
}

function notInFiles(
  asked: string,
  clusters: readonly Cluster[],
  { where, minSeverity, collected }: { where: string; minSeverity: Severity; collected: Completeness },
): NotFoundError {
  return new NotFoundError(
    [
      `${asked} is not among the ${count(clusters.length, 'cluster')} in ${where}`,
      `at ${minSeverity} or above.`,
      ...missingOf(collected).map(plainLine),
      ...suggestion(asked, clusters),
      'A run that knows earlier ones may call the same pattern by another fingerprint;',
      'log-gardener cluster lists those of files. --min-severity DEFAULT takes all entries.',
    ].join('\n'),
  );
}

function suggestion(asked: string, clusters: readonly Cluster[]): string[] {
  const near = nearFingerprint(asked, clusters);
  return near === null ? [] : ['Did you mean this one?', `  ${near.fingerprint}  ${short(near.name)}`];
}

function short(name: string): string {
  const characters = [...plainLine(name)];
  return characters.length <= LONGEST_NAME ? characters.join('') : `${characters.slice(0, LONGEST_NAME - 1).join('')}…`;
}

function clustersOf(run: Run): Cluster[] {
  return run.clusters.map(({ cluster }) => cluster);
}
