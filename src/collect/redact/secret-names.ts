/**
 * How a name speaks of a secret. `strong`: whatever is assigned to it is one (`password`, `api_key`). `weak`: only
 * what looks like a token is (`page_token`, `auth`). `cookie`: the whole header. `number`: only digits are (`otp`, `taxId`).
 */
export type SecretName = 'strong' | 'weak' | 'cookie' | 'number';

const STRONG =
  /(?:passw(?:or)?d|passphrase|pwd|secret|api[_.-]?key|secret[_.-]?key|secret[_.-]?key[_.-]?base|access[_.-]?key|private[_.-]?key|encryption[_.-]?key|signing[_.-]?key|client[_.-]?secret)$/i;
const WEAK =
  /(?:token|account[_.-]?key|auth|authori[sz]ation|credentials?|signature|(?:^|[_.-])sig|session[_.-]?id|sessid|connect\.sid)$/i;
const COOKIE = /^(?:set-)?cookie$|(?:session|auth)[_.-]?cookie$/i;
/** Whole words: none of them is in `spin`, but one is in `userPin`. */
const NUMBER =
  /(?:^|[_.-]|[a-z](?=[A-Z]))(?:t?otp|T?OTP|T?Otp|pin|PIN|Pin|cvv|CVV|Cvv|ssn|SSN|Ssn|[Tt]ax[_.-]?[Ii]d|TAX[_.-]?ID)$/;
const LONGEST = 80;

/** The last two letters of those names; see screen.ts. */
export const SECRET_NAME_ENDS: readonly string[] = [
  ...['rd', 'wd', 'se', 'et', 'en', 'ey', 'on', 'th', 'al', 'ls', 'ie', 'id', 're', 'ig'],
  ...['tp', 'in', 'vv', 'sn'],
];
/** The letters before those two, and the end of a name as a whole. */
const THIRD_FROM_END = 'opsarkiuncx_-.';
const NAME_END =
  /(?:passw(?:or)?d|phrase|pwd|cret|(?:api|cret|cess|vate|tion|ning|ount)[_.-]?key|base|token|auth|ori[sz]ation|ntials?|gnature|sig|ssion[_.-]?id|sessid|\.sid|cookie|otp|pin|cvv|ssn|tax[_.-]?id)$/i;
const LONGEST_END = 9;

/** Whether a name that speaks of a secret may end at `end`; two letters of it are known to. */
export function endsSecretName(text: string, end: number): boolean {
  const third = text.charAt(end - 3).toLowerCase();
  if (!THIRD_FROM_END.includes(third) || !mayEndWith(third, text, end)) return false;
  return NAME_END.test(text.slice(Math.max(0, end - LONGEST_END), end));
}

/** A closer look is taken at few of the many words that end in `n`, and of the many names that end in `_id`. */
function mayEndWith(third: string, text: string, end: number): boolean {
  const last = text.charAt(end - 1);
  if (last === 'n' || last === 'N') return 'kips'.includes(third);
  return !'_-.'.includes(third) || 'nNxX'.includes(text.charAt(end - 4));
}

export function classifyName(name: string): SecretName | null {
  const tail = name.length > LONGEST ? name.slice(-LONGEST) : name;
  if (STRONG.test(tail)) return 'strong';
  if (WEAK.test(tail)) return 'weak';
  if (COOKIE.test(tail)) return 'cookie';
  return NUMBER.test(tail) ? 'number' : null;
}

/** Words that stand where a secret could: states, types, masks. */
const HARMLESS_WORDS = new Set(
  `true false null none nil undefined unset set ok yes no on off empty missing invalid incorrect wrong required expired failed denied
   unknown present absent found not_found enabled disabled valid redacted filtered hidden masked removed omitted scrubbed changed
   updated reset rotated loaded configured default optional str string bytes bytearray int object any secretstr
   password passwd secret token key value credentials xxx placeholder`.split(/\s+/),
);
const MASK = /^[*xX.•#_-]+$/u;
/** Templates, variables, resource names of Secret Manager, environment look-ups and calls: code or a reference. */
const REFERENCE = /^(?:[${%<]|projects\/|[A-Za-z_][\w.]{0,80}\(|(?:[A-Za-z_]+\.){1,6}[A-Za-z_]+$)/;
const TOKEN = /^[\w.~+/=%-]{8,1024}$/;
/** `839201`, `4711`; of an office, with letters and signs too, `12 345 678 901`. */
const CODE = /^\d{3,10}$/;
const OFFICIAL_NUMBER = /^(?:[A-Z]{2}[ -]?)?\d(?:[ ./-]?\d){6,12}[A-Z]?$/;

/** Whether what stands behind the name need not be hidden. */
export function isHarmlessValue(value: string, name: string, kind: SecretName): boolean {
  if (kind === 'cookie') return !value.includes('=') && !isToken(value);
  if (kind === 'weak') return !isToken(value);
  if (kind === 'number') return !isCode(value, name);
  const bare = withoutBrackets(value);
  if (!/[\p{L}\p{N}]/u.test(bare) || MASK.test(bare)) return true;
  // `password= passwd=`: nothing was assigned, and the next name follows.
  if (bare.endsWith('=') && classifyName(bare.slice(0, -1)) !== null) return true;
  const lower = bare.toLowerCase();
  return HARMLESS_WORDS.has(lower) || lower === name.toLowerCase() || isReference(bare);
}

/** Around it. Without a pattern, which would try every place for the end. */
function withoutBrackets(value: string): string {
  let end = value.length;
  while (value[end - 1] === ']' || value[end - 1] === ')') end -= 1;
  return value.slice(0, end).replace(/^[[(]+/, '');
}

function isToken(value: string): boolean {
  return TOKEN.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value) && !isReference(value);
}

/** A pin of less than four digits is one of a board; the number on the back of a card has three. */
function isCode(value: string, name: string): boolean {
  if (/(?:id|ssn)$/i.test(name)) return OFFICIAL_NUMBER.test(value);
  return CODE.test(value) && (value.length > 3 || /cvv$/i.test(name));
}

function isReference(value: string): boolean {
  return REFERENCE.test(value);
}
