import { useEffect, useState } from 'preact/hooks';
import type { ClusterRow, ClusterView, DraftView } from '../../views.ts';
import { getLive } from '../api.ts';
import { useKeys } from '../keys.ts';
import { PriorityBadge, StandingBadge } from '../parts/badges.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { toCluster, toRun } from '../route.ts';
import { useLoaded } from '../use-loaded.ts';
import { standing } from '../words.ts';
import { ActBar, allowed, Result } from './act-bar.tsx';
import { Brief } from './brief.tsx';
import { DraftPanel, type DraftTab } from './draft-panel.tsx';
import { Editor } from './editor.tsx';
import { EvidencePanel } from './evidence.tsx';
import { fieldsOf } from './fields.ts';
import { RejectDialog } from './reject-dialog.tsx';
import { Transcript } from './transcript.tsx';
import { useUnsaved } from './unsaved.ts';
import { useActs } from './use-acts.ts';
import { Why } from './why.tsx';

interface Properties {
  readonly cluster: ClusterView;
  /** The clusters of the run as the list showed them: what j and k go through. */
  readonly order: readonly ClusterRow[];
  /** All of the run, whatever the list was narrowed to. */
  readonly all: readonly ClusterRow[];
  readonly onChanged: () => void;
}

type EvidenceTab = 'evidence' | 'why' | 'transcript';

