import { z } from 'zod';
import { UsageError } from '../../model/errors.ts';
import { rejectDraft } from '../../review/reject.ts';
import type { RejectRequest } from '../../review/requests.ts';
import { requireDraft } from '../../review/require-draft.ts';
import { refreshRun } from '../../triage/refresh-run.ts';
import { clusterArgument, draftArgument, seenArgument } from '../inputs.ts';
import { liveDeps } from '../live-deps.ts';
import { quoted } from '../quoted.ts';
import { titleLines } from '../shown.ts';
import { defineTool } from '../tool.ts';

const Ruling = z.enum(['mute', 'mute_tenfold', 'duplicate', 'apart', 'together']);

export const rejectDraftTool = defineTool({
  name: 'reject_draft',
  title: 'Reject a draft',
  description:
    'Rejects a draft with a reason; the next run drafts it again. ruling makes later runs heed it, and asks the person first: mute (until a time), mute_tenfold (until ten times as frequent), duplicate (of an issue), apart (patterns are problems of their own), together (with another cluster).',
  effect: 'keeps',
  input: z.strictObject({
    draft: draftArgument,
    seen: seenArgument,
    reason: z.string().min(1).max(1000),
    ruling: Ruling.optional(),
    until: z.iso.datetime({ offset: true }).optional().describe('mute.'),
    of: z.int().positive().optional().describe('duplicate: issue number.'),
    patterns: z.array(clusterArgument).min(2).max(50).optional().describe('apart.'),
    with: clusterArgument.optional().describe('together.'),
  }),
  output: z.object({ draft: z.string(), status: z.string(), ruling: z.string().nullable() }),
  async run({ draft: id, seen, reason, ...given }, scene) {
    const { deps, store, asked } = scene;
    const draft = await requireDraft(store, id);
    const ruling = rulingOf(given);
    if (ruling !== undefined) {
      const about = JSON.stringify(['reject', id, seen, ruling, reason]);
      const answer = asked(about);
      if (answer === 'cannot be asked') {
        throw new UsageError(
          `A ruling is for a person to make, and this client has no way to ask one. They make it with: log-gardener review. Without ruling the draft alone is rejected.`,
        );
      }
      if (answer === 'not yet') {
        return {
          ask: `Reject draft ${id} and from now on: ${wordsOf(ruling)}?\n${titleLines(draft).join('\n')}\nThe model gives this reason:\n${quoted(reason)}`,
          about,
        };
      }
      if (answer === 'no') {
        const data = { draft: id, status: draft.state.status, ruling: null };
        return { text: 'The person does not want that; nothing was changed.', data };
      }
    }
    const rejected = await rejectDraft(
      id,
      { seen, reason, ...(ruling && { ruling }) },
      {
        ...liveDeps(scene),
        isUnasked: ruling === undefined,
      },
    );
    await refreshRun(rejected.run, { store, worklogDir: deps.worklogDir }, deps.now());
    const made = ruling === undefined ? null : wordsOf(ruling);
    const text =
      made === null ? `Rejected ${id}. The next run drafts it again.` : `Rejected ${id}; from now on: ${made}.`;
    return { text, data: { draft: id, status: rejected.state.status, ruling: made } };
  },
});

type Asked = NonNullable<RejectRequest['ruling']>;

interface Given {
  readonly ruling?: z.infer<typeof Ruling> | undefined;
  readonly until?: string | undefined;
  readonly of?: number | undefined;
  readonly patterns?: string[] | undefined;
  readonly with?: string | undefined;
}

/** @throws UsageError where it lacks what it is about */
function rulingOf({ ruling, until, of, patterns, with: other }: Given): Asked | undefined {
  switch (ruling) {
    case undefined:
      return undefined;
    case 'mute':
      return { kind: 'mute', until: needed(until, 'mute', 'until') };
    case 'mute_tenfold':
      return { kind: 'mute', untilTenfold: true };
    case 'duplicate':
      return { kind: 'duplicate', of: needed(of, 'duplicate', 'of') };
    case 'apart':
      return { kind: 'apart', patterns: needed(patterns, 'apart', 'patterns') };
    case 'together':
      return { kind: 'together', with: needed(other, 'together', 'with') };
  }
}

function needed<T>(value: T | undefined, ruling: string, argument: string): T {
  if (value !== undefined) return value;
  throw new UsageError(`The ruling ${ruling} needs ${argument}.`);
}

function wordsOf(ruling: Asked): string {
  switch (ruling.kind) {
    case 'mute':
      return 'until' in ruling
        ? `say nothing of it until ${ruling.until}`
        : 'say nothing of it until it is ten times as frequent';
    case 'duplicate':
      return `take #${ruling.of} for its issue`;
    case 'apart':
      return `keep the patterns ${ruling.patterns.join(', ')} apart`;
    case 'together':
      return `join it with ${ruling.with}`;
  }
}
