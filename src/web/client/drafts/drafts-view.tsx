import { useEffect, useRef, useState } from 'preact/hooks';
import type { DraftPage, DraftRow } from '../../views.ts';
import { listDrafts } from '../api.ts';
import { useKeys } from '../keys.ts';
import { PriorityBadge, StandingBadge } from '../parts/badges.tsx';
import { Problem } from '../parts/notice.tsx';
import { useMedia } from '../parts/use-media.ts';
import { useWindowList } from '../parts/use-window-list.ts';
import { toCluster } from '../route.ts';
import { count, STANDING_WORDS } from '../words.ts';

const STATUSES = ['pending', 'approved', 'posting', 'posted', 'rejected', 'failed'] as const;

/** The drafts of all runs, page after page as one scrolls. */
export function DraftsView() {
  const [status, setStatus] = useState<(typeof STATUSES)[number] | ''>('pending');
  const [query, setQuery] = useState('');
  const [rows, setRows] = useState<readonly DraftRow[]>([]);
  const [more, setMore] = useState<{ total: number; next: DraftPage['next'] }>({ total: 0, next: null });
  const [problem, setProblem] = useState<string | null>(null);
  const turn = useRef(0);
  const asking = useRef(false);
  const search = useRef<HTMLInputElement>(null);
  const height = useMedia('(max-width: 760px)') ? 72 : 40;
  const { list, first, end } = useWindowList<HTMLUListElement>(rows.length, height);
  const load = (after: DraftPage['next']) => {
    const mine = ++turn.current;
    asking.current = true;
    listDrafts({ ...(status && { status }), ...(query && { query }), ...(after !== null && { after }) }).then(
      ({ drafts, found, next }) => {
        if (mine !== turn.current) return;
        asking.current = false;
        setProblem(null);
        const total = STATUSES.reduce((sum, one) => sum + (status === '' || status === one ? found[one] : 0), 0);
        setMore({ total, next });
        setRows((before) => (after === null ? drafts : [...before, ...drafts]));
      },
      (error: Error) => {
        if (mine !== turn.current) return;
        asking.current = false;
        setProblem(error.message);
      },
    );
  };
  useEffect(() => {
    const soon = setTimeout(() => load(null), query === '' ? 0 : 150);
    return () => clearTimeout(soon);
  }, [status, query]);
  useEffect(() => {
    if (more.next !== null && !asking.current && problem === null && end + 40 >= rows.length) load(more.next);
  }, [end, rows.length, more.next]);
  useKeys({
    '/': () => search.current?.focus(),
    Escape: () => {
      location.hash = '#/';
    },
  });
  return (
    <main class="drafts">
      <h1>Drafts of all runs</h1>
      <search class="filters">
        <input
          ref={search}
          type="search"
          aria-label="Search drafts"
          placeholder="Search  /"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        <select
          aria-label="Status"
          value={status}
          onChange={(event) => setStatus(STATUSES.find((one) => one === event.currentTarget.value) ?? '')}
        >
          <option value="">all statuses</option>
          {STATUSES.map((one) => (
            <option key={one} value={one}>
              {STANDING_WORDS[one]}
            </option>
          ))}
        </select>
        <output class="faint shown">{count(more.total, 'draft')}</output>
      </search>
      {problem !== null && <Problem retry={() => load(more.next)}>{problem}</Problem>}
      <ul ref={list} class="rows" style={{ height: `${rows.length * height}px` }}>
        {rows.slice(first, end).map((row, index) => (
          <li key={row.id} class="row" style={{ transform: `translateY(${(first + index) * height}px)` }}>
            <PriorityBadge priority={row.priority} />
            <a href={toCluster(row.run, row.fingerprint)}>
              <span class="prefix">{row.title.slice(0, row.title.length - row.name.length)}</span>
              {row.name}
            </a>
            <span class="faint does" title={row.does}>
              {row.does}
            </span>
            <span class="faint run-id">{row.run}</span>
            <StandingBadge standing={row.status} />
          </li>
        ))}
      </ul>
      {rows.length === 0 && problem === null && <p class="empty">No draft is like that.</p>}
    </main>
  );
}
