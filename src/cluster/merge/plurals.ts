import { groupByHash } from './hash-groups.ts';
import { BASE_A, BASE_B, type TemplateSet } from './template-set.ts';
import { CONSTANT, PLAIN, STATE } from './token-kind.ts';
import { SLOT_ID, type Vocabulary } from './vocabulary.ts';

/** Constants of which there may be one or several: `1 error`, `3 errors`. */
const COUNTED: ReadonlySet<string> = new Set(['error', 'warning', 'failure']);

/** A noun in the singular, and its plural, by their numbers; 0 where there is none. */
export interface Plurals {
  readonly pluralOf: Int32Array;
  /** 1 for both. */
  readonly isNoun: Uint8Array;
}

/** The nouns that a vocabulary has in the singular and in the plural. */
export function findPlurals({ tokens, kinds, numberOf }: Vocabulary): Plurals {
  const isNoun = new Uint8Array(tokens.length);
  const pluralOf = Int32Array.from(tokens, (token, number) => {
    if (!mayBeCounted(token, kinds[number] ?? CONSTANT)) return 0;
    for (const form of pluralsOf(token)) {
      const plural = numberOf.get(form);
      if (plural === undefined || ((kinds[plural] ?? 0) & CONSTANT) !== 0) continue;
      isNoun[number] = isNoun[plural] = 1;
      return plural;
    }
    return 0;
  });
  return { pluralOf, isNoun };
}

/** A plain word, or a short form in capitals: `URL`, `URLs`. */
function mayBeCounted(token: string, kind: number): boolean {
  if (token.length < 3) return false;
  if ((kind & CONSTANT) === 0) return (kind & PLAIN) !== 0;
  return COUNTED.has(token) || ((kind & STATE) !== 0 && /^[A-Z]+$/.test(token));
}

function pluralsOf(word: string): string[] {
  const forms = [`${word}s`, `${word}es`];
  return word.endsWith('y') ? [...forms, `${word.slice(0, -1)}ies`] : forms;
}

/**
 * Writes `<*> file` as `<*> files` where there is a template that is the same but for that: how many there were does not
 * tell problems apart. Null where there is none.
 */
export function joinPlurals(set: TemplateSet, vocabulary: Vocabulary, plurals: Plurals): TemplateSet | null {
  const candidates = withCountedNoun(set, plurals);
  if (candidates.length < 2) return null;
  const tokens = set.tokens.slice();
  const hashA = new Int32Array(candidates.length);
  const hashB = new Int32Array(candidates.length);
  candidates.forEach((template, nth) => {
    let a = 0;
    let b = 0;
    const begin = set.start[template] ?? 0;
    const stop = set.start[template + 1] ?? 0;
    for (let at = begin; at < stop; at += 1) {
      const token = inPlural(set, begin, at, plurals);
      a = (Math.imul(a, BASE_A) + (vocabulary.mixA[token] ?? 0)) | 0;
      b = (Math.imul(b, BASE_B) + (vocabulary.mixB[token] ?? 0)) | 0;
    }
    hashA[nth] = a;
    hashB[nth] = b;
  });
  const { groupOf, count } = groupByHash(hashA, hashB, candidates.length);
  if (count === candidates.length) return null;
  const members = new Int32Array(count);
  for (const group of groupOf) members[group] = (members[group] ?? 0) + 1;
  candidates.forEach((template, nth) => {
    if ((members[groupOf[nth] ?? 0] ?? 0) < 2) return;
    const begin = set.start[template] ?? 0;
    const stop = set.start[template + 1] ?? 0;
    for (let at = begin; at < stop; at += 1) tokens[at] = inPlural(set, begin, at, plurals);
  });
  return { ...set, tokens };
}

/** Templates with a noun behind a slot of which the vocabulary has both forms. */
function withCountedNoun(set: TemplateSet, { isNoun }: Plurals): number[] {
  const templates: number[] = [];
  for (let template = 0; template < set.count; template += 1) {
    const stop = set.start[template + 1] ?? 0;
    for (let at = (set.start[template] ?? 0) + 1; at < stop; at += 1) {
      if (set.tokens[at - 1] !== SLOT_ID || isNoun[set.tokens[at] ?? 0] !== 1) continue;
      templates.push(template);
      break;
    }
  }
  return templates;
}

/** The token, or its plural where it stands behind a slot. */
function inPlural(set: TemplateSet, begin: number, at: number, { pluralOf }: Plurals): number {
  const token = set.tokens[at] ?? 0;
  if (at === begin || set.tokens[at - 1] !== SLOT_ID) return token;
  return pluralOf[token] || token;
}
