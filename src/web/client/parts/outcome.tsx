import type { NotPosted, PostedRow } from '../../views.ts';

const NOT_POSTED: { readonly [S in NotPosted]: string } = {
  failed: 'not posted',
  postponed: 'not now',
  unknown: 'not known to be posted',
};

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
      {NOT_POSTED[outcome.status]}: {outcome.message}
    </span>
  );
}
