import type { ClusterView, DraftView, LiveView } from '../../views.ts';
import { Tabs } from '../parts/tabs.tsx';
import type { Loaded } from '../use-loaded.ts';
import { Changes } from './changes.tsx';
import { ClaimBar } from './claim-bar.tsx';
import { Rendered } from './rendered.tsx';

export type DraftTab = 'preview' | 'source' | 'changes';

interface Properties {
  readonly cluster: ClusterView;
  readonly draft: DraftView;
  readonly live: Loaded<LiveView>;
  readonly tab: DraftTab;
  readonly onTab: (tab: DraftTab) => void;
  readonly claim: number | null;
  readonly onClaim: (claim: number | null) => void;
}

/** The draft as GitHub would show it, as Markdown, and what it would change. */
export function DraftPanel({ cluster, draft, live, tab, onTab, claim, onClaim }: Properties) {
  const { content, title, marks, unbacked, editedAt, repository } = draft;
  const touches = content.action !== 'create';
  const retitled = touches ? content.title : undefined;
  return (
    <>
      <Tabs<DraftTab>
        class="draft-tabs"
        label="Draft"
        current={tab}
        onTab={onTab}
        tabs={[
          { name: 'preview', says: 'Preview' },
          { name: 'source', says: 'Markdown' },
          ...(touches ? [{ name: 'changes', says: 'Changes to the issue' } as const] : []),
        ]}
      >
        {tab === 'changes' && touches ? (
          <Changes live={live} />
        ) : (
          <article class="issue" aria-label="What would be posted">
            <p class="issue-title">{retitled?.to ?? title}</p>
            {retitled !== undefined && <p class="faint old-title">instead of “{retitled.from}”</p>}
            <p class="issue-meta">
              <span class="faint">{repository}</span>
              {content.labels.map((label) => (
                <span key={label} class="label">
                  {label}
                </span>
              ))}
              {editedAt !== null && <span class="faint">edited by a person</span>}
            </p>
            {unbacked.length > 0 && (
              <div class="unbacked-list">
                <p>Nothing in the evidence backs:</p>
                <ul class="doubts">
                  {unbacked.map((text) => (
                    <li key={text}>{text}</li>
                  ))}
                </ul>
              </div>
            )}
            {tab === 'source' ? (
              <pre class="source">{draft.markdown ?? ''}</pre>
            ) : draft.markdown === null && draft.html === '' ? (
              <p class="faint">No comment is written: nobody is notified. {draft.does}</p>
            ) : (
              <Rendered sanitised={draft.html} marks={marks} onClaim={onClaim} />
            )}
          </article>
        )}
      </Tabs>
      <ClaimBar draft={draft} cluster={cluster} claim={claim} />
    </>
  );
}
