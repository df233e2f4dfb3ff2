/**
 * Whose words a sentence says it quotes.
 *
 * - the log: `logs`, `logged`, `the log`, `log line`; or `entry`, `entries`, `message`, `error`, `warning`, `exception`,
 *   `traceback`, `trace`, `line`, `output`, with a verb of saying after it or the quotation right behind it;
 * - an issue or pull request: its number (`#12`, `issue 12`); or, without a number, `reporter`, `comment`, `issue`,
 *   `ticket`, `pull request`, `description`, `title` with such a verb, or `according to`.
 */
export interface NamedSources {
  readonly log: boolean;
  readonly numbers: ReadonlySet<number>;
  /** Some issue or pull request, whichever. */
  readonly anyNumber: boolean;
}

/** Stands for a quotation in the sentence that is asked about. */
export const QUOTATION = '\ufffc';

const SAYING =
  '(?:sa(?:y|ys|id|ying)|reads?|report(?:s|ed)?|shows?|names?|named|complains?|complained|states?|stated|writes?|wrote|written|prints?|printed|records?|recorded|contains?|mentions?|mentioned|warns?|warned|calls?|asks?|asked|claims?|claimed|notes?|noted|describes?|described|quotes?|quoted|puts?|proposes?|suggests?|tells?|told|gives?|is|are|was|were|has|have|carr(?:y|ies))';
const LOG = /(?<![\w-])(?:logs?|logged|logging|log (?:line|entry|entries|message|messages))(?![\w-])/i;
const LOG_NOUN =
  '(?:entry|entries|messages?|errors?|warnings?|exceptions?|tracebacks?|traces?|lines?|output|payload|text)';
const LOG_SAYS = new RegExp(
  `(?<![\\w-])${LOG_NOUN}(?![\\w-])(?:[^.${QUOTATION}]{0,60}(?<![\\w-])${SAYING}(?![\\w-])|[:,]? ?${QUOTATION})`,
  'i',
);
const TRACKER_NOUN =
  '(?:reporters?|commenters?|comments?|issues?|tickets?|pull requests?|PR|description|title|body|author|maintainers?)';
const TRACKER_SAYS = new RegExp(
  `(?<![\\w-])${TRACKER_NOUN}(?![\\w-])(?:[^.${QUOTATION}]{0,60}(?<![\\w-])${SAYING}(?![\\w-])|[:,]? ?${QUOTATION})|\\baccording to the ${TRACKER_NOUN}`,
  'i',
);
const NUMBER = /(?<![\w/])(?:#|GH-|(?:issue|PR|pull request) #?)(\d{1,10})(?!\w)/gi;
const LONGEST_SENTENCE = 4_000;

/** Takes a sentence whose quotations are each replaced by `QUOTATION`. */
export function sourcesNamedIn(sentence: string): NamedSources {
  const text = sentence.slice(0, LONGEST_SENTENCE);
  return {
    log: LOG.test(text) || LOG_SAYS.test(text),
    numbers: new Set([...text.matchAll(NUMBER)].map(([, number]) => Number(number))),
    anyNumber: TRACKER_SAYS.test(text),
  };
}

/** Whether the stranger behind this id is among the named. */
export function isNamed(id: string, named: NamedSources): boolean {
  const [, number] = /^#(\d+)/.exec(id) ?? [];
  if (number !== undefined) return named.numbers.has(Number(number)) || (named.numbers.size === 0 && named.anyNumber);
  if (id.startsWith('log:')) return named.log;
  return named.log || named.anyNumber || named.numbers.size > 0;
}
