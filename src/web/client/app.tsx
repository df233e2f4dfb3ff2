import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { getCluster, getRun, listRuns } from './api.ts';
import { ClusterPage } from './draft/cluster-page.tsx';
import { DraftsView } from './drafts/drafts-view.tsx';
import { RulingsView } from './drafts/rulings-view.tsx';
import { useKeys } from './keys.ts';
import { type Liveness, listen } from './live.ts';
import { Help } from './parts/help.tsx';
import { Waiting } from './parts/notice.tsx';
import { TopBar } from './parts/top-bar.tsx';
import { useRoute } from './route.ts';
import { RunView } from './run/run-view.tsx';
import { type Sieve, sift, WIDE_OPEN } from './sift.ts';
import { useLoaded } from './use-loaded.ts';

/** Changes come in bursts while a run goes on; the page looks again once for each burst. */
const BURST_MS = 300;

/** The page once it may ask: where it is, what is loaded, and what is told when the store changes. */
export function App() {
  const route = useRoute();
  const [help, setHelp] = useState(false);
  const [liveness, setLiveness] = useState<Liveness>('connecting');
  const [sieve, setSieve] = useState<Sieve>(WIDE_OPEN);
  const [chosen, setChosen] = useState<string | null>(null);
  const runs = useLoaded('runs', listRuns);
  const wanted = 'run' in route ? (route.run ?? runs.value?.[0]?.id ?? null) : null;
  const run = useLoaded(wanted, () => getRun(wanted ?? ''));
  const fingerprint = route.at === 'cluster' ? route.fingerprint : null;
  const cluster = useLoaded(fingerprint === null || wanted === null ? null : `${wanted}/${fingerprint}`, () =>
    getCluster(wanted ?? '', fingerprint ?? ''),
  );
  const reload = () => {
    runs.reload();
    run.reload();
    cluster.reload();
  };
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    let soon: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      soon ??= setTimeout(() => {
        soon = undefined;
        latest.current();
      }, BURST_MS);
    };
    let before: Liveness = 'connecting';
    const stop = listen(look, (now) => {
      // What changed while the line was broken was not told.
      if (now === 'live' && before === 'lost') look();
      before = now;
      setLiveness(now);
    });
    return () => {
      clearTimeout(soon);
      stop();
    };
  }, []);
  useEffect(() => {
    if (fingerprint !== null) setChosen(fingerprint);
    scrollTo(0, 0);
  }, [fingerprint]);
  useKeys({ '?': () => setHelp(true) });
  const view = run.value;
  const order = useMemo(() => (view === null ? [] : sift(view.clusters, sieve)), [view, sieve]);
  return (
    <>
      <TopBar runs={runs.value ?? []} current={wanted} liveness={liveness} onHelp={() => setHelp(true)} />
      {route.at === 'drafts' && <DraftsView />}
      {route.at === 'rulings' && <RulingsView />}
      {route.at === 'cluster' &&
        (cluster.value === null ? (
          <Waiting problem={cluster.problem} retry={cluster.reload} what="the cluster" />
        ) : (
          <ClusterPage
            key={`${wanted}/${fingerprint}`}
            cluster={cluster.value}
            order={order}
            all={view?.clusters ?? []}
            onChanged={reload}
          />
        ))}
      {route.at === 'run' &&
        (view !== null ? (
          <RunView
            view={view}
            sieve={sieve}
            onSieve={setSieve}
            chosen={chosen}
            onChoose={setChosen}
            onChanged={reload}
          />
        ) : runs.value?.length === 0 ? (
          <p class="empty">
            No run yet. <code>log-gardener triage</code> makes one; it shows up here by itself.
          </p>
        ) : (
          <Waiting problem={run.problem ?? runs.problem} retry={reload} what="the run" />
        ))}
      {help && <Help onClose={() => setHelp(false)} />}
    </>
  );
}
