import type { Place } from '../../model/entry.ts';
import type { Severity, SeveritySource } from '../../model/severity.ts';
import { NO_HASH } from './counted-tables.ts';
import type { CountedEntry } from './kept-entry.ts';

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

  add(entry: Omit<CountedEntry, 'message'>): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(Math.max(FIRST_LENGTH, 2 * this.#length));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    const { insertHash, seconds, nanos, instanceHash, traceHash, userHash } = entry;
    const hashes = [instanceHash ?? NO_HASH, traceHash ?? NO_HASH, userHash ?? NO_HASH];
    this.#numbers.set([insertHash, seconds, nanos, ...hashes, this.#originOf(entry)], this.#length);
    this.#length += COLUMNS;
  }

  /** In an order that does not depend on how they came together. */
  settled(): BareEntries {
    if (this.#length === 0) return noBareEntries;
    const names = [...this.#numberOf].sort(([a], [b]) => (a < b ? -1 : 1));
    const rank = new Map(names.map(([, number], at) => [number, at]));
    const origins = names.map(([, number]) => this.#origins[number]).filter((origin) => origin !== undefined);
    const rows = Array.from({ length: this.#length / COLUMNS }, (_, row) =>
      this.#numbers.slice(COLUMNS * row, COLUMNS * (row + 1)),
    );
    for (const row of rows) row[COLUMNS - 1] = rank.get(row[COLUMNS - 1] ?? 0) ?? 0;
    rows.sort(compareRows);
    const numbers = new Float64Array(this.#length);
    rows.forEach((row, at) => {
      numbers.set(row, COLUMNS * at);
    });
    return { numbers, length: this.#length, origins };
  }

  #originOf({ severity, severitySource, place, service, revision, errorGroups, http }: Origin): number {
    const origin = { severity, severitySource, place, service, revision, errorGroups, http };
    const key = JSON.stringify(origin);
    const known = this.#numberOf.get(key);
    if (known !== undefined) return known;
    this.#numberOf.set(key, this.#origins.length);
    return this.#origins.push(origin) - 1;
  }
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

function compareRows(a: Float64Array, b: Float64Array): number {
  for (let at = 0; at < COLUMNS; at += 1) {
    const order = (a[at] ?? 0) - (b[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
