import { DIGITS, numberOfWords } from './numerals.ts';
import { inWords, quantity, scaleOf, WORDS } from './quantity.ts';
import type { Counted, Reading } from './token.ts';

const PEOPLE =
  'users|customers|people|persons|accounts|visitors|tenants|subscribers|members|shoppers|buyers|players|patients|organi[sz]ations|companies';
const REQUESTS = 'requests|calls|responses|page views|api calls';
const INSTANCES = 'instances|containers|pods|replicas|machines|servers';
const REVISIONS = 'revisions|deploys|deployments|releases';
const SEEN =
  'times|entries|errors|warnings|exceptions|failures|occurrences|events|log lines|exits|restarts|crashes|attempts|retries|traces|orders|payments|timeouts|more';

const NOUNS: readonly (readonly [Counted, string])[] = [
  ['people', `${PEOPLE}|user|customer|person|account`],
  ['requests', `${REQUESTS}|request|traffic`],
  ['revenue', 'revenue|sales|income|turnover|ARR|MRR'],
  ['entries', 'entries|log lines|log entries'],
  ['instances', `${INSTANCES}|instance|container|pod`],
  ['revisions', `${REVISIONS}|revision`],
];

/** What may stand between a number and its noun: `15 distinct users`, `24 % of all failed requests`. */
const BETWEEN =
  '(?:(?!(?:entr|error|warning|time|line|message|from|for|by|in|on|to|and|or|that|which|with|per|when|while|at|as|since|until|across|is|are|was|were|among|between|second|minute|hour|day)[a-z]{0,3} )[a-z][a-z-]{1,19} ){0,3}';
const COUNTED_AFTER = NOUNS.map(
  ([counted, nouns]) =>
    [counted, new RegExp(`^(?: \\|)?[ \\u00a0-](?:of )?${BETWEEN}(?:${nouns})(?![\\w-])`, 'i')] as const,
);
/** `users affected: 15`, `requests (15`. */
const COUNTED_BEFORE = NOUNS.map(
  ([counted, nouns]) =>
    [
      counted,
      new RegExp(
        `(?<![\\w-])(?:${nouns})(?: [a-z]{2,12}){0,2}(?:: ?| ?= ?| ?\\(| ?\\| ?)(?:(?:approximately|about|roughly|around|over|~|>) ?)?$`,
        'i',
      ),
    ] as const,
);
const LONGEST_PHRASE = 160;
/** Small numbers in words are figures of speech unless they count one of these. */
const COUNTS_SOMETHING = new RegExp(
  `^ (?:[a-z]{3,12} )?(?:${PEOPLE}|${REQUESTS}|${INSTANCES}|${REVISIONS}|${SEEN})(?!\\w)`,
  'i',
);
const ONE_OF = /^ (?:[a-z]{3,12} )?(?:user|customer|person|request)(?!\w)/i;

/** What a number counts that stands here, where that must agree with what backs it. */
export function countedBy(text: string, start: number, end: number): Counted | null {
  const after = withoutMarkup(text.slice(end, end + LONGEST_PHRASE));
  const [counted] = COUNTED_AFTER.find(([, noun]) => noun.test(after)) ?? [];
  if (counted !== undefined) return counted;
  const before = withoutMarkup(text.slice(Math.max(0, start - LONGEST_PHRASE), start));
  return COUNTED_BEFORE.find(([, noun]) => noun.test(before))?.[0] ?? null;
}

