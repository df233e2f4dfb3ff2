import { sanitiseInline } from '../draft/sanitise.ts';
import type { RunDraft } from '../model/draft.ts';
import type { Run } from '../model/run.ts';
import { count, formatMinute, formatMinutes } from '../wording/words.ts';
import { outcomeOf } from '../worklog/outcome.ts';

/** One problem, in a line: `P1 created #640 Pool exhausted (8 entries)`. Its texts are inert. */
export interface DigestLine {
  readonly priority: string;
  readonly words: string;
  readonly issue: { readonly number: number; readonly url: string | null } | null;
  readonly title: string;
  /** `8 entries`; empty where nothing was counted. */
  readonly counted: string;
}

/** What a run has to tell people who do not read its worklog. */
export interface Digest {
  /** `shop, 2025-09-12 09:20 to 23:26 UTC` */
  readonly about: string;
  /** `2 posted, 1 waits for review` */
  readonly headline: string;
  readonly posted: readonly DigestLine[];
  readonly waiting: readonly DigestLine[];
  /** What did not come to an end, and what was not read or not reached. */
  readonly failed: readonly DigestLine[];
  readonly warnings: readonly string[];
  /** Whether there is anything that somebody has to know. */
  readonly isNews: boolean;
}

const LONGEST_TITLE = 160;
const LONGEST_WARNING = 300;
const LONGEST_REASON = 1000;

const WAITING = new Set(['pending', 'unverified', 'approved', 'posting']);
const FAILED = new Set(['error', 'failed', 'not-reached']);

/**
 * What was posted, what waits and what failed.
 *
 * @param redact hides what must not leave; run on every text that comes from a log
 */
export async function digestOf(run: Run, redact: (text: string) => Promise<string>): Promise<Digest> {
  const inert = async (text: string, longest: number): Promise<string> => sanitiseInline(await redact(text), longest);
  const told = await Promise.all(
    run.clusters.map(async (triaged) => {
      const { kind, words, issue } = outcomeOf(triaged);
      const title = await inert(triaged.draft?.title ?? triaged.cluster.title, LONGEST_TITLE);
      const counted = count(triaged.cluster.facts.count, 'entry', 'entries');
      return { kind, line: { priority: triaged.priority, words, issue, title, counted } };
    }),
  );
  const recovered = await Promise.all(
    run.recoveries.flatMap(({ draft, title, issue, repository, url, error }) =>
      draft === null && error === null
        ? []
        : [
            inert(title, LONGEST_TITLE).then((shown) => ({
              kind: draft === null ? 'failed' : kindOf(draft),
              line: {
                priority: '',
                words: 'not seen any more:',
                issue: { number: issue, url, ...(repository !== undefined && { repository }) },
                title: shown,
                counted: '',
              },
            })),
          ],
    ),
  );
  const all = [...told, ...recovered];
  const linesOf = (kinds: ReadonlySet<string>) => all.filter(({ kind }) => kinds.has(kind)).map(({ line }) => line);
  const [posted, waiting, failed] = [linesOf(new Set(['posted'])), linesOf(WAITING), linesOf(FAILED)];
  const warnings = await Promise.all(warningsOf(run).map((warning) => inert(warning, LONGEST_WARNING)));
  const service = await inert(run.service, LONGEST_TITLE);
  return {
    about: `${service}, ${formatMinutes(run.window.since, run.window.until)}`,
    headline: headlineOf({ posted, waiting, failed }, run),
    ...{ posted, waiting, failed, warnings },
    isNews: posted.length + waiting.length + failed.length + warnings.length > 0 || run.status !== 'done',
  };
}

/** A run that ended before there was anything to tell of but why. */
export interface Failure {
  /** Empty where none is named. */
  readonly service: string;
  /** RFC 3339. */
  readonly at: string;
  readonly because: string;
}

/** That a run failed, and why. @param redact as for {@link digestOf} */
export async function digestOfFailure(
  { service, at, because }: Failure,
  redact: (text: string) => Promise<string>,
): Promise<Digest> {
  const name = sanitiseInline(await redact(service), LONGEST_TITLE);
  const title = sanitiseInline(await redact(because), LONGEST_REASON);
  return {
    about: [name, formatMinute(at)].filter((part) => part !== '').join(', '),
    headline: 'the run failed',
    ...{ posted: [], waiting: [], warnings: [], isNews: true },
    failed: [{ priority: '', words: 'stopped:', issue: null, title, counted: '' }],
  };
}

function kindOf({ state }: RunDraft): string {
  return state.status;
}

function warningsOf({ warnings, collected }: Run): string[] {
  const unread = collected.truncated === null ? [] : [`The log was not read to its end: ${collected.truncated}.`];
  const malformed = collected.malformed === 0 ? [] : [`${count(collected.malformed, 'line')} could not be read.`];
  return [...unread, ...malformed, ...warnings];
}

function headlineOf({ posted, waiting, failed }: Pick<Digest, 'posted' | 'waiting' | 'failed'>, run: Run): string {
  const parts = [
    ...(posted.length > 0 ? [`${posted.length} posted`] : []),
    ...(waiting.length > 0 ? [`${waiting.length} ${waiting.length === 1 ? 'waits' : 'wait'} for review`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
  ];
  const end = run.status === 'done' ? [] : [`the run is ${run.status === 'partial' ? 'done in part' : run.status}`];
  return [...parts, ...end].join(', ') || 'nothing to do';
}
