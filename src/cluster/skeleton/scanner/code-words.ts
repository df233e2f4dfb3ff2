import { WordSet } from './word-set.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words that may stand between a key and its code. */
export const FILLERS = words('is was of a an the to');
export const STATUS_KEYS = words('http https httpcode httpresponsecode responsecode respcode');
export const EXIT_KEYS = words('exit exitcode exitstatus exitvalue returncode retcode rc');
export const ERROR_KEYS = words('errorcode errcode errno sqlstate sqlcode');
export const ENDING = words('exit exited return terminated died');
export const ANSWERING = words('returned returns return returning responded responds respond response error');
/** Only right before the number: `received: 200` is a count. */
export const ANSWERED = words('answered answers replied replies received got gets completed said says gave');
/** Who sends an answer, in `upstream sent 503`; what else sends, sends messages. */
export const ANSWERERS = words('upstream backend gateway proxy server provider');
export const SENDING = words('sent sends');
export const ANSWERING_WITH = words(
  'responded replied answered returned failed fails failing rejected declined refused denied aborted completed finished response',
);
const RESULT_KEYS = words('hresult hr exception ntstatus');
/** Past tenses and nouns that say that something went wrong, or that an answer came. */
const BLAMING_WORDS = words(
  'failed fails fail failing failure rejected rejects declined declines refused refuses denied denies aborted errored ' +
    'crashed bounced unreachable unavailable unable cannot could couldn unexpected error said says answered answers replied ' +
    'responded returned',
);
export const BLAMING = new WordSet(BLAMING_WORDS);
/** Those that take the code of an error right behind a colon or a bracket. */
export const FAILING = words(
  'failed fails fail failing failure rejected rejects declined declines refused refuses denied denies aborted errored crashed bounced',
);

/** Every word that means something before a code, in small letters; no other is made into a string. */
export const KEYS = new WordSet(
  [
    ...[FILLERS, STATUS_KEYS, EXIT_KEYS, ERROR_KEYS, ENDING, ANSWERING, ANSWERED, ANSWERING_WITH, RESULT_KEYS, FAILING],
    ...[ANSWERERS, SENDING],
    words('code value status with by error http exited failed result signal'),
  ].flatMap((set) => [...set]),
);

/** What the code of an error stands right behind. */
export const ERROR_NAMES: ReadonlySet<string> = new Set([...ERROR_KEYS, ...RESULT_KEYS, 'error']);

/** What follows a code in a sentence; any other word in small letters is what was counted: `returned 500 rows`. */
export const GOING_ON = new WordSet(
  words(
    'for from in on at after when while with without but and or because by during to instead as via before since error errors status response responses code again unexpectedly not',
  ),
);

/** The last word of a name that a number of its own follows, though something failed. */
export const NUMBERED = new WordSet(
  words(
    'port id ids pid uid gid line row column count total size length timeout limit offset attempt attempts retry retries ' +
      'times number no num index page version batch chunk shard partition node worker thread step seq sequence sum errors ' +
      'failures warnings items records rows messages age ttl duration elapsed seconds part block slot position bytes',
  ),
);

/** Counters that stand beside others: `passed: 12, failed: 404`. */
export const COUNTERS = new WordSet(
  words(
    'passed succeeded success successful successes completed processed sent received total ok skipped done accepted ' +
      'handled delivered failed rejected errored allowed approved granted count number ignored retried pending errors',
  ),
);
