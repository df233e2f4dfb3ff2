const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/**
 * Words that tell two events apart wherever they stand, compared in lower case: booleans, levels, states. They never
 * become part of a slot, however many there are.
 */
export const CONSTANT_WORDS = words(
  'true false yes no on off ' +
    'trace debug info notice warn warning error critical crit fatal alert emerg emergency panic severe ' +
    'up down open closed active inactive idle busy enabled disabled available unavailable ' +
    'healthy unhealthy degraded ready running pending queued waiting processing scheduled retrying blocked suspended ' +
    'success successful succeeded successfully failure failed fail passed skipped ok done complete completed ' +
    'started stopped starting stopping paused resumed terminated terminating killed evicted ' +
    'connected disconnected locked unlocked acquired released ' +
    'accepted rejected denied allowed granted refused expired revoked timeout cancelled canceled aborted ' +
    'valid invalid missing unknown unauthorized unauthenticated forbidden ' +
    'get post put patch delete head options',
);

/** Words that do the same, but may also be a name: one of them among many ordinary values is a value like the others. */
export const STATE_WORDS = words(
  'y n start stop opened online offline inbound outbound hit miss read write allow deny pass ' +
    'primary secondary standby replica leader follower candidate master slave ' +
    'create update created updated deleted added removed modified commit rollback login logout ' +
    'select insert alter drop truncate',
);

/** Words that make a name with dashes the code of an error, `user-not-found`, and none that somebody gave a thing. */
export const FAILURE_WORDS = words(
  'not no invalid wrong weak too already missing expired denied exceeded failed disabled unavailable required mismatch ' +
    'unauthorized unknown revoked aborted cancelled error',
);

/**
 * Status codes as words: HTTP's reason phrases, gRPC's code names (https://grpc.io/docs/guides/status-codes/), OAuth's
 * errors. Compared without regard to how words are joined: `NotFound`, `not_found`, `not-found`.
 */
const STATUS_PHRASES = new Set(
  (
    'bad request,not found,method not allowed,not acceptable,proxy authentication required,request timeout,length required,' +
    'precondition failed,payload too large,content too large,uri too long,unsupported media type,range not satisfiable,' +
    'expectation failed,unprocessable entity,unprocessable content,too many requests,internal server error,internal error,' +
    'not implemented,bad gateway,service unavailable,gateway timeout,no content,partial content,not modified,' +
    'moved permanently,temporary redirect,permanent redirect,see other,' +
    'invalid argument,deadline exceeded,already exists,permission denied,resource exhausted,failed precondition,' +
    'out of range,data loss,access denied,connection refused,connection reset,broken pipe,timed out,' +
    'invalid grant,invalid client,invalid token,invalid request,invalid scope,unauthorized client,expired token,' +
    'unsupported grant type,insufficient scope,half open,not ready,in progress,rolled back'
  )
    .split(',')
    .map((phrase) => phrase.replaceAll(' ', '')),
);

/** The same of one word, which in small letters may be any word of a sentence. */
const STATUS_NAMES = words(
  'OK Created Accepted Found Unauthorized Forbidden Conflict Gone Locked Teapot Continue ' +
    'Canceled Cancelled Unknown Aborted Unimplemented Internal Unavailable Unauthenticated',
);

/** Whether a word is the name of a status code. */
export function isStatusName(token: string): boolean {
  if (STATUS_NAMES.has(token)) return true;
  if (token.length > 40) return false;
  return STATUS_PHRASES.has(token.replaceAll(/[_-]/g, '').toLowerCase());
}
