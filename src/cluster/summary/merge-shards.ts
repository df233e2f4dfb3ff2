import { createSkeletonIndex } from '../skeleton/skeleton-index.ts';
import { MOST_EXAMPLES } from './examples.ts';
import { compareKept } from './kept-entry.ts';
import { type Content, type SkeletonSummaries, summaryOf } from './summarise.ts';

/**
 * The summaries of all entries of some shards, in the order in which their skeletons turn up; the same set whatever the
 * order and grouping of the shards, which do not change. `placeOf[shard][handle]` is the index in `merged`.
 */
export function joinShards(shards: readonly SkeletonSummaries[]): {
  merged: SkeletonSummaries;
  placeOf: readonly (readonly number[])[];
} {
  const index = createSkeletonIndex();
  const parts: Content[][] = [];
  const placeOf = shards.map((shard) =>
    shard.map(({ tokens, isWordless, content }) => {
      const id = index.idOfTokens(tokens, isWordless);
      const known = parts[id];
      if (known === undefined) parts[id] = [content];
      else known.push(content);
      return id;
    }),
  );
  const merged = parts.map((contents, id) => ({
    tokens: index.tokensOf(id),
    isWordless: index.isWordless(id),
    content: join(contents),
  }));
  return { merged, placeOf };
}

function join(contents: readonly Content[]): Content {
  const [first] = contents;
  if (first !== undefined && contents.length === 1) return first;
  const entries = contents.flatMap((content) => ('entries' in content ? content.entries : []));
  const areFew = entries.length <= MOST_EXAMPLES && contents.every((content) => 'entries' in content);
  return areFew ? { entries: entries.sort(compareKept) } : { summary: summaryOf(contents) };
}
