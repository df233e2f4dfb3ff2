import type { DraftStatus } from '../../model/draft.ts';
import { count, joinWords } from '../../wording/words.ts';
import { type Check, type Finding, ok, skipped, warning } from './finding.ts';

/** What earlier runs left in the store. */
export interface Unfinished {
  /** How many drafts wait, by what for. */
  readonly drafts: Readonly<Record<'pending' | 'approved' | 'posting', number>>;
  /** Writes to GitHub that nobody knows the end of, with what became of their draft. */
  readonly openIntents: readonly { readonly draft: string; readonly status: DraftStatus['status'] }[];
}

/** `no store`: nothing has been run yet. `unreadable`: it is of another version, or the config says where it is. */
export type ReadUnfinished = () => Promise<Unfinished | 'no store' | 'unreadable'>;

/** Did an earlier run end on its way, and what waits for a person? */
export function unfinishedCheck(read: ReadUnfinished): Check {
  return {
    name: 'drafts',
    title: 'drafts',
    examine: async () => {
      const found = await read();
      if (found === 'unreadable') return skipped('needs a state folder of this version, see there');
      return found === 'no store' ? ok('none, nothing has been run yet') : judge(found);
    },
  };
}

function judge({ drafts, openIntents }: Unfinished): Finding {
  const waiting = [
    ...(drafts.pending > 0 ? [`${count(drafts.pending, 'draft')} to review`] : []),
    ...(drafts.approved > 0 ? [`${count(drafts.approved, 'approved draft')} to post`] : []),
  ];
  // A draft that is posted, failed or rejected is not gone on with; a person has to look.
  const resumable = openIntents.filter(({ status }) => status === 'posting' || status === 'approved');
  const lost = openIntents.filter(({ status }) => status === 'failed' || status === 'rejected' || status === 'pending');
  if (drafts.posting === 0 && resumable.length === 0 && lost.length === 0) {
    return ok(waiting.length === 0 ? 'none waits' : `${joinWords(waiting)} (log-gardener drafts list --run all)`);
  }
  const cut = new Set([...resumable, ...lost].map(({ draft }) => draft));
  const says = `posting was cut short for ${count(Math.max(drafts.posting, cut.size), 'draft')}`;
  return warning(
    [says, ...waiting].join('; '),
    [
      ...(drafts.posting > 0 || resumable.length > 0
        ? [
            'Unless a log-gardener is posting just now: log-gardener drafts post looks on GitHub first and goes on from there, once.',
          ]
        : []),
      ...[...new Set(lost.map(({ draft }) => draft))].map(
        (draft) => `See log-gardener drafts show ${draft}, and look on GitHub whether it arrived.`,
      ),
    ].join('\n'),
  );
}