/** What a reader does not see between a number and its noun. */
function withoutMarkup(text: string): string {
  return text
    .replaceAll(/\]\([^()\s]{0,150}\)|<[^<>]{0,40}>|[*_~`[\]\ufffc]+|\p{Cf}+/gu, '')
    .replaceAll(/&nbsp;|&#160;/g, ' ');
}

const WORDS_OF: Readonly<Record<Counted, RegExp>> = {
  people:
    /\b(?:user|customer|people|person|account|visitor|tenant|subscriber|member|shopper|buyer|player|patient|organi[sz]ation|compan)/i,
  requests: /\b(?:request|call|response|page view|HTTP status|traffic)/i,
  revenue: /\b(?:revenue|sales|income|turnover|ARR|MRR|sold)/i,
  entries: /\b(?:entr(?:y|ies)|lines|severit|count|busiest hour)/i,
  instances: /\b(?:instance|container|pod|replica|machine|server|exit)/i,
  revisions: /\b(?:revision|deploy|release)/i,
};

/** Whether a text speaks of what is counted. */
export function speaksOf(text: string, counted: Counted): boolean {
  return WORDS_OF[counted].test(text);
}

/** Nobody would count these, and yet they say how many. */
const ALL = /^(?:all|every|each)/i;

const VAGUE: Readonly<Record<string, number>> = { dozens: 24, hundreds: 100, thousands: 1_000, millions: 1_000_000 };

/** Digits with marks between them that are not seen: what is shown is another number. */
export const SPLIT_READINGS: readonly Reading[] = [
  {
    kind: 'number',
    pattern: /\d[\d.,]{0,20}(?:(?:\p{Cf}|[*~]{1,3}|<[^<>]{0,20}>|&#?\w{1,8};){1,4}\d[\d.,]{0,20}){1,9}/gu,
    read: ([text]) => ({ is: 'text', text }),
  },
];

/** Numbers that only count. They come after everything that has digits of its own. Linear on any input. */
export const NUMBER_READINGS: readonly Reading[] = [
  {
    kind: 'number',
    pattern: /(?<![\w-])(?:(tens|hundreds) of )?(dozens|hundreds|thousands|millions)(?![\w-])/gi,
    read: ([, times = '', name = '']) => {
      const from = (VAGUE[name.toLowerCase()] ?? 0) * ({ tens: 10, hundreds: 100 }[times.toLowerCase()] ?? 1);
      return { is: 'vague', of: 'count', from, below: from * 10 };
    },
  },
  {
    kind: 'share',
    pattern:
      /(?<!(?:of|for|in|from|to|per|with|not) )(?<![\w-])(?:all|every|each|(?:the )?(?:vast |great )?majority of|most)(?: of)?(?: the| our| its| your)?(?= (?:[a-z]{3,12} )?(?:users?|customers?|people|requests?|traffic|visitors?|logins?|checkouts?)(?![\w-]))/gi,
    read: ([text]) =>
      ALL.test(text)
        ? { is: 'vague', of: 'share', from: 1, below: 2 }
        : { is: 'vague', of: 'share', from: 0.5, below: 2 },
  },
  {
    kind: 'share',
    pattern: /(?<!\w)every(?:one|body)(?!\w)/gi,
    read: () => ({ is: 'vague', of: 'share', from: 1, below: 2 }),
  },
  {
    kind: 'number',
    pattern: new RegExp(`(?<![\\w.])(${DIGITS})×(?! ?\\d)(?! (?:the|as|more|higher|slower|faster|normal|usual))`, 'g'),
    read: ([, digits]) => quantity('count', digits, 1),
  },
  {
    kind: 'number',
    pattern: new RegExp(`(?<![\\w.])(${DIGITS})(?:(k|m|mn|b|bn)(?!\\w)| (thousand|million|billion)(?!\\w))`, 'gi'),
    read: ([, digits, letter, word]) => quantity('count', digits, scaleOf(letter ?? word)),
  },
  {
    kind: 'number',
    pattern: /(?<![\w.])(\d{1,6})(?:st|nd|rd|th)(?!\w)/gi,
    read: ([, digits]) => quantity('count', digits, 1),
  },
  {
    kind: 'number',
    pattern: new RegExp(`(?<![\\w-])${WORDS}(?![\\w-])`, 'gi'),
    read: ({ 0: words, index, input }) => {
      const value = numberOfWords(words);
      if (value === null) return null;
      const after = input.slice(index + words.length, index + words.length + LONGEST_PHRASE);
      const counts = value === 1 ? ONE_OF.test(after) : value >= 10 || COUNTS_SOMETHING.test(after);
      return counts ? inWords(words, 'count', 1) : null;
    },
  },
  { kind: 'number', pattern: /(?<![\w-])twice(?! as)(?!\w)/gi, read: () => quantity('count', '2', 1) },
  {
    kind: 'number',
    pattern: /(?<=(?<!\w)lines? )(\d{1,7})(?!\w)/gi,
    read: ([, digits]) => quantity('line', digits, 1),
  },
  // Ids that begin with a digit, and those too long for a number.
  {
    kind: 'name',
    pattern: /(?<![\w.])(?!\d{1,3}(?:xx|x|bit|g|d)(?!\w))(?!\d{3,4}s(?!\w))\d{1,20}[a-z][a-z0-9]{0,60}(?!\w)/gi,
    read: ([text]) => ({ is: 'text', text }),
  },
  { kind: 'name', pattern: /(?<![\w.])\d{16,64}(?!\w)/g, read: ([text]) => ({ is: 'text', text }) },
  {
    kind: 'number',
    pattern: new RegExp(`(?<![\\w.])(?<!\\p{L}-)(?!24/7)(${DIGITS})(?=s?(?!\\w))`, 'giu'),
    read: ([, digits]) => quantity('count', digits, 1),
  },
];
