import { ELSEWHERE } from './error-kinds-elsewhere.ts';
import { wordsOf } from './vocabulary.ts';

/** What goes wrong, whatever it goes wrong with: two texts that name different kinds speak of different problems. */
export type ErrorKind = keyof typeof PHRASES;

/** How people and programs say it. A phrase is found by its stems, so one form of each word is enough. */
const PHRASES = {
  'something missing': [
    [
      'missing',
      'not found',
      'cannot find',
      "can't find",
      'not installed',
      'no module',
      'module not found',
      'not exist',
    ],
    ['never added', 'never installed', 'no attribute', 'key error', 'absent', 'ENOENT', 'no such', 'not registered'],
    ['class not found', 'has no', 'no rows', 'not set', 'not provided', 'vanished', 'gone', 'lacks', '404'],
  ],
  'no value': [
    ['undefined', 'null', 'nil', 'none type', 'is none', 'of none', 'NoneType', 'nil pointer', 'NullPointerException'],
  ],
  'not available': [['not available', 'unavailable', 'is down', '503', 'offline']],
  'no permission': [
    ['permission denied', 'access denied', 'forbidden', 'unauthorized', 'not authorized', 'EACCES', 'EPERM'],
    ['allow list', 'allowlist', 'allowed origins', 'CORS'],
    ['insufficient privilege', 'lacks permission', 'not allowed', '401', '403', 'may not read', 'missing permission'],
  ],
  'not reachable': [
    ['connection refused', 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'connection reset', 'could not connect'],
    ['unreachable', 'cannot reach', 'could not reach', 'cannot connect', "can't connect", 'lookup refused', 'dns'],
    ['disconnected', 'connection terminated', 'connection closed', 'connection lost', 'broken pipe', 'upstream reset'],
    ['name resolution', 'cannot resolve', 'could not resolve', 'resolve host', 'getaddrinfo'],
    ['disconnect reset', 'refuses connections', 'no route to host', 'refused connection', "can't reach"],
  ],
  'time-out': [
    ['timeout', 'timed out', 'times out', 'time out', 'deadline exceeded', 'ETIMEDOUT', 'never answers', '504'],
    ['no answer within', 'not answer in time'],
  ],
  slowness: [['slow', 'latency', 'lag', 'lags', 'takes long', 'sluggish', 'slowness', 'behind schedule', 'backlog']],
  'two things that do not match': [
    [
      'mismatch',
      'inconsistent',
      'disagree',
      'differ',
      'diverge',
      'does not match',
      'not belong together',
      'out of sync',
    ],
    ["don't match", "doesn't match", 'do not match', 'not equal', 'desync', 'drift', 'drifted'],
  ],
  'memory used up': [
    [
      'out of memory',
      'OOM',
      'oomkilled',
      'memory limit',
      'heap limit',
      'memory exhausted',
      'killed memory',
      'heap space',
    ],
  ],
  'growing memory': [['memory leak', 'memory grows', 'grows without bound', 'leaks memory']],
  'a full disk': [['no space left', 'disk full', 'ENOSPC', 'volume full', 'fills up', 'disk is full', 'out of disk']],
  'a limit reached': [
    ['too many', 'exhausted', 'quota exceeded', 'rate limit', 'throttled', 'slow down', 'capacity exceeded'],
    [
      'limit exceeded',
      'slots reserved',
      'runs out',
      'run out',
      'ran out',
      'queue full',
      'is full',
      'overflow',
      '429',
      'exceeds',
    ],
    ['above threshold', 'exceeded', 'pool exhausted', 'too large', 'connection slots', 'maxed out', 'used up'],
  ],
  'a text that cannot be read': [
    ['corrupt', 'malformed', 'parse error', 'unexpected token', 'decode', 'syntax error', 'garbled', 'truncated'],
    ['unparseable', 'cannot parse', "can't parse", 'parse', 'parsing', 'JSONDecodeError'],
  ],
  'something expired': [['expired', 'expires', 'expiry', 'out of date', 'outdated']],
  'a lock': [['deadlock', 'lock held', 'lock wait', 'locked', 'deadlocks', 'could not serialize', 'lock timeout']],
  'a duplicate': [['duplicate key', 'already exists', 'unique constraint', 'duplicate', 'twice', 'double charged']],
  'wrong results': [
    ['wrong', 'incorrect', 'inaccurate', 'doubles', 'miscalculated', 'off by one', 'rounding', 'rounded'],
    ['truncates', 'cuts off', 'misspelled', 'typo', 'wrong order', 'misaligned', 'flicker', 'unreadable'],
  ],
  'something shown that should not be': [['leak', 'leaks', 'exposed', 'shown to', 'visible to', 'disclosed']],
  'something lost': [['loses', 'lost', 'drops', 'dropped', 'swallowed', 'never arrive', 'disappears', 'skips']],
  'stale data': [['stale', 'old value', 'not refreshed', 'cached too long']],
  'a read-only target': [['read only', 'readonly', 'read-only']],
  'a refused payment': [['declined', 'card declined', 'insufficient funds']],
  'a signature that is not valid': [
    ['signature invalid', 'invalid signature', 'signature does not match', 'SignatureDoesNotMatch', 'bad signature'],
    ['signature mismatch', 'signature verification'],
  ],
  'a call that is not supported': [['not supported', 'unsupported', 'not implemented', 'not callable', 'deprecated']],
  'a division by zero': [['division by zero', 'divide by zero', 'ZeroDivisionError', 'divides by zero']],
  'a clock that is off': [
    ['clock skew', 'clock drift', 'clock ahead', 'clock is ahead', 'clock behind', 'clock is behind'],
    ['in the future', 'not yet valid', 'not valid yet', 'not active yet', 'before now'],
  ],
  'an index out of range': [
    [
      'index out of',
      'out of range',
      'out of bounds',
      'outside bounds',
      'outside the bounds',
      'past the end',
      'IndexError',
    ],
  ],
} as const satisfies Record<string, readonly (readonly string[])[]>;

