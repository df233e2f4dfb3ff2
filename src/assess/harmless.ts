import { messageOf } from '../collect/message.ts';
import type { Cluster } from '../model/cluster.ts';

const WORD = 'non[- ]?(?:blocking|critical)';
const PROBLEM = '(?:error|exception|failure|issue|problem|warning)s?';
/** Behind it the sentence ends, or goes on without a condition. */
const END = '(?:$|[.,:;!)\\]]| [-–—] )';

const IN_EACH = new RegExp(`\\b${WORD}\\b`, 'i');

/** What a sentence says that means itself: a socket, a call or a component may be non-blocking or non-critical as well. */
const SAYINGS: readonly RegExp[] = [
  // `Validation issues (non-blocking): …`, `[non-critical] …`; not `the (non-blocking) socket`
  `[([]${WORD}(?:[)\\]](?! ?[\\w/])|[)\\]] (?:at|during|for|in|on|while|with)\\b|[,:;] )`,
  `^[([]${WORD}[)\\]]`,
  // `Non-critical: …`, `Warm-up failed - non-critical`, `Warm-up failed, non-blocking, going on`
  `(?:^|[.,:;|\\])] | [-–—] )${WORD}(?:$|[.,:;!](?: |$)| [-–—] )`,
  // `Non-critical failure in …`, `Warm-up hit a non-blocking issue`; not `Could not report a non-critical error`, where
  // another thing failed, nor `Non-critical error queue is full`
  `(?:^[^\\p{L}\\p{N}]*|[.,:;!|\\])] | [-–—] |\\b(?:caught|encountered|found|had|hit|ignored|ignoring|(?:it|that|this|which) (?:is|was)|(?:completed|done|ended|finished|succeeded) with) )` +
    `(?:(?:an?|one|some|\\d+) )?${WORD} ${PROBLEM}(?:${END}| (?:at|during|for|from|in|occurred|of|on|when|while)\\b)`,
  `\\b(?:this|${PROBLEM}) (?:is|are|was|were) (?:considered )?${WORD}(?:${END}| (?:and|because|so)\\b)`,
  `\\b(?:it|that|which) is (?:considered )?non[- ]?critical(?:${END}| (?:and|because|so)\\b)`,
  `\\b(?:considered|treated as|handled as|regarded as|marked as) ${WORD}(?:$|[.,:;!)]| [-–—] )`,
].map((saying) => new RegExp(saying, 'imu'));

/** What a message tells beside that: of such problems something worse may come. */
const OTHERWISE: readonly RegExp[] = [
  // `3 non-critical errors, 2 critical errors`, `was non-critical, is critical now`
  '(?<!non[- ]?)\\b(?:blocking|critical)\\b',
  `(?:\\b(?:cannot|neither|never|no|no longer|not|than|zero|0)|n't) (?:(?:an?|any|as|be|been|considered|handled|marked|only|regarded|the|treated) )*${WORD}\\b`,
  // `Too many non-critical errors`, `Non-critical error limit reached`
  `\\btoo many (?:\\S+ ){0,3}?${PROBLEM}\\b`,
  `\\b${PROBLEM} (?:budget|count|limit|rate|threshold)\\b`,
  `${WORD} ${PROBLEM}\\b[^.,:;]*\\bexceed`,
  // The work ends; what only tells of a cause, as `(non-critical): connection aborted`, may stand.
  '\\b(?:aborting|bailing out|exiting|gave up|gives up|giving up|going down|halting|shutting down|stopping|terminating)\\b',
  `${WORD}\\b.*(?:[,;]| [-–—]) .*\\b(?:aborted|cancell?ed|crashed|exited|halted|rolled back|shut down|stopped)\\b`,
].map((saying) => new RegExp(saying, 'iu'));

/** Long messages tell what they are about at their start. */
const LOOKED_AT = 600;

/**
 * Whether the root message has such a word in each of its entries, and calls what it tells of so in its example. In doubt
 * it does not: nobody looks at what is taken for harmless.
 */
export function callsItselfHarmless({ patterns: [root] }: Cluster): boolean {
  if (root === undefined || !IN_EACH.test(root.template)) return false;
  const said = messageOf(root.example).slice(0, LOOKED_AT);
  return !OTHERWISE.some((saying) => saying.test(said)) && SAYINGS.some((saying) => saying.test(said));
}
