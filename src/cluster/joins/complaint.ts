import type { ThrownError } from '../../model/cluster.ts';
import { SEVERITY_RANK } from '../../model/severity.ts';
import { describeException, shortType } from '../exception.ts';
import { headOf } from '../head.ts';
import type { Member, Voice } from '../member.ts';
import { oncePer } from '../once-per.ts';
import { isSlip } from '../slips.ts';
import { settle } from '../summary/sample.ts';
import { isAnswer } from './answered.ts';
import { DATABASE, dependencyIn, dependencyInFrames, isWebCall } from './dependency.ts';
import { memoryIn } from './memory.ts';
import { causesBeside } from './said.ts';
import { saysAny } from './says-any.ts';

/** A state of the world that several messages may complain of, each in words of its own. */
export interface Complaint {
  readonly trouble: 'unreachable' | 'authentication' | 'memory';
  /**
   * What cannot be reached: `PostgreSQL`, `database` where it is not said which; whose memory runs out (see memory.ts).
   * Empty where nothing is named.
   */
  readonly about: string;
}

/** What is not done with a dependency that is away; a row that was not got or a lock that was not had is another matter. */
const DONE =
  'connect|reach|respond|answer|ping|initiali[sz]e|come up|' +
  '(?:acquir|obtain|establish|open|check\\w{0,4} out|get)\\w{0,4}\\b.{0,40}\\b(?:connect|session|channel|client|socket|pool|transaction|EntityManager|response|reply)';
const UNREACHABLE: readonly RegExp[] = [
  new RegExp(
    `\\b(?:cannot|can not|can['’]t|could not|couldn['’]t|did not|didn['’]t|does not|unable to|fail(?:ed|s|ing|ure)? to|never|gave up)\\b.{0,30}\\b(?:${DONE})`,
    'i',
  ),
  /\b(?:connect|connections?|connecting|connection pool|pool|ping|socket|init(?:iali[sz]ation)?|start-?up|health ?check|readiness|probe)\b.{0,60}\b(?:fail(?:ed|s|ure)?|refused|timed? ?out|time-?out|reset|lost|closed|terminated|aborted|rejected|errors?|exception|exhausted|unavailable|not available|not be established)\b/i,
  /\bclient\b.{0,60}\b(?:fail(?:ed|s|ure)? to|refused|timed? ?out|time-?out|reset|lost|closed|terminated|aborted|unavailable|not available)\b/i,
  /\berror\b.{0,60}\b(?:establishing|opening|using|acquiring) (?:a |the )?(?:new )?connection\b/i,
  /\bunreachable\b|\bnot reachable\b|\bunavailable\b|\bnot available\b|\bnot ready\b|\b(?:is|are) (?:down|offline)\b|[=:] ?"?down\b|\boffline\b/i,
  /\bECONNREFUSED\b|\bETIMEDOUT\b|\bEHOSTUNREACH\b|\bENETUNREACH\b|\bENOTFOUND\b|\bECONNRESET\b|\bEAI_AGAIN\b/,
  /\bconnection (?:refused|timed out|reset)\b|\bno route to host\b|\bname or service not known\b|\bdial (?:tcp|error)\b|\bconnect call failed\b/i,
  /\berror \d+ connecting to\b|\blost connection\b|\bmax retries per request\b|\bwaiting for (?:the )?(?:\w+ )?(?:database|db|postgres\w*|mysql|redis|mongo\w*|firestore)\b/i,
  /\btimed? ?out\b.{0,40}\b(?:waiting|connect\w*|reach\w*)\b|\b(?:deadline exceeded|timed out|timeout)\b.{0,60}\b(?:database|connection)\b/i,
];
const UNREACHABLE_TYPES =
  /^(?:Connect(?:ion)?(?:Refused|Reset|Timeout|TimedOut|Closed|DoesNotExist)?(?:Error|Exception)|Connect(?:ion)?Timeout|ServiceUnavailable|DatabaseUnavailable|MaxRetriesPerRequestError|ServerSelectionTimeoutError|MongooseServerSelectionError|PrismaClientInitializationError|PoolTimeout|CannotCreateTransactionException|CannotGetJdbcConnectionException|SQLTransientConnectionException)$/;
const TIMEOUT_TYPES = /^(?:\w*Timeout(?:Error|Exception)?|DeadlineExceeded)$/;
/** Of data that is not as it should be; whatever was thrown because of it. */
const DATA_TYPES = /^\w*(?:Validation|Parse|Parsing|Decode|Encode|Syntax|Integrity|Serialization)(?:Error|Exception)$/;
const CONNECTING = /connect|acquire|checkout|open|start|handshake/i;

const CREDENTIAL =
  'token|jwt|signature|credential|bearer|session|assertion|api key|signing key|id_token|access_token|kid';