/** One cluster: what is known beside what would be posted. A new one is made for each cluster. */
export function ClusterPage({ cluster, order, all, onChanged }: Properties) {
  const { run, fingerprint, draft } = cluster;
  const touches = draft !== null && draft.content.action !== 'create' && draft.state.status !== 'posted';
  const live = useLoaded(touches ? `${draft.id} ${draft.hash}` : null, () => getLive(draft?.id ?? ''));
  const { isUnread, setRead } = useRead(draft);
  const acts = useActs(cluster, live.value, {
    reload: () => {
      onChanged();
      live.reload();
    },
    onOwn: setRead,
  });
  const [tab, setTab] = useState<DraftTab>('preview');
  const [side, setSide] = useState<EvidenceTab>('evidence');
  const [claim, setClaim] = useState<number | null>(null);
  const [rejecting, setRejecting] = useState(false);
  const [editing, setEditing] = useUnsaved(draft);
  const at = order.findIndex((row) => row.fingerprint === fingerprint);
  const go = (by: number) => {
    const next = order[at + by];
    if (next !== undefined && editing === null) location.hash = toCluster(run, next.fingerprint);
  };
  const looking = touches && live.value === null && live.problem === null;
  const may = draft === null || editing !== null || acts.busy !== null ? null : allowed(draft);
  const unread = isUnread && acts.busy === null && editing === null && draft !== null && allowed(draft).approve;
  const approve = () => {
    if (unread) setRead(draft);
    else void acts.approve();
  };
  const startEditing = () => {
    acts.forget();
    if (draft !== null) setEditing({ base: draft, fields: fieldsOf(draft) });
  };
  const startRejecting = () => {
    acts.forget();
    setRejecting(true);
  };
  useKeys({
    j: () => go(1),
    k: () => go(-1),
    a: may?.approve && !looking ? approve : undefined,
    r: may?.reject ? startRejecting : undefined,
    e: may?.edit ? startEditing : undefined,
    p: may?.post ? () => void acts.post() : undefined,
    u: may?.undo ? () => void acts.undo() : undefined,
    Escape: () => {
      if (editing === null) location.hash = toRun(run);
      else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    },
  });
  useEffect(() => {
    document.title = `${cluster.priority} ${cluster.title} · log-gardener`;
  }, [cluster]);
  const theirs = editing !== null && draft !== null && draft.hash !== editing.base.hash ? draft : null;
  const lit = claim === null ? [] : (draft?.marks[claim]?.restsOn ?? []);
  return (
    <main class={`cluster ${editing === null ? '' : 'is-editing'}`}>
      <header class="cluster-header">
        <div class="crumbs">
          <nav aria-label="Clusters of this run">
            <a href={toRun(run)}>‹ All clusters</a>
            <button type="button" class="quiet" aria-label="Previous cluster" disabled={at <= 0} onClick={() => go(-1)}>
              ↑
            </button>
            <button
              type="button"
              class="quiet"
              aria-label="Next cluster"
              disabled={at < 0 || at >= order.length - 1}
              onClick={() => go(1)}
            >
              ↓
            </button>
            {at >= 0 && (
              <span class="faint">
                {at + 1} of {order.length}
              </span>
            )}
          </nav>
          <Result
            draft={draft}
            acts={rejecting || editing !== null ? { ...acts, problem: null } : acts}
            unread={unread}
          />
        </div>
        <div class="headline">
          <PriorityBadge priority={cluster.priority} />
          <h1>{cluster.title}</h1>
          <StandingBadge standing={standing(badgeOf(cluster))} />
          {draft !== null && (
            <ActBar
              draft={draft}
              acts={acts}
              editing={editing !== null}
              looking={looking}
              unread={unread}
              onApprove={approve}
              onEdit={startEditing}
              onReject={startRejecting}
            />
          )}
        </div>
        {editing === null && <Brief cluster={cluster} live={live} />}
      </header>
      <div class="columns">
        <Tabs<EvidenceTab>
          class="evidence-tabs"
          label="What is known"
          current={side}
          onTab={setSide}
          tabs={[
            { name: 'evidence', says: 'Evidence' },
            { name: 'why', says: 'Search and verdict' },
            ...(cluster.hasTranscript ? [{ name: 'transcript', says: 'Transcript' } as const] : []),
          ]}
        >
          {side === 'evidence' && <EvidencePanel cluster={cluster} lit={lit} />}
          {side === 'why' && <Why cluster={cluster} />}
          {side === 'transcript' && <Transcript run={run} fingerprint={fingerprint} />}
        </Tabs>
        <div class="draft-side">
          {draft === null ? (
            <p class="empty">Nothing would be posted. {cluster.error ?? cluster.decision?.reasons.join('; ')}</p>
          ) : editing === null ? (
            <DraftPanel
              cluster={cluster}
              draft={draft}
              live={live}
              tab={tab}
              onTab={setTab}
              claim={claim}
              onClaim={(which) => {
                setClaim(which);
                if (which !== null) setSide('evidence');
              }}
            />
          ) : (
            <Editor
              draft={theirs ?? editing.base}
              theirs={theirs}
              fields={editing.fields}
              busy={acts.busy !== null}
              problem={acts.problem}
              onFields={(fields) => setEditing({ ...editing, fields })}
              onSave={async (changes) => {
                if (await acts.edit((theirs ?? editing.base).hash, changes)) setEditing(null);
              }}
              onTakeTheirs={() => {
                if (draft === null) return;
                setRead(draft);
                setEditing({ base: draft, fields: fieldsOf(draft) });
              }}
              onCancel={() => {
                acts.forget();
                setEditing(null);
              }}
            />
          )}
        </div>
      </div>
      {rejecting && (
        <RejectDialog
          cluster={cluster}
          others={all.filter((row) => row.fingerprint !== fingerprint)}
          busy={acts.busy !== null}
          problem={acts.problem}
          onClose={() => setRejecting(false)}
          onReject={async (reason, ruling) => {
            if (await acts.reject(reason, ruling)) setRejecting(false);
          }}
        />
      )}
    </main>
  );
}

/**
 * Which contents of the draft the person had before them: what was there first, and what they made of it themselves. One
 * that comes in under their eyes is none, for a key that is pressed in that moment means the one before.
 */
function useRead(draft: DraftView | null): { isUnread: boolean; setRead: (draft: DraftView) => void } {
  const [read, setRead] = useState<readonly string[]>([]);
  const hash = draft?.hash ?? null;
  const isFirst = read.length === 0;
  useEffect(() => {
    if (isFirst && hash !== null) setRead([hash]);
  }, [isFirst, hash]);
  return {
    isUnread: hash !== null && !isFirst && !read.includes(hash),
    setRead: (made) => setRead((before) => [...before, made.hash]),
  };
}

function badgeOf({ draft, error }: ClusterView): Pick<ClusterRow, 'draft' | 'error'> {
  return { draft: draft === null ? null : { id: draft.id, status: draft.state.status, url: null }, error };
}
