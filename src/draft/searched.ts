import type { SearchStep } from '../model/report.ts';
import { count, joinWords } from '../wording/words.ts';

const ENGINES: readonly (readonly [SearchStep['engine'], string, string])[] = [
  ['marker', 'marker', 'markers'],
  ['lexical', 'word query', 'word queries'],
  ['semantic', 'query by meaning', 'queries by meaning'],
  ['pull-requests', 'pull request query', 'pull request queries'],
];

/** `Searched: marker (complete), 4 word queries (complete), 2 pull request queries (1 incomplete).` */
export function searchedLine(steps: readonly SearchStep[]): string {
  if (!steps.some(({ complete }) => complete)) return 'Nothing was searched to the end.';
  const parts = ENGINES.flatMap(([engine, noun, plural]) => {
    const asked = steps.filter((step) => askedOf(step) === engine);
    if (asked.length === 0) return [];
    const failed = asked.filter((step) => !step.complete).length;
    const name = engine === 'marker' ? noun : count(asked.length, noun, plural);
    return [`${name} (${failed === 0 ? 'complete' : asked.length === 1 ? 'incomplete' : `${failed} incomplete`})`];
  });
  return `Searched: ${joinWords(parts)}.`;
}

/** Where GitHub answered a query by meaning with its search by words, nothing was searched by meaning. */
function askedOf({ engine, answeredBy }: SearchStep): SearchStep['engine'] {
  return engine === 'semantic' && answeredBy === 'lexical' ? 'lexical' : engine;
}
