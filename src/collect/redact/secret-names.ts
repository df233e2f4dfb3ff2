/**
 * How a name speaks of a secret. `strong`: whatever is assigned to it is one (`password`, `api_key`). `weak`: only
 * what looks like a token is (`page_token`, `auth`). `cookie`: the whole header.
 */
export type SecretName = 'strong' | 'weak' | 'cookie';

const STRONG =
  /(?:passw(?:or)?d|passphrase|pwd|secret|api[_.-]?key|secret[_.-]?key|secret[_.-]?key[_.-]?base|access[_.-]?key|private[_.-]?key|encryption[_.-]?key|signing[_.-]?key|client[_.-]?secret)$/i;
const WEAK =
  /(?:token|account[_.-]?key|auth|authori[sz]ation|credentials?|signature|(?:^|[_.-])sig|jsessionid|phpsessid|connect\.sid)$/i;
const COOKIE = /^(?:set-)?cookie$/i;
const LONGEST = 80;

/** The last two letters of those names; see screen.ts. */
export const SECRET_NAME_ENDS: readonly string[] = [
  ...['rd', 'wd', 'se', 'et', 'en', 'ey', 'on', 'th', 'al', 'ls', 'ie', 'id', 're', 'ig'],
];
/** The letters before those two, and the end of a name as a whole. */
const THIRD_FROM_END = 'opsarkiun';
const NAME_END =
  /(?:passw(?:or)?d|phrase|pwd|cret|(?:api|cret|cess|vate|tion|ning|ount)[_.-]?key|base|token|auth|ori[sz]ation|ntials?|gnature|sig|sess(?:ion)?id|\.sid|cookie)$/i;
const LONGEST_END = 9;

/** Whether a name that speaks of a secret may end at `end`; two letters of it are known to. */
export function endsSecretName(text: string, end: number): boolean {
  if (!THIRD_FROM_END.includes(text.charAt(end - 3).toLowerCase())) return false;
  return NAME_END.test(text.slice(Math.max(0, end - LONGEST_END), end));
}

export function classifyName(name: string): SecretName | null {
  const tail = name.length > LONGEST ? name.slice(-LONGEST) : name;
  if (STRONG.test(tail)) return 'strong';
  if (WEAK.test(tail)) return 'weak';
  return COOKIE.test(tail) ? 'cookie' : null;
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
const TOKEN = /^[\w.~+/=-]{8,1024}$/;

/** Whether what stands behind the name need not be hidden. */
export function isHarmlessValue(value: string, name: string, kind: SecretName): boolean {
  if (kind === 'cookie') return !value.includes('=');
  if (kind === 'weak') return !(TOKEN.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value)) || isReference(value);
  const bare = value.replace(/^[[(]+|(?<![\])])[\])]+$/g, '');
  if (!/[\p{L}\p{N}]/u.test(bare) || MASK.test(bare)) return true;
  // `password= passwd=`: nothing was assigned, and the next name follows.
  if (bare.endsWith('=') && classifyName(bare.slice(0, -1)) !== null) return true;
  const lower = bare.toLowerCase();
  return HARMLESS_WORDS.has(lower) || lower === name.toLowerCase() || isReference(bare);
}

function isReference(value: string): boolean {
  return REFERENCE.test(value);
}
