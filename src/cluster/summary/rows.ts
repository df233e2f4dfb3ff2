import type { Place } from '../../model/entry.ts';
import type { Severity, SeveritySource } from '../../model/severity.ts';
import { type Alike, type CountedTables, countAlike, countNumbers, NO_HASH } from './counted-tables.ts';
import { emptyExtent, extend } from './extent.ts';
import type { CountedEntry } from './kept-entry.ts';

/** Numbers of a row: seconds, nanoseconds, hashes of instance, user and trace. */
const COLUMNS = 5;

/** Mostly, the entries of a summary come from one service, or a few. */
const MOST_ALIKE = 8;
/** Rows that come together before they are counted: what they take should stay in the processor's cache. */
const MOST_ROWS = 16_384;
const FIRST_ROWS = 256;

/**
 * Entries of many summaries, a row each, that are not in the tables of their summaries yet. Those tables are too large to
 * stay in the processor's cache between two entries; counting many rows at a time, one summary after the other, waits for
 * memory once for each summary instead of for each entry.
 */
export class Rows {
  readonly #tablesOf: (id: number) => CountedTables;
  #length = 0;
  #ids = new Int32Array(FIRST_ROWS);
  #numbers = new Float64Array(COLUMNS * FIRST_ROWS);
  readonly #severities: Severity[] = [];
  readonly #sources: SeveritySource[] = [];
  readonly #services: string[] = [];
  readonly #revisions: string[] = [];
  readonly #places: (Place | null)[] = [];
  readonly #statuses: (number | null)[] = [];
  /** Rows by the number of their summary. */
  #order = new Int32Array(FIRST_ROWS);
  /** Where the rows of each number begin in `#order`. */
  #starts = new Int32Array(FIRST_ROWS);
  readonly #alike: Alike[] = [];

  /** @param tablesOf where the entries of a number are counted */
  constructor(tablesOf: (id: number) => CountedTables) {
    this.#tablesOf = tablesOf;
  }

  /** Adds an entry that belongs to the summary of this number. */
  add(id: number, entry: CountedEntry): void {
    if (this.#length === this.#ids.length) this.#makeRoom();
    const row = this.#length;
    const at = COLUMNS * row;
    const numbers = this.#numbers;
    this.#ids[row] = id;
    numbers[at] = entry.seconds;
    numbers[at + 1] = entry.nanos;
    numbers[at + 2] = entry.instanceHash ?? NO_HASH;
    numbers[at + 3] = entry.userHash ?? NO_HASH;
    numbers[at + 4] = entry.traceHash ?? NO_HASH;
    const { http } = entry;
    this.#severities[row] = entry.severity;
    this.#sources[row] = entry.severitySource;
    this.#services[row] = entry.service;
    this.#revisions[row] = entry.revision;
    this.#places[row] = entry.place;
    this.#statuses[row] = http === null ? null : http.status;
    this.#length = row + 1;
  }

  /** Counts all that came so far: to be called before anything of the summaries is read. */
  count(): void {
    this.#sort();
    const ids = this.#ids;
    const order = this.#order;
    const numbers = this.#numbers;
    for (let at = 0; at < this.#length; ) {
      const id = ids[order[at] ?? 0] ?? 0;
      const tables = this.#tablesOf(id);
      for (; at < this.#length && ids[order[at] ?? 0] === id; at += 1) {
        const row = order[at] ?? 0;
        const first = COLUMNS * row;
        const seconds = numbers[first] ?? 0;
        const nanos = numbers[first + 1] ?? 0;
        const alike = this.#alikeOf(tables, row);
        alike.count += 1;
        extend(alike.extent, seconds, nanos);
        const [instance, user, trace] = [numbers[first + 2], numbers[first + 3], numbers[first + 4]];
        countNumbers(tables, seconds, nanos, instance ?? NO_HASH, user ?? NO_HASH, trace ?? NO_HASH);
      }
      this.#countAlike(tables);
    }
    this.#length = 0;
  }

  /** A counting sort; rows of one summary stay in the order in which they came. */
  #sort(): void {
    const ids = this.#ids;
    const length = this.#length;
    let most = 0;
    for (let row = 0; row < length; row += 1) most = Math.max(most, ids[row] ?? 0);
    if (most + 2 > this.#starts.length) this.#starts = new Int32Array(2 * (most + 2));
    const starts = this.#starts.fill(0, 0, most + 2);
    for (let row = 0; row < length; row += 1) {
      const behind = (ids[row] ?? 0) + 1;
      starts[behind] = (starts[behind] ?? 0) + 1;
    }
    for (let id = 1; id <= most; id += 1) starts[id] = (starts[id] ?? 0) + (starts[id - 1] ?? 0);
    for (let row = 0; row < length; row += 1) {
      const id = ids[row] ?? 0;
      const at = starts[id] ?? 0;
      this.#order[at] = row;
      starts[id] = at + 1;
    }
  }

  #makeRoom(): void {
    if (this.#length === MOST_ROWS) {
      this.count();
      return;
    }
    const larger = 4 * this.#ids.length;
    const ids = new Int32Array(larger);
    const numbers = new Float64Array(COLUMNS * larger);
    ids.set(this.#ids);
    numbers.set(this.#numbers);
    this.#ids = ids;
    this.#numbers = numbers;
    this.#order = new Int32Array(larger);
  }

  #alikeOf(tables: CountedTables, row: number): Alike {
    const severity = this.#severities[row] ?? 'DEFAULT';
    const source = this.#sources[row] ?? 'stated';
    const service = this.#services[row] ?? '';
    const revision = this.#revisions[row] ?? '';
    const place = this.#places[row] ?? null;
    const status = this.#statuses[row] ?? null;
    const known = this.#alike;
    for (let at = 0; at < known.length; at += 1) {
      const one = known[at];
      if (
        one !== undefined &&
        one.revision === revision &&
        one.place === place &&
        one.severity === severity &&
        one.source === source &&
        one.service === service &&
        one.status === status
      ) {
        return one;
      }
    }
    if (known.length === MOST_ALIKE) this.#countAlike(tables);
    const one: Alike = { severity, source, service, revision, place, status, extent: emptyExtent(), count: 0 };
    known.push(one);
    return one;
  }

  #countAlike(tables: CountedTables): void {
    for (const alike of this.#alike) countAlike(tables, alike);
    this.#alike.length = 0;
  }
}
