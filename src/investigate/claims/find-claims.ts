import type { ClaimKind } from '../../model/claim.ts';
import type { Quoted } from './quoted.ts';
import { countedBy } from './read-numbers.ts';
import type { Segment, Sentence } from './sentences.ts';
import { type NamedSources, QUOTATION, sourcesNamedIn } from './sources.ts';
import type { Sense, Token } from './token.ts';
import { tokensIn } from './tokens.ts';

/** A claim where it stands, before anybody asked what backs it. */
export type FoundClaim = {
  readonly kind: ClaimKind;
  readonly text: string;
  readonly at: number;
  /** Whose words its sentence says it quotes; null for what is not quoted. */
  readonly named: NamedSources | null;
} & (
  | { readonly token: Token; readonly quotation: null }
  | { readonly token: null; readonly quotation: { readonly inner: string; readonly exactly: boolean } }
);

/** What can be checked in one sentence of a segment. `before` = the one before it, which introduces a block. */
export function claimsIn(
  field: string,
  text: string,
  segment: Segment,
  sentence: Sentence,
  before: Sentence | null,
): FoundClaim[] {
  const own = text.slice(sentence.start, sentence.end);
  const plain = withoutQuoted(text, sentence);
  const introduction = segment.kind === 'block' && before !== null ? withoutQuoted(text, before) : plain;
  const named = sourcesNamedIn(introduction.replaceAll(MARKS, QUOTATION));
  const quoted = sentence.quoted.flatMap((span) => claimOf(span, own, sentence.start, named));
  const tokens = tokensIn(plain).filter(({ sense }) => !isWish(field, sense));
  const stated = tokens.map(
    (token): FoundClaim => ({
      kind: token.kind,
      text: own.slice(token.at, token.at + token.text.length),
      at: sentence.start + token.at,
      named: null,
      token,
      quotation: null,
    }),
  );
  return [...quoted, ...stated].sort((a, b) => a.at - b.at);
}

/** That every request is answered is what should be, not what is. */
function isWish(field: string, sense: Sense): boolean {
  return sense.is === 'vague' && sense.of === 'share' && (field === 'expectedBehaviour' || field === 'nextAction');
}

const MARKS = new RegExp(`${QUOTATION}+`, 'g');

/** Of the same length, so that offsets hold. */
function withoutQuoted(text: string, { start, end, quoted }: Sentence): string {
  const pieces: string[] = [];
  let at = start;
  for (const span of quoted) {
    pieces.push(text.slice(at, span.start), QUOTATION.repeat(span.end - span.start));
    at = span.end;
  }
  return pieces.join('') + text.slice(at, end);
}

/** In code type, one thing is what it looks like (a place, a time, a name); all else is a quotation. */
function claimOf(
  { kind, start, end, inner }: Quoted,
  sentence: string,
  offset: number,
  named: NamedSources,
): FoundClaim[] {
  const shown = sentence.slice(start - offset, end - offset);
  if (kind === 'code' && !/\s/.test(inner)) {
    const [token] = tokensIn(inner);
    const whole = token !== undefined && token.text.length === inner.length && isExact(token) ? token : nameOf(inner);
    const counts = whole.sense.is === 'quantity' && (whole.sense.of === 'count' || whole.sense.of === 'share');
    const counted = counts ? countedBy(sentence, start - offset, end - offset) : null;
    return [{ kind: whole.kind, text: shown, at: start, named, token: { ...whole, counted }, quotation: null }];
  }
  if (inner === '') return [];
  const exactly = kind === 'code';
  return [{ kind: 'quotation', text: shown, at: start, named, token: null, quotation: { inner, exactly } }];
}

/** What is read letter by letter anyway is a name in code type. */
function isExact({ sense }: Token): boolean {
  return sense.is !== 'text' && sense.is !== 'vague';
}

function nameOf(inner: string): Token {
  const text = inner.replace(/\(\)$/, '');
  return { kind: 'name', text: inner, at: 0, sense: { is: 'text', text }, counted: null };
}
