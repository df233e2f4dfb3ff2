import { appendFile, stat } from 'node:fs/promises';
import type { BlockContent, PhrasingContent } from 'mdast';
import { heading, list, paragraph, renderMarkdown, strong, text } from '../draft/markdown.ts';
import { issueLink } from '../worklog/outcome.ts';
import type { Digest, DigestLine } from './digest.ts';

/**
 * GitHub takes 1 MiB from each step, and shows nothing of one that has more:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
 */
const MOST_BYTES = 1024 * 1024;

export interface JobSummary {
  /** The value of GITHUB_STEP_SUMMARY. */
  readonly path: string;
  /** Whether other machines reach the store too; the drafts of a job that keeps it on its own disk are out of reach. */
  readonly isStoreShared: boolean;
}

const REVIEWED =
  'What waits is decided with log-gardener review, on a machine with the DATABASE_URL of this job and the config.';
const OUT_OF_REACH =
  'What waits is in the state of this job alone, where nobody can review it. With a DATABASE_URL that another machine shares, log-gardener review decides it there; with mode auto, what is verified is posted.';

/** The digest, and below it what else the run says of itself, as Markdown. */
function summaryText(digest: Digest, report: string, isStoreShared: boolean): string {
  const sections = [
    ...section('Posted', digest.posted),
    ...section('Waiting for review', digest.waiting),
    ...section('Failed', digest.failed),
    ...(digest.warnings.length > 0 ? [heading(3, 'Warnings'), list(digest.warnings)] : []),
  ];
  const short = renderMarkdown([
    heading(2, `log-gardener: ${digest.headline}`),
    paragraph(digest.about),
    ...(digest.waiting.length > 0 ? [paragraph(isStoreShared ? REVIEWED : OUT_OF_REACH)] : []),
    ...sections,
  ]);
  return `${short}\n${report}`;
}

/**
 * Adds to the summary of the job that this step belongs to. What would be too much is left at its short part, and says so.
 *
 * @throws what the file system throws
 */
export async function appendJobSummary(
  { path, isStoreShared }: JobSummary,
  digest: Digest,
  report: string,
): Promise<void> {
  const before = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  const whole = summaryText(digest, report, isStoreShared);
  const fits = before + Buffer.byteLength(whole) <= MOST_BYTES;
  await appendFile(
    path,
    fits ? whole : summaryText(digest, 'The worklog is too long to be shown here.\n', isStoreShared),
  );
}

function section(title: string, lines: readonly DigestLine[]): BlockContent[] {
  return lines.length === 0 ? [] : [heading(3, title), list(lines.map(lineNodes))];
}

function lineNodes({ priority, words, issue, title, counted }: DigestLine): PhrasingContent[] {
  return [
    ...(priority === '' ? [] : [strong(priority), text(' ')]),
    text(`${words} `),
    ...(issue === null ? [] : [issueLink(issue), text(' ')]),
    text(title),
    ...(counted === '' ? [] : [text(` (${counted})`)]),
  ];
}
