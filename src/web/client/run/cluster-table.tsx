import { useEffect, useRef } from 'preact/hooks';
import type { ClusterRow } from '../../views.ts';
import { PriorityBadge, StandingBadge } from '../parts/badges.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import { useMedia } from '../parts/use-media.ts';
import { useWindowList } from '../parts/use-window-list.ts';
import { toCluster } from '../route.ts';
import { decided, number, standing, time } from '../words.ts';

interface Properties {
  readonly run: string;
  readonly rows: readonly ClusterRow[];
  /** Fingerprint of the row that the keys have come to. */
  readonly chosen: string | null;
  readonly onChoose: (fingerprint: string) => void;
}

const WIDE = 44;
const NARROW = 88;

/** The clusters of a run; only the rows near the window exist. */
export function ClusterTable({ run, rows, chosen, onChoose }: Properties) {
  const narrow = useMedia('(max-width: 760px)');
  const height = narrow ? NARROW : WIDE;
  const { list, first, end } = useWindowList<HTMLDivElement>(rows.length, height);
  const at = rows.findIndex(({ fingerprint }) => fingerprint === chosen);
  useEffect(() => {
    if (at >= 0) bringIntoView(list.current, at, height);
  }, [at, height, list]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, which no table element allows
    <div class="clusters" role="table" aria-label="Clusters" aria-rowcount={rows.length + 1}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="rowgroup">
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: what is in the row is focused */}
        <div class="row head" role="row" aria-rowindex={1}>
          {['', 'Problem', 'Over the window', 'Entries', 'Component', 'Decision', 'Status'].map((name) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: not sortable by itself
            <div key={name} role="columnheader">
              {name || <span class="unseen">Priority</span>}
            </div>
          ))}
        </div>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div ref={list} class="rows" role="rowgroup" style={{ height: `${rows.length * height}px` }}>
        {rows.slice(first, end).map((row, index) => (
          <Row
            key={row.fingerprint}
            run={run}
            row={row}
            index={first + index}
            top={(first + index) * height}
            chosen={row.fingerprint === chosen}
            onChoose={onChoose}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProperties {
  readonly run: string;
  readonly row: ClusterRow;
  readonly index: number;
  readonly top: number;
  readonly chosen: boolean;
  readonly onChoose: (fingerprint: string) => void;
}

function Row({ run, row, index, top, chosen, onChoose }: RowProperties) {
  const { fingerprint, title, priority, components, count, decision, lastSeen } = row;
  const to = toCluster(run, fingerprint);
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (chosen && !(document.activeElement instanceof HTMLInputElement)) link.current?.focus({ preventScroll: true });
  }, [chosen]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand
    // biome-ignore lint/a11y/useFocusableInteractive: its link is focused
    // biome-ignore lint/a11y/useKeyWithClickEvents: its link does the same for keys
    <div
      class={`row ${chosen ? 'chosen' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => {
        location.hash = to;
      }}
    >
      <Cell name="rank">
        <PriorityBadge priority={priority} />
      </Cell>
      <Cell name="title">
        <a ref={link} href={to} data-fingerprint={fingerprint} onFocus={() => onChoose(fingerprint)} title={title}>
          {title}
        </a>
      </Cell>
      <Cell name="over-time">
        <Sparkline counts={row.sparkline} />
      </Cell>
      <Cell name="count">
        {number(count)}
        <span class="unseen">, last {time(lastSeen)} UTC</span>
      </Cell>
      <Cell name="component">{components.join(', ') || '–'}</Cell>
      <Cell name={`decision ${decision?.action ?? 'none'}`}>{decided(decision, row.repository)}</Cell>
      <Cell name="status">
        <StandingBadge standing={standing(row)} />
      </Cell>
    </div>
  );
}

function Cell({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as its row
    <div class={name} role="cell">
      {children}
    </div>
  );
}

/** Scrolls as little as shows the row, then gives its link the focus once it exists. */
function bringIntoView(list: HTMLElement | null, index: number, height: number): void {
  if (list === null) return;
  const top = list.getBoundingClientRect().top + index * height;
  const [above, below] = [96, innerHeight - height - 24];
  if (top < above) scrollBy(0, top - above);
  else if (top > below) scrollBy(0, top - below);
}
