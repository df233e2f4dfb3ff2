/** Something in a text that can be checked: a number, a time, a reference, a name in code type. */
interface Claim {
  readonly kind: 'url' | 'name' | 'place' | 'time' | 'reference' | 'money' | 'percent' | 'commit' | 'number';
  /** As it stands in the text. */
  readonly text: string;
}

export interface CheckedClaims {
  readonly claims: readonly Claim[];
  /** The claims that nothing backs, as they stand in the text, each once, in order. */
  readonly unbacked: readonly string[];
}

/**
 * How each kind of claim is found, and the form in which two of them are equal. Order matters: what an earlier row takes
 * is gone for the later ones, so that the digits of a time are no numbers. Every pattern is linear on any input.
 */
const KINDS: readonly { kind: Claim['kind']; pattern: RegExp; normalise: (text: string) => string }[] = [
  {
    kind: 'url',
    pattern: /https?:\/\/[^\s<>"'`)\]]+/g,
    normalise: (text) => text.replace(/(?<![.,;:!?])[.,;:!?]+$/, ''),
  },
  { kind: 'name', pattern: /`[^`\n]{1,300}`/g, normalise: (text) => text.slice(1, -1).trim() },
  {
    kind: 'time',
    pattern: /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?/g,
    normalise: (text) => text.replace(' ', 'T'),
  },
  { kind: 'time', pattern: /(?<![\d:.])\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?![\d:])/g, normalise: (text) => `T${text}` },
  { kind: 'place', pattern: /(?<![\w./-])[\w./-]{1,200}\.[A-Za-z]{1,5}:\d+/g, normalise: (text) => text },
  { kind: 'reference', pattern: /(?<![\w#])#\d+/g, normalise: (text) => text },
  {
    kind: 'money',
    pattern: /[$€£¥]\s?\d+(?:,\d{3}(?!\d))*(?:\.\d+)?\s?[KMB]?(?![\w])/gi,
    normalise: (text) => text.replaceAll(/[\s,]/g, '').toUpperCase(),
  },
  { kind: 'percent', pattern: /(?<![\w.])\d+(?:,\d{3}(?!\d)){0,9}(?:\.\d+)?\s?%/g, normalise: numberIn },
  { kind: 'commit', pattern: /(?<!\w)(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,40}(?!\w)/g, normalise: (text) => text },
  { kind: 'number', pattern: /(?<![\w.])(?<!\p{L}-)\d+(?:,\d{3}(?!\d))*(?:\.\d+)?/gu, normalise: numberIn },
];

/**
 * Checks every claim of a text against what backs it: evidence, tool results, config. Equal means equal in sense: `15`
 * is "15", 24.5 % is 0.245, 2025-09-12 is the day of 2025-09-12T23:26:25Z. Pure.
 */
export function checkClaims(text: string, backing: readonly string[]): CheckedClaims {
  const index = indexOf(backing);
  const claims = claimsIn(text);
  const unbacked = claims.filter((claim) => !isBacked(claim, index)).map((claim) => claim.text);
  return { claims: claims.map(({ kind, text: shown }) => ({ kind, text: shown })), unbacked: [...new Set(unbacked)] };
}

interface FoundClaim extends Claim {
  readonly value: string;
  readonly at: number;
}

function claimsIn(text: string): FoundClaim[] {
  const found: FoundClaim[] = [];
  let rest = text;
  for (const { kind, pattern, normalise } of KINDS) {
    rest = rest.replaceAll(pattern, (match: string, ...more: unknown[]) => {
      const at = more.find((value) => typeof value === 'number') ?? 0;
      found.push({ kind, text: match, value: normalise(match), at });
      return ' '.repeat(match.length);
    });
  }
  return found.sort((a, b) => a.at - b.at);
}

interface Backing {
  /** Everything, for names, places and addresses. */
  readonly text: string;
  readonly times: readonly string[];
  readonly values: ReadonlySet<string>;
}

function indexOf(backing: readonly string[]): Backing {
  // Code type in what backs a claim is no reason to hide the numbers inside.
  const text = backing.join('\n').normalize('NFC').replaceAll('`', ' ');
  const claims = claimsIn(text);
  const lines = claims
    .filter(({ kind }) => kind === 'place')
    .map(({ value }) => value.slice(value.lastIndexOf(':') + 1));
  return {
    text,
    times: claims.filter(({ kind }) => kind === 'time').map(({ value }) => value),
    values: new Set([...claims.map(({ kind, value }) => `${kind} ${value}`), ...lines.map((line) => `number ${line}`)]),
  };
}

function isBacked({ kind, value }: FoundClaim, backing: Backing): boolean {
  switch (kind) {
    case 'url':
    case 'name':
    case 'place':
    case 'commit':
      return occursWhole(value.normalize('NFC'), backing.text);
    case 'time':
      return backing.times.some((time) => (value.startsWith('T') ? time.includes(value) : time.startsWith(value)));
    case 'percent':
      return backing.values.has(`percent ${value}`) || backing.values.has(`number ${Number(value) / 100}`);
    default:
      return backing.values.has(`${kind} ${value}`);
  }
}

/** As a whole: `session` is not backed by `sessions`. */
function occursWhole(value: string, text: string): boolean {
  if (value === '') return false;
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const inside = (edge: string, next: string) => /[\p{L}\p{N}_]{2}/u.test(edge + next);
    const before = inside(text.charAt(at - 1), value.charAt(0));
    const after = inside(value.charAt(value.length - 1), text.charAt(at + value.length));
    if (!before && !after) return true;
  }
  return false;
}

function numberIn(text: string): string {
  return String(Number(text.replaceAll(/[^\d.]/g, '')));
}
