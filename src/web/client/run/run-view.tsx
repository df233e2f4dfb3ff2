import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RunView as View } from '../../views.ts';
import { useKeys } from '../keys.ts';
import { toCluster } from '../route.ts';
import { type Sieve, sift } from '../sift.ts';
import { count } from '../words.ts';
import { ClusterTable } from './cluster-table.tsx';
import { Filters } from './filters.tsx';
import { RunHeader } from './header.tsx';
import { PostAll } from './post-all.tsx';
import { Timeline } from './timeline.tsx';

interface Properties {
  readonly view: View;
  readonly sieve: Sieve;
  readonly onSieve: (sieve: Sieve) => void;
  readonly chosen: string | null;
  readonly onChoose: (fingerprint: string) => void;
  readonly onChanged: () => void;
}

/** A run at a glance: what it read, when it hurt, and every problem on a line. */
export function RunView({ view, sieve, onSieve, chosen, onChoose, onChanged }: Properties) {
  const rows = useMemo(() => sift(view.clusters, sieve), [view, sieve]);
  const search = useRef<HTMLInputElement>(null);
  const [posting, setPosting] = useState(false);
  const ready = view.totals.drafts.approved + view.totals.drafts.posting;
  const move = (by: number) => {
    const at = rows.findIndex(({ fingerprint }) => fingerprint === chosen);
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next !== undefined) onChoose(next.fingerprint);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: chosen === null ? undefined : () => openChosen(view.run.id, chosen),
    p: ready === 0 ? undefined : () => setPosting(true),
    '/': () => search.current?.focus(),
    Escape: () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    },
  });
  useEffect(() => {
    document.title = `${view.totals.drafts.pending} to review · ${view.run.service} · log-gardener`;
  }, [view]);
  return (
    <main class="run">
      <RunHeader view={view} />
      <Timeline timeline={view.timeline} height={132} />
      <div class="toolbar">
        <Filters view={view} sieve={sieve} onSieve={onSieve} search={search} shown={rows.length} />
        <button type="button" class="primary" disabled={ready === 0} onClick={() => setPosting(true)}>
          Post {ready > 0 ? `${ready} ` : ''}approved <kbd>p</kbd>
        </button>
      </div>
      <ClusterTable run={view.run.id} rows={rows} chosen={chosen} onChoose={onChoose} />
      {rows.length === 0 && (
        <p class="empty">
          {view.clusters.length === 0 ? 'No problem was found in this window.' : 'Nothing passes these filters.'}
        </p>
      )}
      {view.recoveries.length > 0 && <Recoveries view={view} />}
      {posting && <PostAll view={view} onClose={() => setPosting(false)} onDone={onChanged} />}
    </main>
  );
}

function openChosen(run: string, fingerprint: string): void {
  // A button or link that has the focus does what it says; elsewhere Enter opens the chosen row.
  if (document.activeElement?.matches('button, a:not([data-fingerprint]), summary')) {
    if (document.activeElement instanceof HTMLElement) document.activeElement.click();
    return;
  }
  location.hash = toCluster(run, fingerprint);
}

function Recoveries({ view }: { view: View }) {
  return (
    <section class="recoveries">
      <h2>{count(view.recoveries.length, 'problem was', 'problems were')} not seen any more</h2>
      <ul>
        {view.recoveries.map(({ fingerprint, repository, title, issue, url, kind }) => (
          <li key={`${repository} ${fingerprint}`}>
            <a href={url} target="_blank" rel="noopener noreferrer">
              {repository}#{issue}
            </a>{' '}
            {title}{' '}
            <span class="faint">{kind === 'holds' ? 'a fix was deployed in between' : 'only quiet so far'}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
