import type { Priority } from '../../../model/assessment.ts';
import { STANDING_WORDS, type Standing } from '../words.ts';

export function PriorityBadge({ priority }: { priority: Priority }) {
  return <span class={`priority ${priority}`}>{priority}</span>;
}

/** How far a cluster or draft has come: a sign and a word, so that nobody needs the colour. */
export function StandingBadge({ standing }: { standing: Standing }) {
  return (
    <span class={`standing ${standing}`}>
      <span class="sign" aria-hidden="true" />
      {STANDING_WORDS[standing]}
    </span>
  );
}
