import { useState } from 'preact/hooks';
import type { PostedRow, RunView } from '../../views.ts';
import { postAll } from '../api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/notice.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { count, decided } from '../words.ts';

/** Asks once, saying what will be posted, and tells what became of each. */
export function PostAll({ view, onClose, onDone }: { view: RunView; onClose: () => void; onDone: () => void }) {
  const [ready] = useState(() =>
    view.clusters.filter(({ draft }) => draft?.status === 'approved' || draft?.status === 'posting'),
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [outcomes, setOutcomes] = useState<readonly PostedRow[] | null>(null);
  const places = [...new Set(ready.map(({ repository }) => repository ?? view.run.repository))];
  const send = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setOutcomes(await postAll(view.run.id));
      onDone();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <Dialog
      title={outcomes === null ? `Post ${count(ready.length, 'draft')} to ${places.join(', ')}?` : 'Posted'}
      onClose={onClose}
    >
      <ul class="to-post">
        {ready.map(({ draft, title, decision, repository }) => {
          const outcome = outcomes?.find((one) => one.draft === draft?.id);
          return (
            <li key={draft?.id}>
              <span class="what">{decided(decision, repository)}</span> {title}
              {outcome !== undefined && <Outcome outcome={outcome} />}
            </li>
          );
        })}
      </ul>
      {problem !== null && <Problem>{problem}</Problem>}
      <footer>
        <button type="button" onClick={onClose}>
          {outcomes === null ? 'Not now' : 'Close'}
        </button>
        {outcomes === null && (
          <button type="button" class="primary" disabled={busy || ready.length === 0} onClick={send}>
            {busy ? 'Posting …' : 'Post them'}
          </button>
        )}
      </footer>
    </Dialog>
  );
}
