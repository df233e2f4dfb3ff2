import { useState } from 'preact/hooks';
import { liftRuling, listRulings } from '../api.ts';
import { useKeys } from '../keys.ts';
import { Problem, Waiting } from '../parts/notice.tsx';
import { useLoaded } from '../use-loaded.ts';
import { time } from '../words.ts';

/** What reviewers told later runs, and how to take it back. */
export function RulingsView() {
  const { value: rulings, problem, reload } = useLoaded('rulings', listRulings);
  const [refused, setRefused] = useState<string | null>(null);
  useKeys({
    Escape: () => {
      location.hash = '#/';
    },
  });
  const lift = (id: number) =>
    liftRuling(id).then(
      () => {
        setRefused(null);
        reload();
      },
      (error: Error) => setRefused(error.message),
    );
  return (
    <main class="drafts">
      <h1>Rulings that later runs respect</h1>
      {refused !== null && <Problem>{refused}</Problem>}
      {rulings === null ? (
        <Waiting problem={problem} retry={reload} what="the rulings" />
      ) : (
        <ul class="rulings">
          {rulings.map(({ id, says, reason, at }) => (
            <li key={id}>
              <p>
                {says} <span class="faint">{time(at)} UTC</span>
              </p>
              <p class="faint">{reason}</p>
              <button type="button" onClick={() => lift(id)}>
                Lift
              </button>
            </li>
          ))}
        </ul>
      )}
      {rulings?.length === 0 && (
        <p class="empty">None. A rejection can mute a problem, or say what belongs together.</p>
      )}
    </main>
  );
}
