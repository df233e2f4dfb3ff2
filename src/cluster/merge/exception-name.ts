/** A word that ends so names an exception, which is what a maintainer tells problems apart by. */
const ENDINGS = ['Error', 'Exception', 'Warning', 'Fault', 'Failure', 'Interrupt', 'Exit', 'Panic'];

/** The same, of a name in CamelCase without such an end: `ReadTimeout`, `UniqueViolation`, `RecordNotFound`. */
const CAMEL_ENDINGS = [
  ...[
    'Timeout',
    'TimedOut',
    'Violation',
    'Denied',
    'NotFound',
    'Exceeded',
    'Refused',
    'Reset',
    'Unavailable',
    'Expired',
  ],
  ...['Overflow', 'Conflict', 'Throttled', 'Aborted', 'Rejected', 'Cancelled', 'Canceled', 'Detected', 'Exhausted'],
  ...[
    'DoesNotExist',
    'ResultFound',
    'ResultsFound',
    'Invalid',
    'Unauthorized',
    'Forbidden',
    'Pipe',
    'BackOff',
    'Killed',
  ],
];
const CAMEL_BEGINNINGS = [
  'NoSuch',
  'Invalid',
  'Failed',
  'Expired',
  'Missing',
  'Undefined',
  'Err',
  'TooMany',
  'Duplicate',
];

/** The same in snake_case, as PostgreSQL names its errors. */
const SNAKE_ENDINGS = [
  ...['_violation', '_error', '_exception', '_failure', '_timeout', '_denied', '_not_found', '_exceeded', '_refused'],
  ...['_unavailable', '_expired', '_exhausted', '_detected', '_canceled', '_cancelled', '_aborted', '_invalid'],
];

/** Where libraries keep their exceptions: `psycopg2.errors.DeadlockDetected`. */
const HOMES = ['.errors.', '.error.', '.exceptions.', '.exception.', '.exc.'];

/** Whether a token is the type of an exception, by its name or by where it lives. */
export function isExceptionName(token: string): boolean {
  if (ENDINGS.some((ending) => token.endsWith(ending) && token !== ending)) return true;
  if (token.includes('_') && SNAKE_ENDINGS.some((ending) => token.endsWith(ending))) return true;
  const start = Math.max(token.lastIndexOf('.'), token.lastIndexOf(':'), token.lastIndexOf('\\')) + 1;
  if (!isCapital(token, start)) return false;
  if (start > 0 && HOMES.some((home) => token.includes(home))) return true;
  return (
    CAMEL_ENDINGS.some((ending) => token.endsWith(ending) && token.length - ending.length > start) ||
    CAMEL_BEGINNINGS.some((begin) => token.startsWith(begin, start) && isCapital(token, start + begin.length))
  );
}

function isCapital(token: string, at: number): boolean {
  const code = token.charCodeAt(at);
  return code >= 65 && code <= 90;
}
