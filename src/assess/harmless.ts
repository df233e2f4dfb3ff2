import { messageOf } from '../collect/message.ts';
import type { Cluster } from '../model/cluster.ts';

const WORD = 'non[- ]?(?:blocking|critical)';
const PROBLEM = '(?:error|exception|failure|issue|problem|warning)s?';

const IN_EACH = new RegExp(`\\b${WORD}\\b`, 'i');

/** What a sentence says that means itself: a socket, a call or a component may be non-blocking or non-critical as well. */
const SAYINGS: readonly RegExp[] = [
  // `Validation issues (non-blocking): …`, `[non-critical] …`; not `the (non-blocking) socket`
  `[([]${WORD}(?:[)\\]](?! ?[\\w/])|[)\\]] (?:at|during|for|in|on|while|with)\\b|[,:;] )`,
  `^[([]${WORD}[)\\]]`,
  // `Non-critical: …`, `Warm-up failed - non-critical`, `Warm-up failed, non-blocking, going on`
  `(?:^|[.,:;|\\])] | [-–—] )${WORD}(?:$|[.,:;!](?: |$)| [-–—] )`,
  `(?<!\\b(?:no|not|than|zero|0) )\\b${WORD} ${PROBLEM}\\b`,
  `\\b(?:this|${PROBLEM}) (?:is|are|was|were) (?:considered )?${WORD}\\b`,
  '\\b(?:it|that|which) is (?:considered )?non[- ]?critical\\b',
  `\\b(?:considered|treated as|handled as|regarded as|marked as) ${WORD}(?:$|[.,:;!)]| [-–—] )`,
].map((saying) => new RegExp(saying, 'im'));
/** `3 non-critical errors, 2 critical errors`, `was non-critical, is critical now`. */
const OTHERWISE = /(?<!non[- ]?)\b(?:blocking|critical)\b/i;

/** Long messages tell what they are about at their start. */
const LOOKED_AT = 600;

/** Whether the root message has such a word in each of its entries, and calls what it tells of so in its example. */
export function callsItselfHarmless({ patterns: [root] }: Cluster): boolean {
  if (root === undefined || !IN_EACH.test(root.template)) return false;
  const said = messageOf(root.example).slice(0, LOOKED_AT);
  return !OTHERWISE.test(said) && SAYINGS.some((saying) => saying.test(said));
}
