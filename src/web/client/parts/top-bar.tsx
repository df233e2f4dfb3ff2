import type { RunRow } from '../../views.ts';
import type { Liveness } from '../live.ts';
import { toRun } from '../route.ts';
import { time } from '../words.ts';

interface Properties {
  readonly runs: readonly RunRow[];
  readonly current: string | null;
  readonly liveness: Liveness;
  readonly onHelp: () => void;
}

/** To the second where another run of the same service began in that minute. */
function startOf({ startedAt, service, id }: RunRow, runs: readonly RunRow[]): string {
  const minute = time(startedAt);
  const isAlone = !runs.some((one) => one.id !== id && one.service === service && time(one.startedAt) === minute);
  if (isAlone) return minute;
  // Of one second the ids alone differ: `…Z`, `…Z-2`.
  const [nth = ''] = /-\d+$/.exec(id.replace(/^.*Z/, '')) ?? [];
  return `${minute}:${String(new Date(startedAt).getUTCSeconds()).padStart(2, '0')}${nth}`;
}

const SAYS: { readonly [L in Liveness]: string } = {
  connecting: 'connecting',
  live: 'live',
  lost: 'lost, trying again',
};

export function TopBar({ runs, current, liveness, onHelp }: Properties) {
  return (
    <header class="top-bar">
      <a class="brand" href="#/">
        log-gardener
      </a>
      <select
        aria-label="Run"
        value={current ?? ''}
        onChange={(event) => {
          location.hash = toRun(event.currentTarget.value);
        }}
      >
        {current === null && <option value="">choose a run</option>}
        {runs.map((run) => (
          <option key={run.id} value={run.id}>
            {startOf(run, runs)} · {run.service}
            {run.waiting > 0 ? ` · ${run.waiting} to review` : ''}
          </option>
        ))}
      </select>
      <nav aria-label="Everything">
        <a href="#/drafts">Drafts</a>
        <a href="#/rulings">Rulings</a>
      </nav>
      <span class={`liveness ${liveness}`} role="status">
        {SAYS[liveness]}
      </span>
      <button type="button" class="quiet" aria-label="Keys" onClick={onHelp}>
        ?
      </button>
    </header>
  );
}
