import type { TemplateSet } from './template-set.ts';
import type { Thresholds } from './thresholds.ts';
import { CONSTANT, IDENTIFIER, OPENING } from './token-kind.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * 1 for each token where a value may stand: identifiers, what follows `=`, a single token between quotes, and what
 * stands where slots have been accepted elsewhere.
 */
export function openPositions(set: TemplateSet, vocabulary: Vocabulary, thresholds: Thresholds): Uint8Array {
  const { kinds, numberOf, tokens } = vocabulary;
  const equals = numberOf.get('=') ?? -1;
  const isQuote = tokens.map((token) => token === '"' || token === "'" || token === '`');
  const open = new Uint8Array(set.tokens.length);
  for (let template = 0; template < set.count; template += 1) {
    const begin = set.start[template] ?? 0;
    const stop = set.start[template + 1] ?? 0;
    for (let at = begin; at < stop; at += 1) {
      const kind = kinds[set.tokens[at] ?? 0] ?? CONSTANT;
      if ((kind & CONSTANT) !== 0 || (at === begin && (kind & OPENING) !== 0)) continue;
      const before = at > begin ? (set.tokens[at - 1] ?? 0) : -1;
      const quoted = before !== -1 && at + 1 < stop && isQuote[before] && before === set.tokens[at + 1];
      if ((kind & IDENTIFIER) !== 0 || quoted || before === equals || thresholds.isLearned(set, begin, at))
        open[at] = 1;
    }
  }
  return open;
}
