import { useState } from 'preact/hooks';
import type { RejectRequest } from '../../../review/requests.ts';
import type { ClusterRow, ClusterView } from '../../views.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/notice.tsx';

interface Properties {
  readonly cluster: ClusterView;
  /** The other clusters of the run. */
  readonly others: readonly ClusterRow[];
  readonly onReject: (reason: string, ruling: RejectRequest['ruling']) => void;
  readonly onClose: () => void;
  readonly busy: boolean;
  readonly problem: string | null;
}

type Kind = 'this' | 'until' | 'tenfold' | 'duplicate' | 'apart' | 'together';

const FORTNIGHT = 14 * 86_400_000;

/** Why not, and what later runs are to make of it. */
export function RejectDialog({ cluster, others, onReject, onClose, busy, problem }: Properties) {
  const [kind, setKind] = useState<Kind>('this');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(() => new Date(Date.now() + FORTNIGHT).toISOString().slice(0, 10));
  const [issue, setIssue] = useState('');
  const [apart, setApart] = useState<readonly string[]>([]);
  const [other, setOther] = useState(others[0]?.fingerprint ?? '');
  const ruling = rulingOf(kind, { until, issue, apart, other });
  const ready = reason.trim() !== '' && ruling !== null && !busy;
  const choice = (value: Kind, says: string) => (
    <label class="choice">
      <input type="radio" name="kind" checked={kind === value} onChange={() => setKind(value)} /> {says}
    </label>
  );
  return (
    <Dialog title="Reject this draft" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onReject(reason.trim(), ruling === null ? undefined : ruling.asked);
        }}
      >
        <label>
          Why
          <textarea
            rows={2}
            maxLength={1000}
            required
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <fieldset class="choices">
          <legend>What later runs make of it</legend>
          {choice('this', 'Nothing: the next run may draft it again')}
          {choice('until', 'Not a problem: say nothing of it until a day')}
          {kind === 'until' && (
            <label class="inset">
              Until <input type="date" value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
            </label>
          )}
          {choice('tenfold', 'Not a problem, until it is ten times as frequent')}
          {choice('duplicate', 'It is another issue already')}
          {kind === 'duplicate' && (
            <label class="inset">
              Duplicate of #
              <input
                inputMode="numeric"
                pattern="[0-9]+"
                value={issue}
                onInput={(event) => setIssue(event.currentTarget.value)}
              />
            </label>
          )}
          {cluster.patterns.length > 1 && choice('apart', 'These patterns are problems of their own')}
          {kind === 'apart' && (
            <fieldset class="inset">
              <legend class="unseen">Patterns to keep apart, two or more</legend>
              {cluster.patterns.map(({ fingerprint, template }) => (
                <label key={fingerprint} class="choice">
                  <input
                    type="checkbox"
                    checked={apart.includes(fingerprint)}
                    onChange={() =>
                      setApart(
                        apart.includes(fingerprint)
                          ? apart.filter((one) => one !== fingerprint)
                          : [...apart, fingerprint],
                      )
                    }
                  />
                  <code>{template.slice(0, 120)}</code>
                </label>
              ))}
            </fieldset>
          )}
          {others.length > 0 && choice('together', 'It belongs to another cluster of this run')}
          {kind === 'together' && (
            <label class="inset">
              Belongs to
              <select value={other} onChange={(event) => setOther(event.currentTarget.value)}>
                {others.map(({ fingerprint, title, priority }) => (
                  <option key={fingerprint} value={fingerprint}>
                    {priority} {title}
                  </option>
                ))}
              </select>
            </label>
          )}
        </fieldset>
        {problem !== null && <Problem>{problem}</Problem>}
        <footer>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="danger" disabled={!ready}>
            {busy ? 'Rejecting …' : 'Reject'}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

interface Given {
  readonly until: string;
  readonly issue: string;
  readonly apart: readonly string[];
  readonly other: string;
}

/** The ruling that is asked for; null = something is still missing. */
function rulingOf(kind: Kind, given: Given): { asked: RejectRequest['ruling'] } | null {
  switch (kind) {
    case 'this':
      return { asked: undefined };
    case 'until':
      return given.until === '' ? null : { asked: { kind: 'mute', until: `${given.until}T00:00:00Z` } };
    case 'tenfold':
      return { asked: { kind: 'mute', untilTenfold: true } };
    case 'duplicate':
      return /^[1-9]\d{0,8}$/.test(given.issue) ? { asked: { kind: 'duplicate', of: Number(given.issue) } } : null;
    case 'apart':
      return given.apart.length < 2 ? null : { asked: { kind: 'apart', patterns: [...given.apart] } };
    case 'together':
      return given.other === '' ? null : { asked: { kind: 'together', with: given.other } };
  }
}
