import type { Command } from 'commander';
import type { ReviewCounts, ReviewStats } from '../review/stats.ts';
import { count } from '../wording/words.ts';
import { outputWidth } from './context.ts';
import { formatTable } from './table.ts';
import { withStore } from './with-drafts.ts';
import { wrap } from './wrap.ts';

/** `stats`: how drafts fared with reviewers. */
export function registerStats(program: Command): void {
  program
    .command('stats')
    .description('how drafts fared with reviewers: approved unchanged, edited, rejected')
    .action(async (_options: unknown, command: Command) => {
      await withStore(command, async (store, { json }) => {
        const { reviewStats } = await import('../review/stats.ts');
        const stats = await reviewStats(store);
        process.stdout.write(json ? `${JSON.stringify(stats)}\n` : statsText(stats, outputWidth()));
      });
    });
}

/** Shares of so few say nothing; their counts stand alone. */
const LEAST_FOR_SHARES = 10;

/** The counts as a table of at most `width` cells, a share beside each count where there are enough to speak of one. */
export function statsText({ all, authors }: ReviewStats, width: number): string {
  if (all.drafts === 0) return 'No drafts yet: a triage run makes them.\n';
  const columns = [
    { title: 'drafted by', flexible: true },
    { title: 'drafts' },
    { title: 'reviewed' },
    { title: 'unchanged' },
    { title: 'edited' },
    { title: 'rejected' },
  ];
  const rowOf = (name: string, counts: ReviewCounts): string[] => [
    name,
    String(counts.drafts),
    String(counts.reviewed),
    ...[counts.approvedUnchanged, counts.approvedEdited, counts.rejected].map((part) =>
      withShare(part, counts.reviewed),
    ),
  ];
  const rows = authors.map(({ author, ...counts }) => rowOf(author ?? '(not kept)', counts));
  if (authors.length > 1) rows.push(rowOf('all', all));
  const notes = [
    'unchanged, edited = approved as drafted, or after an edit. What auto mode posted and what gave way to a later run was reviewed by nobody.',
    ...(all.reviewed < LEAST_FOR_SHARES
      ? [`No shares yet: ${count(all.reviewed, 'review')}; they say little below ${LEAST_FOR_SHARES}.`]
      : []),
  ];
  return `${formatTable(columns, rows, width)}\n\n${notes.flatMap((note) => wrap(note, { width })).join('\n')}\n`;
}

function withShare(part: number, whole: number): string {
  return whole < LEAST_FOR_SHARES ? String(part) : `${part} (${Math.round((100 * part) / whole)} %)`;
}
