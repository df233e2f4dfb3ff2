import { useEffect, useState } from 'preact/hooks';
import type { EditRequest } from '../../../review/requests.ts';
import type { DraftView } from '../../views.ts';
import { preview } from '../api.ts';
import { Problem } from '../parts/notice.tsx';
import { PRIORITIES } from '../sift.ts';
import { changesOf, type Fields, fieldsOf } from './fields.ts';
import { Rendered } from './rendered.tsx';

interface Properties {
  readonly draft: DraftView;
  /** What somebody else made of it while this was typed; null = nobody did. */
  readonly theirs: DraftView | null;
  readonly fields: Fields;
  readonly onFields: (fields: Fields) => void;
  readonly onSave: (changes: Omit<EditRequest, 'seen'>) => void;
  readonly onTakeTheirs: () => void;
  readonly onCancel: () => void;
  readonly busy: boolean;
  readonly problem: string | null;
}

const NONE: never[] = [];

/** Markdown beside what GitHub would make of it. */
export function Editor(properties: Properties) {
  const { draft, theirs, fields, onFields, onSave, onTakeTheirs, onCancel, busy, problem } = properties;
  const html = usePreview(draft.id, fields.markdown, draft.markdown === fields.markdown ? draft.html : null);
  const set = (some: Partial<Fields>) => onFields({ ...fields, ...some });
  const changes = changesOf(draft, fields);
  const retitled = titleToCome(draft, fields);
  const mayBeSaved = !busy && typeof changes !== 'string' && Object.keys(changes).length > 0;
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (typeof changes !== 'string') onSave(changes);
      }}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || (event.key !== 'Enter' && event.key !== 's')) return;
        // Not the browser's own, which would save the page.
        event.preventDefault();
        if (mayBeSaved && typeof changes !== 'string') onSave(changes);
      }}
    >
      {theirs !== null && (
        <div class="conflict" role="alert">
          <p>
            <strong>Somebody else changed this draft while you typed.</strong> Your text is below, untouched; theirs is
            here.
          </p>
          <details class="fold" open>
            <summary>Theirs</summary>
            <p>{theirs.title}</p>
            <pre>{theirs.markdown}</pre>
          </details>
          <button type="button" onClick={onTakeTheirs}>
            Take theirs
          </button>{' '}
          <span class="faint">or save yours over it.</span>
        </div>
      )}
      <div class="fields">
        <label class="wide">
          Title{retitled !== undefined && `, which becomes “${retitled}”`}
          <input
            value={fields.title}
            maxLength={256}
            disabled={draft.content.action !== 'create'}
            onInput={(event) => set({ title: event.currentTarget.value })}
          />
        </label>
        <label>
          Labels
          <input value={fields.labels} onInput={(event) => set({ labels: event.currentTarget.value })} />
        </label>
        <label>
          Priority
          <select
            value={fields.priority}
            onChange={(event) => {
              const wanted = event.currentTarget.value;
              set({ priority: PRIORITIES.find((one) => one === wanted) ?? fields.priority });
            }}
          >
            {PRIORITIES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          Target
          <input
            value={fields.target}
            placeholder="new, or a number"
            onInput={(event) => set({ target: event.currentTarget.value })}
          />
        </label>
      </div>
      <div class="sides">
        <label class="source">
          Markdown
          <textarea
            spellcheck
            value={fields.markdown}
            onInput={(event) => set({ markdown: event.currentTarget.value })}
          />
        </label>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
        <section class="beside" aria-label="Preview" tabIndex={0}>
          <Rendered sanitised={html} marks={NONE} onClaim={() => undefined} />
        </section>
      </div>
      {problem !== null && <Problem>{problem}</Problem>}
      {typeof changes === 'string' && <Problem>{changes}</Problem>}
      <footer>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" class="primary" disabled={!mayBeSaved}>
          {busy ? 'Saving …' : theirs === null ? 'Save' : 'Save mine over theirs'}
        </button>
      </footer>
    </form>
  );
}

/** The title that the issue gets; another priority or target may make another of it. */
function titleToCome(draft: DraftView, { priority, target }: Fields): string | undefined {
  const { content } = draft;
  const before = fieldsOf(draft);
  if (content.action === 'create' || priority !== before.priority || target !== before.target) return undefined;
  return content.title?.to;
}

/** What GitHub would show of a text, a moment after the last key. */
function usePreview(draft: string, markdown: string, known: string | null): string {
  const [html, setHtml] = useState(known ?? '');
  useEffect(() => {
    if (known !== null) {
      setHtml(known);
      return;
    }
    let wanted = true;
    const soon = setTimeout(() => {
      preview(draft, markdown).then(
        (answer) => wanted && setHtml(answer.html),
        // The last preview stays; saving says what is wrong.
        () => undefined,
      );
    }, 250);
    return () => {
      wanted = false;
      clearTimeout(soon);
    };
  }, [draft, markdown, known]);
  return html;
}