/** Kinds that people do not keep apart: neither the same nor a contradiction. */
const NEAR: readonly (readonly [ErrorKind, ErrorKind])[] = [
  ['something missing', 'no value'],
  ['something missing', 'not available'],
  ['something missing', 'something lost'],
  ['not available', 'not reachable'],
  ['time-out', 'not reachable'],
  ['time-out', 'slowness'],
  ['time-out', 'a lock'],
  ['time-out', 'a limit reached'],
  ['memory used up', 'growing memory'],
  ['memory used up', 'a limit reached'],
  ['a limit reached', 'a full disk'],
  ['a limit reached', 'slowness'],
  ['two things that do not match', 'a signature that is not valid'],
];

interface Phrase {
  readonly kind: ErrorKind;
  readonly words: readonly string[];
  readonly text: string;
}

const OTHER_LANGUAGES: Readonly<Partial<Record<ErrorKind, readonly string[]>>> = ELSEWHERE;

const INDEX: readonly Phrase[] = kinds().flatMap((kind) =>
  [...PHRASES[kind].flat(), ...(OTHER_LANGUAGES[kind] ?? [])].map((phrase) => {
    const words = wordsOf(phrase);
    return { kind, words, text: ` ${words.join(' ')} ` };
  }),
);

/** The kinds of error that a text names, and the words it names them with. */
export interface NamedKinds {
  readonly kinds: ReadonlySet<ErrorKind>;
  readonly words: ReadonlySet<string>;
}

/** Names such as `health_check_timeout` are no statement that something timed out, and are left out. */
export function kindsIn(text: string): NamedKinds {
  const plain = text.replaceAll(/[\p{L}\p{N}]{1,60}(?:[_.][\p{L}\p{N}]{1,60})+/gu, ' ');
  const phrase = ` ${wordsOf(plain).join(' ')} `;
  const found = INDEX.filter((one) => phrase.includes(one.text));
  return { kinds: new Set(found.map(({ kind }) => kind)), words: new Set(found.flatMap(({ words }) => words)) };
}

/** Kinds that both name. */
export function sharedKinds(a: ReadonlySet<ErrorKind>, b: ReadonlySet<ErrorKind>): ErrorKind[] {
  return [...a].filter((kind) => b.has(kind));
}

/** Whether both say what goes wrong, and it is not the same. */
export function contradict(a: ReadonlySet<ErrorKind>, b: ReadonlySet<ErrorKind>): boolean {
  if (a.size === 0 || b.size === 0 || sharedKinds(a, b).length > 0) return false;
  return !NEAR.some(([one, other]) => (a.has(one) && b.has(other)) || (a.has(other) && b.has(one)));
}

function kinds(): ErrorKind[] {
  return Object.keys(PHRASES).filter((key): key is ErrorKind => Object.hasOwn(PHRASES, key));
}
