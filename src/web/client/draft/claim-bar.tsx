import type { ClusterView, DraftView } from '../../views.ts';
import { Inline } from '../parts/inline.tsx';
import { count } from '../words.ts';
import { sayGround } from './grounds.ts';

interface Properties {
  readonly draft: DraftView;
  readonly cluster: ClusterView;
  readonly claim: number | null;
}

/** What the claim in hand rests on. One line that is always there, so that nothing moves. */
export function ClaimBar({ draft, cluster, claim }: Properties) {
  const mark = claim === null ? undefined : draft.marks[claim];
  return (
    <p class={`claim-bar ${mark !== undefined && mark.restsOn.length === 0 ? 'unbacked' : ''}`} aria-live="polite">
      {mark === undefined ? (
        <span class="faint">{restWords(draft)}</span>
      ) : mark.restsOn.length === 0 ? (
        <>
          <q>
            <Inline text={mark.text} />
          </q>{' '}
          is not backed: {mark.because}
        </>
      ) : (
        <>
          <q>
            <Inline text={mark.text} />
          </q>{' '}
          rests on {said(mark.restsOn, cluster)}
        </>
      )}
    </p>
  );
}

function restWords({ marks }: DraftView): string {
  if (marks.length === 0) return 'No claim in this text can be held against the evidence.';
  const backed = marks.filter(({ restsOn }) => restsOn.length > 0).length;
  return `${backed} of ${marks.length} claims are backed. Point at one to see what it rests on.`;
}

function said(restsOn: readonly string[], cluster: ClusterView): string {
  const entries = restsOn.filter((id) => id.startsWith('log:')).length;
  return [
    ...restsOn.filter((id) => !id.startsWith('log:')).map((id) => sayGround(id, cluster)),
    ...(entries === 0 ? [] : [count(entries, 'log entry', 'log entries')]),
  ].join('; ');
}
