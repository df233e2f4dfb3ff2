import type { ClaimKind } from '../../model/claim.ts';

/** What is counted. A number next to none of these nouns is bound to nothing. */
export type Counted = 'people' | 'requests' | 'revenue' | 'entries' | 'instances' | 'revisions';

/** Measured in entries, seconds, bytes, whole shares (1 = 100 %), times as much, lines of a file, or a currency. */
export type Dimension = 'count' | 'seconds' | 'bytes' | 'share' | 'factor' | 'line' | `money ${string}`;

/** How exact a number says it is. */
export type Bound = 'exactly' | 'about' | 'above' | 'at least' | 'below' | 'at most';

export interface Quantity {
  readonly is: 'quantity';
  readonly of: Dimension;
  /** As printed: 1.5 of `1.5k`. */
  readonly printed: number;
  /** What one of the printed unit is in the dimension's own: 1000 of `1.5k`, 60 of minutes. */
  readonly unit: number;
  /** Digits after the decimal point. */
  readonly places: number;
  readonly bound: Bound;
}

/** A moment, as far as it is told: parts that are not told are null. In UTC once `zone` is taken off. */
export interface Moment {
  readonly is: 'moment';
  readonly year: number | null;
  /** 1 to 12. */
  readonly month: number | null;
  readonly day: number | null;
  readonly hour: number | null;
  readonly minute: number | null;
  readonly second: number | null;
  /** Digits after the second's point, as printed. */
  readonly fraction: string;
  /** Minutes east of UTC; null = no zone named, which is read as UTC. */
  readonly zone: number | null;
}

/** What a token means; two tokens are the same claim where these are equal in sense. */
export type Sense =
  | Quantity
  | Moment
  /** `dozens` of them, `most` of them: from, and below, so many or such a share. */
  | { readonly is: 'vague'; readonly of: 'count' | 'share'; readonly from: number; readonly below: number }
  | { readonly is: 'reference'; readonly repository: string | null; readonly number: number }
  | { readonly is: 'place'; readonly file: string; readonly line: number }
  | { readonly is: 'citation'; readonly id: string }
  | { readonly is: 'commit'; readonly sha: string }
  | { readonly is: 'url'; readonly url: string }
  | { readonly is: 'host'; readonly host: string }
  /** Occurs letter by letter, as a whole word or run of words. */
  | { readonly is: 'text'; readonly text: string };

export interface Token {
  readonly kind: ClaimKind;
  readonly text: string;
  readonly at: number;
  readonly sense: Sense;
  /** The noun that a number counts, where it is one of those that must agree. */
  readonly counted: Counted | null;
}

/** A row of a table of patterns: what it finds, and what that means; null = not this after all. */
export interface Reading {
  readonly kind: ClaimKind;
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray) => Sense | null;
}
