import type { DiffLine, LiveView } from '../../views.ts';
import { Waiting } from '../parts/notice.tsx';
import type { Loaded } from '../use-loaded.ts';
import { count, time } from '../words.ts';

/** The issue on GitHub at this moment, and what the draft would make of it. */
export function Changes({ live }: { live: Loaded<LiveView> }) {
  const { value, problem, reload } = live;
  if (value === null) return <Waiting problem={problem} retry={reload} what="the issue on GitHub" />;
  const { issue, changes, diff, changed, unread } = value;
  return (
    <div class="changes">
      {unread !== null && <p class="problem">The issue was not read: {unread}</p>}
      {changed !== null && <p class="problem">{changed}</p>}
      {issue !== null && (
        <p>
          <a href={issue.url} target="_blank" rel="noopener noreferrer">
            #{issue.number}
          </a>{' '}
          {issue.title}{' '}
          <span class="faint">
            {issue.state}, by {issue.author}, last changed {time(issue.updatedAt)} UTC
          </span>
        </p>
      )}
      <ul class="plain">
        {changes.map((says) => (
          <li key={says}>{says}</li>
        ))}
      </ul>
      {diff.length > 0 ? <Diff lines={diff} /> : unread === null && <p class="faint">Its body stays as it is.</p>}
    </div>
  );
}

const SIGN: { readonly [K in DiffLine['kind']]: string } = { same: ' ', added: '+', removed: '−' };
const AROUND = 3;

function Diff({ lines }: { lines: readonly DiffLine[] }) {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ kind }) => kind !== 'same'),
  );
  const shown: { line: DiffLine | null; skipped: number; key: number }[] = [];
  lines.forEach((line, key) => {
    const last = shown.at(-1);
    if (near[key]) shown.push({ line, skipped: 0, key });
    else if (last?.line === null) last.skipped += 1;
    else shown.push({ line: null, skipped: 1, key });
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="diff" aria-label="Changes to the body" tabIndex={0}>
      {shown.map(({ line, skipped, key }) =>
        line === null ? (
          <div key={key} class="skipped">
            {count(skipped, 'line')} as before
          </div>
        ) : (
          <div key={key} class={line.kind}>
            <span class="sign">{SIGN[line.kind]}</span>
            {line.kind !== 'same' && <span class="unseen">{line.kind}: </span>}
            {line.text}
          </div>
        ),
      )}
    </section>
  );
}
