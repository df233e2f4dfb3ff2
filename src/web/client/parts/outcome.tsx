import type { PostedRow } from '../../views.ts';

/** What became of a draft that was to be posted: number and link, or why not. */
export function Outcome({ outcome }: { outcome: PostedRow }) {
  if (outcome.status === 'posted') {
    return (
      <span class="outcome">
        posted as{' '}
        <a href={outcome.url} target="_blank" rel="noopener noreferrer">
          #{outcome.issue}
        </a>
        {outcome.notes.map((note) => (
          <small key={note}> {note}</small>
        ))}
      </span>
    );
  }
  return (
    <span class="outcome not">
      {outcome.status === 'failed' ? 'not posted' : 'not now'}: {outcome.message}
    </span>
  );
}
