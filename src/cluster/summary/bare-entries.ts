import type { Place } from '../../model/entry.ts';
import type { Severity, SeveritySource } from '../../model/severity.ts';
import { compareText } from '../compare.ts';
import { NO_HASH } from './counted-tables.ts';
import type { CountedEntry } from './kept-entry.ts';
import { sortRows } from './sort-rows.ts';

/** Entries of which only what is counted is remembered: seven numbers each, and what many of them have in common, once. */
export interface BareEntries {
  /** See COLUMNS. */
  readonly numbers: Float64Array;
  /** Numbers that are taken. */
  readonly length: number;
  readonly origins: readonly Origin[];
}

interface Origin {
  readonly severity: Severity;
  readonly severitySource: SeveritySource;
  readonly place: Place | null;
  readonly service: string;
  readonly revision: string;
  readonly errorGroups: readonly string[];
  readonly http: { readonly status: number } | null;
}

/** Hash of the insertId, seconds, nanoseconds; hashes of instance, trace and user; index of the origin. */
const COLUMNS = 7;
const FIRST_LENGTH = 64 * COLUMNS;

export const noBareEntries: BareEntries = { numbers: new Float64Array(0), length: 0, origins: [] };

/** Collects such entries. */
export class BareEntryList {
  #numbers = new Float64Array(0);
  #length = 0;
  readonly #origins: Origin[] = [];
  readonly #numberOf = new Map<string, number>();
  /** The origin that came last, or -1. */
  #last = -1;

  add(entry: Omit<CountedEntry, 'message'>): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(Math.max(FIRST_LENGTH, 2 * this.#length));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    const { insertHash, seconds, nanos, instanceHash, traceHash, userHash } = entry;
    const numbers = this.#numbers;
    const at = this.#length;
    numbers[at] = insertHash;
    numbers[at + 1] = seconds;
    numbers[at + 2] = nanos;
    numbers[at + 3] = instanceHash ?? NO_HASH;
    numbers[at + 4] = traceHash ?? NO_HASH;
    numbers[at + 5] = userHash ?? NO_HASH;
    numbers[at + 6] = this.#originOf(entry);
    this.#length = at + COLUMNS;
  }

  /** In an order that does not depend on how they came together. */
  settled(): BareEntries {
    if (this.#length === 0) return noBareEntries;
    const names = [...this.#numberOf].sort(([a], [b]) => compareText(a, b));
    const rank = new Map(names.map(([, number], at) => [number, at]));
    const origins = names.map(([, number]) => this.#origins[number]).filter((origin) => origin !== undefined);
    const ranked = this.#numbers.slice(0, this.#length);
    for (let at = COLUMNS - 1; at < ranked.length; at += COLUMNS) ranked[at] = rank.get(ranked[at] ?? -1) ?? -1;
    return { numbers: sortRows(ranked, this.#length, COLUMNS), length: this.#length, origins };
  }

  #originOf(entry: Origin): number {
    // Neighbouring entries mostly have the same.
    if (this.#last !== -1 && isSameOrigin(entry, this.#origins[this.#last])) return this.#last;
    const { severity, severitySource, place, service, revision, errorGroups, http } = entry;
    const status = http === null ? null : { status: http.status };
    const origin = { severity, severitySource, place, service, revision, errorGroups: [...errorGroups], http: status };
    const key = JSON.stringify(origin);
    const known = this.#numberOf.get(key);
    this.#last = known ?? this.#origins.push(origin) - 1;
    if (known === undefined) this.#numberOf.set(key, this.#last);
    return this.#last;
  }
}

function isSameOrigin(a: Origin, b: Origin | undefined): boolean {
  return (
    b !== undefined &&
    a.severity === b.severity &&
    a.severitySource === b.severitySource &&
    a.service === b.service &&
    a.revision === b.revision &&
    a.place === b.place &&
    a.http === null &&
    b.http === null &&
    a.errorGroups.length + b.errorGroups.length === 0
  );
}

export function* eachBareEntry({ numbers, length, origins }: BareEntries): Generator<CountedEntry> {
  for (let at = 0; at < length; at += COLUMNS) {
    const origin = origins[numbers[at + 6] ?? -1];
    if (origin === undefined) throw new RangeError('An entry of no origin stands among the summaries.');
    yield {
      ...origin,
      message: '',
      insertHash: numbers[at] ?? 0,
      seconds: numbers[at + 1] ?? 0,
      nanos: numbers[at + 2] ?? 0,
      instanceHash: hashAt(numbers, at + 3),
      traceHash: hashAt(numbers, at + 4),
      userHash: hashAt(numbers, at + 5),
    };
  }
}

function hashAt(numbers: Float64Array, at: number): number | null {
  const hash = numbers[at] ?? NO_HASH;
  return hash === NO_HASH ? null : hash;
}
