import { compareText } from '../compare.ts';
import { eachBareEntry } from '../summary/bare-entries.ts';
import type { CountedEntry } from '../summary/kept-entry.ts';
import { eachLineTime } from '../summary/line-times.ts';
import type { SkeletonSummaries } from '../summary/summarise.ts';
import { keyOf } from '../token-key.ts';
import { BESIDE_MS } from './moments.ts';

/** When and where an entry was written. */
export type Written = Pick<CountedEntry, 'instanceHash' | 'seconds' | 'nanos'>;

const NANOS_A_SECOND = 1e9;
const NANOS_A_MILLISECOND = 1e6;

/**
 * The entries of one instance that may be lines of stack traces, in the order in which they were written. There may be
 * very many of them, so they are numbers: `Kind` is what is known of all entries of one skeleton.
 */
export class InstanceLines<Kind> {
  readonly #kinds: readonly (Kind | null)[];
  /** By skeleton: where it stands among those whose entries were written at once, whatever the order of the skeletons. */
  readonly #ranks: Int32Array;
  /** Seconds since 1970 from which times are counted, so that they are exact to the nanosecond over some months. */
  readonly #base: number;
  #length = 0;
  #times = new Float64Array(16);
  #skeletons = new Int32Array(16);
  /** What some of them say, by their place. */
  #messages = new Map<number, string>();

  constructor(kinds: readonly (Kind | null)[], ranks: Int32Array, base: number) {
    this.#kinds = kinds;
    this.#ranks = ranks;
    this.#base = base;
  }

  /** To be called for all before anything is asked. `message`: null where that of its kind will do. */
  add(skeleton: number, seconds: number, nanos: number, message: string | null): void {
    if (this.#length === this.#times.length) {
      const [times, skeletons] = [new Float64Array(2 * this.#length), new Int32Array(2 * this.#length)];
      times.set(this.#times);
      skeletons.set(this.#skeletons);
      this.#times = times;
      this.#skeletons = skeletons;
    }
    this.#times[this.#length] = this.#timeOf(seconds, nanos);
    this.#skeletons[this.#length] = skeleton;
    if (message !== null) this.#messages.set(this.#length, message);
    this.#length += 1;
  }

  settle(): this {
    const [times, skeletons, messages] = [this.#times, this.#skeletons, this.#messages];
    const rankOf = (at: number): number => this.#ranks[skeletons[at] ?? -1] ?? 0;
    const order = Int32Array.from({ length: this.#length }, (_, at) => at);
    order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || rankOf(a) - rankOf(b));
    this.#times = new Float64Array(this.#length);
    this.#skeletons = new Int32Array(this.#length);
    this.#messages = new Map();
    order.forEach((from, to) => {
      this.#times[to] = times[from] ?? 0;
      this.#skeletons[to] = skeletons[from] ?? 0;
      const message = messages.get(from);
      if (message !== undefined) this.#messages.set(to, message);
    });
    return this;
  }

  /** Undefined where there is no line. */
  kindAt(at: number): Kind | undefined {
    return this.#kinds[this.#skeletons[at] ?? -1] ?? undefined;
  }

  /** What the line itself says, where that is remembered. */
  messageAt(at: number): string | undefined {
    return this.#messages.get(at);
  }

  /** Where an entry stands; of what was written at once, the first. */
  placeOf({ seconds, nanos }: Written): number {
    const time = this.#timeOf(seconds, nanos);
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether two lines that stand beside each other may be of one trace. */
  isNear(a: number, b: number): boolean {
    return this.gap(a, b) <= BESIDE_MS * NANOS_A_MILLISECOND;
  }

  /** Whether two lines were written at one instant, so that nothing tells their order. */
  isAtOnce(a: number, b: number): boolean {
    return this.gap(a, b) === 0;
  }

  /** In nanoseconds; NaN where there is no such line. */
  gap(a: number, b: number): number {
    return Math.abs((this.#times[a] ?? Number.NaN) - (this.#times[b] ?? Number.NaN));
  }

  #timeOf(seconds: number, nanos: number): number {
    return (seconds - this.#base) * NANOS_A_SECOND + nanos;
  }
}

/** All lines by the hash of their instance. `kinds`: by index of the skeleton; null where its entries are no such lines. */
export function linesByInstance<Kind>(
  skeletons: SkeletonSummaries,
  kinds: readonly (Kind | null)[],
): Map<number, InstanceLines<Kind>> {
  const byInstance = new Map<number, InstanceLines<Kind>>();
  const base = firstSecond(skeletons, kinds);
  const ranks = ranksOf(skeletons, kinds);
  const linesOf = (instance: number): InstanceLines<Kind> => {
    const lines = byInstance.get(instance) ?? new InstanceLines(kinds, ranks, base);
    byInstance.set(instance, lines);
    return lines;
  };
  for (const [index, { content, times }] of skeletons.entries()) {
    if (kinds[index] == null) continue;
    eachLineTime(times, (instance, seconds, nanos) => linesOf(instance).add(index, seconds, nanos, null));
    // All entries of what is to be placed are held, and no times beside them.
    if (times.length > 0 || !('entries' in content)) continue;
    for (const { instanceHash, seconds, nanos, message } of content.entries) {
      if (instanceHash !== null) linesOf(instanceHash).add(index, seconds, nanos, message);
    }
    for (const { instanceHash, seconds, nanos } of eachBareEntry(content.bare)) {
      if (instanceHash !== null) linesOf(instanceHash).add(index, seconds, nanos, null);
    }
  }
  for (const lines of byInstance.values()) lines.settle();
  return byInstance;
}

/** By skeleton, in the order of their tokens. */
function ranksOf(skeletons: SkeletonSummaries, kinds: readonly unknown[]): Int32Array {
  const ranks = new Int32Array(skeletons.length);
  [...skeletons.entries()]
    .filter(([index]) => kinds[index] != null)
    .map(([index, { tokens }]) => ({ index, key: keyOf(tokens) }))
    .sort((a, b) => compareText(a.key, b.key))
    .forEach(({ index }, rank) => {
      ranks[index] = rank;
    });
  return ranks;
}

function firstSecond(skeletons: SkeletonSummaries, kinds: readonly unknown[]): number {
  let first = Number.POSITIVE_INFINITY;
  for (const [index, { content, times }] of skeletons.entries()) {
    if (kinds[index] == null) continue;
    eachLineTime(times, (_, seconds) => {
      first = Math.min(first, seconds);
    });
    if (!('entries' in content)) continue;
    for (const { seconds } of content.entries) first = Math.min(first, seconds);
    for (const { seconds } of eachBareEntry(content.bare)) first = Math.min(first, seconds);
  }
  return first;
}
