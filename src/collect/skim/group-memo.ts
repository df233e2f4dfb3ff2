import type { Marks } from './shapes.ts';
import { hashWords, standsAt, viewOf } from './words.ts';

/** What was found out about some fields of a line, kept for the next line in which they are written the same. */
export interface GroupMemo<Fact> {
  /** `fields`: those of the group that the line has. */
  of(bytes: Uint8Array, view: DataView, marks: Marks, fields: readonly number[]): Fact;
}

/** The fields' bytes stand one after the other in the memo's own buffer, from `start` on. */
interface Known<Fact> {
  readonly fields: readonly number[];
  readonly start: number;
  readonly fact: Fact;
}

const MOST = 4_096;
/** Bytes that are remembered; what does not fit begins anew. */
const ROOM = 256 * 1024;
const MOST_FIELDS = 64;

/**
 * `make` finds out the fact, from nothing but these fields of the line at hand; then the answer is the same whether it
 * is remembered or not. Nothing is remembered for a while where hardly any of it came again.
 */
export function createGroupMemo<Fact>(make: (fields: readonly number[]) => Fact): GroupMemo<Fact> {
  const known = new Map<number, Known<Fact>>();
  /** Made with the first fact: most memos of most logs have little to remember. */
  let written = new Uint8Array(0);
  let words = viewOf(written);
  /** Lengths of the fields, by where their bytes start. */
  let lengths = new Int32Array(0);
  let used = 0;
  let last: Known<Fact> | undefined;
  let found = 0;
  let pause = 0;

  const isWrittenSo = (fact: Known<Fact>, fields: readonly number[], view: DataView, marks: Marks): boolean => {
    if (fact.fields !== fields && !isSame(fact.fields, fields)) return false;
    let at = fact.start;
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i] ?? 0;
      const start = marks.starts[field] ?? 0;
      const length = (marks.ends[field] ?? 0) - start;
      if (lengths[at] !== length || !standsAt(words, at, length, view, start)) return false;
      at += length + 1;
    }
    return true;
  };

  return {
    of(bytes, view, marks, fields) {
      if (last !== undefined && isWrittenSo(last, fields, view, marks)) return last.fact;
      let hash = 0;
      let size = 0;
      for (let i = 0; i < fields.length; i += 1) {
        const field = fields[i] ?? 0;
        const start = marks.starts[field] ?? 0;
        const end = marks.ends[field] ?? 0;
        size += end - start + 1;
        hash = hashWords(view, start, end, hash + field);
      }
      const before = known.get(hash);
      if (before !== undefined && isWrittenSo(before, fields, view, marks)) {
        last = before;
        found += 1;
        return before.fact;
      }
      const fact = make(fields);
      if (pause > 0) pause -= 1;
      else if (size <= ROOM / 16 && fields.length <= MOST_FIELDS) remember(hash, fact, size, bytes, marks, fields);
      return fact;
    },
  };

  function remember(
    hash: number,
    fact: Fact,
    size: number,
    bytes: Uint8Array,
    marks: Marks,
    fields: readonly number[],
  ): void {
    if (known.size >= MOST || used + size > ROOM) {
      if (found < known.size) pause = 4 * MOST;
      known.clear();
      used = 0;
      found = 0;
      last = undefined;
    }
    if (written.length === 0) {
      written = new Uint8Array(ROOM);
      words = viewOf(written);
      lengths = new Int32Array(ROOM);
    }
    last = { fields, start: used, fact };
    for (const field of fields) {
      const start = marks.starts[field] ?? 0;
      const end = marks.ends[field] ?? 0;
      lengths[used] = end - start;
      written.set(bytes.subarray(start, end), used);
      used += end - start + 1;
    }
    known.set(hash, last);
  }
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((field, index) => field === b[index]);
}
