import type { ClusterView, DraftView } from '../../views.ts';

interface Properties {
  readonly draft: DraftView;
  readonly evidence: ClusterView['evidence'];
  readonly claim: number | null;
}

/** What the claim in hand rests on. One line that is always there, so that nothing moves. */
export function ClaimBar({ draft, evidence, claim }: Properties) {
  const mark = claim === null ? undefined : draft.marks[claim];
  return (
    <p class={`claim-bar ${mark !== undefined && mark.restsOn.length === 0 ? 'unbacked' : ''}`} aria-live="polite">
      {mark === undefined ? (
        <span class="faint">{restWords(draft)}</span>
      ) : mark.restsOn.length === 0 ? (
        <>
          <q>{mark.text}</q> is not backed: {mark.because}
        </>
      ) : (
        <>
          <q>{mark.text}</q> rests on {mark.restsOn.map((id) => nameOf(id, evidence)).join('; ')}
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

function nameOf(id: string, evidence: ClusterView['evidence']): string {
  const fact = evidence.find((one) => one.id === id);
  return fact === undefined ? id : `${id} ${fact.name}: ${fact.value}${fact.unit === undefined ? '' : ` ${fact.unit}`}`;
}