const AUTHENTICATION: readonly RegExp[] = [
  /\b401\b|\bunauthori[sz]ed\b|\bunauthenticated\b|\bnot authenticated\b|\bauthenticat(?:ion|e)\b.{0,40}\b(?:fail|error|required|denied|rejected|refused)/i,
  new RegExp(
    `\\b(?:invalid|expired|rejected|unknown|malformed|untrusted|revoked|missing|bad|wrong|unverifiable|refused|reject(?:ing|s)?)\\b.{0,24}\\b(?:${CREDENTIAL})s?\\b`,
    'i',
  ),
  new RegExp(
    `\\b(?:${CREDENTIAL})s?\\b.{0,60}\\b(?:invalid|expired|reject(?:ed|ion)?|fail(?:ed|s|ure)?|denied|not valid|not trusted|mismatch|revoked|malformed|not found|unknown|refused|untrusted|unverified|does not match|not in)\\b`,
    'i',
  ),
  new RegExp(
    `\\b(?:cannot|could not|couldn't|can't|unable to|fail(?:ed|ure)? to|failed)\\b.{0,24}\\b(?:verify|validate|decode|authenticate|authori[sz]e|parse)\\b.{0,24}(?:\\b(?:${CREDENTIAL}|user|client|caller|request)s?\\b|$)`,
    'i',
  ),
  /\bunable to find a signing key\b|\bno matching (?:signing )?key\b|\bjwks?\b.{0,60}\b(?:fail|error|not|no)/i,
  /\b(?:log-?in|sign-?in) (?:failed|rejected|refused|denied)\b|\b403 forbidden\b.{0,60}\btoken\b/i,
];
const AUTHENTICATION_TYPES =
  /Jwt|JWT|JWK|WebToken|InvalidToken|TokenExpired|ExpiredSignature|InvalidSignature|Unauthori[sz]ed|Unauthenticated|AuthenticationFailed|AuthenticationError|AuthenticationException|BadCredentials|InvalidIssuer|InvalidAudience/;

/** What all examples of a pattern complain of, at WARNING and above; hardly ever more than one complaint. */
export const complaintsOf = oncePer((member: Member): readonly Complaint[] => {
  // A line of a trace says nothing but what its exception says, and several traces may have it.
  if (member.severityRank < SEVERITY_RANK.WARNING || member.kind === 'trace-line') return [];
  if (member.isWordless) return isRefused(member) ? [{ trouble: 'authentication', about: '' }] : [];
  let common: Complaint[] | null = null;
  for (const [example, voice] of member.voices.entries()) {
    const heard = complaintsIn(voice, causesBeside(member, example));
    common = common === null ? heard : common.filter((complaint) => heard.some((other) => isSame(complaint, other)));
    if (common.length === 0) return [];
  }
  return common ?? [];
});

export function describeComplaint({ trouble, about }: Complaint): string {
  if (trouble === 'authentication') return 'authentication fails';
  if (trouble === 'memory') return 'memory runs out';
  return `${about === '' ? 'something' : about === DATABASE ? 'the database' : about} cannot be reached`;
}

function isSame(a: Complaint, b: Complaint): boolean {
  return a.trouble === b.trouble && a.about === b.about;
}

/** A bare line of a request log: 401, or 403 where nothing says more. */
function isRefused({ summary }: Member): boolean {
  const statuses = [...settle(summary.statuses).kept.values()].map(({ what }) => what);
  return statuses.length > 0 && statuses.every((status) => status === 401 || status === 403);
}

function complaintsIn({ line, message, thrown }: Voice, causes: readonly string[]): Complaint[] {
  const decisive = decisiveExceptions(thrown);
  // What was logged, or thrown later, does not count against a root cause that says something else.
  const said = thrown.length === 0 ? [message] : decisive.length === thrown.length ? [line] : [];
  const texts = headsOf([...said, ...causes, ...decisive.map((error) => error.message)]);
  const types = decisive.map((error) => shortType(error.type));
  const found: Complaint[] = [];
  if (isUnreachable(texts, types, decisive))
    found.push({ trouble: 'unreachable', about: aboutOf(texts, decisive, line, thrown) });
  if (saysAny(AUTHENTICATION, texts) || types.some((type) => AUTHENTICATION_TYPES.test(type)))
    found.push({ trouble: 'authentication', about: '' });
  const memory = memoryIn(texts, types);
  if (memory !== null) found.push({ trouble: 'memory', about: memory });
  return found;
}

/**
 * From the root outwards, up to the first that says which problem it is: `Connection refused` needs what was thrown for
 * it, a ValidationError does not. What names a dependency leaves it to the others to say how that came to light.
 */
function decisiveExceptions(thrown: readonly ThrownError[]): readonly ThrownError[] {
  const deciding = thrown.findLastIndex((error) => {
    const { type, specific } = describeException(error);
    return (
      (specific || isSlip(type, error.message) || DATA_TYPES.test(type)) &&
      dependencyIn([error.type, error.message]) === null
    );
  });
  return thrown.slice(Math.max(deciding, 0));
}

/** What the deciding exceptions are about; failing that, what all the others speak of, unless it was a call to a web service. */
function aboutOf(
  texts: readonly string[],
  decisive: readonly ThrownError[],
  line: string,
  thrown: readonly ThrownError[],
): string {
  const root = decisive.slice(-1);
  const own = headsOf(root.flatMap(({ type, message }) => [type, message]));
  const named = dependencyIn(own) ?? dependencyInFrames(root);
  if (named !== null || isWebCall(root)) return named ?? '';
  const all = headsOf([...texts, line, ...thrown.flatMap(({ type, message }) => [type, message])]);
  return dependencyIn(all) ?? dependencyInFrames(decisive) ?? '';
}

function headsOf(texts: readonly string[]): string[] {
  return texts.filter((text) => text !== '').map((text) => headOf(text));
}

function isUnreachable(texts: readonly string[], types: readonly string[], thrown: readonly ThrownError[]): boolean {
  if (texts.some(isAnswer)) return false;
  if (saysAny(UNREACHABLE, texts) || types.some((type) => UNREACHABLE_TYPES.test(type))) return true;
  return thrown.some(
    ({ type, frames }) =>
      TIMEOUT_TYPES.test(shortType(type)) && frames.some((frame) => CONNECTING.test(`${frame.file} ${frame.function}`)),
  );
}
