import { FIELDS } from './fields.ts';
import { endOfPlain, endOfText, endOfValue } from './json-bytes.ts';
import { createSpellings, type Recent, recentAt, remember, type Spelling, toFront } from './spellings.ts';
import { copyOf, standsAt, viewOf } from './words.ts';

/**
 * Loggers write the same fields in the same order again and again. A shape is what a line consists of but for its
 * values: `{"insertId":"`, then a text, then `","severity":"` … Lines whose shape is known are read by comparing these
 * parts, four bytes at a time, and looking only for the ends of values. The shapes form a tree, since many begin alike.
 */
export interface Shapes<Plan> {
  /** Notes where the values of a line stand, and says what is planned for lines of its shape. Null where it is not known. */
  read(bytes: Uint8Array, view: DataView, start: number, end: number, marks: Marks): Plan | null;
  /** Remembers the shape of a line that was read in full. */
  learn(bytes: Uint8Array, start: number, end: number, steps: readonly Step[]): void;
}

/**
 * What stands somewhere: a value, the beginning or end of an object that is looked into, or the line's end. `repeated` is
 * an object of which few spellings come again and again.
 */
export const VALUE = { lineEnd: 0, text: 1, plain: 2, nested: 3, open: 4, close: 5, repeated: 6 } as const;

/** One value on the way through a line: from behind its quotation mark to its closing one, if it is a text. */
export interface Step {
  readonly kind: number;
  /** The number of the field, or -1. */
  readonly field: number;
  readonly start: number;
  readonly end: number;
}

/** Where the fields of a line stand, by their numbers; for fields that the line does not have, nothing of meaning. */
export interface Marks {
  /** ESCAPED and BEYOND_ASCII. */
  readonly how: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Of `repeated` fields. */
  readonly spellings: (Spelling | null)[];
}

interface Node<Plan> {
  readonly words: DataView;
  readonly length: number;
  readonly kind: number;
  readonly field: number;
  /** Most recent first. */
  readonly next: Node<Plan>[];
  /** For a `repeated` value. */
  readonly recent: Recent;
  /** For the line's end. */
  readonly plan: Plan | null;
}

/** A log whose lines have more parts than this has no shapes worth knowing: learning begins anew. */
const MOST_NODES = 20_000;
const MOST_BRANCHES = 64;

const NONE = new DataView(new ArrayBuffer(0));

/** `plan` is asked once for each shape, with the kinds of its fields by their numbers; 0 for what it does not have. */
export function createShapes<Plan>(plan: (kinds: Uint8Array) => Plan): Shapes<Plan> {
  let root = createNode<Plan>(NONE, VALUE.lineEnd, -1, null);
  let nodes = 0;
  const how = new Uint8Array(1);
  const spellingOf = createSpellings();

  const readRepeated = (node: Node<Plan>, bytes: Uint8Array, view: DataView, at: number, marks: Marks): number => {
    const recent = recentAt(node.recent, view, at);
    if (recent !== null) {
      marks.spellings[node.field] = recent;
      return at + recent.length;
    }
    const end = endOfValue(bytes, view, at, how);
    if (end === -1) return -1;
    const spelling = spellingOf(bytes, view, at, end);
    remember(node.recent, spelling);
    marks.spellings[node.field] = spelling;
    return end;
  };

  /** Behind what a node says must stand at `at`, or -1; for a text where its closing quotation mark is. */
  const readValue = (node: Node<Plan>, bytes: Uint8Array, view: DataView, at: number, marks: Marks): number => {
    const { kind, field } = node;
    if (kind === VALUE.close) {
      marks.ends[field] = at;
      return at;
    }
    how[0] = 0;
    let end = at;
    if (kind === VALUE.text) end = endOfText(bytes, view, at, how);
    else if (kind === VALUE.plain) end = endOfPlain(bytes, at);
    else if (kind === VALUE.repeated) end = readRepeated(node, bytes, view, at, marks);
    else if (kind === VALUE.nested) end = endOfValue(bytes, view, at, how);
    if (field !== -1) {
      marks.how[field] = how[0] ?? 0;
      marks.starts[field] = at;
      marks.ends[field] = end;
    }
    return end;
  };

  return {
    read(bytes, view, start, end, marks) {
      let at = start;
      let node = root;
      for (;;) {
        const { next } = node;
        let found: Node<Plan> | null = null;
        for (let i = 0; i < next.length; i += 1) {
          const candidate = next[i];
          if (candidate === undefined || !standsAt(candidate.words, 0, candidate.length, view, at)) continue;
          const value = at + candidate.length;
          if (candidate.kind === VALUE.lineEnd) {
            if (value === end) return candidate.plan;
            continue;
          }
          const behind = readValue(candidate, bytes, view, value, marks);
          if (behind === -1) continue;
          if (i > 0) toFront(next, i);
          at = behind;
          found = candidate;
          break;
        }
        if (found === null) return null;
        node = found;
      }
    },

    learn(bytes, start, end, steps) {
      if (nodes > MOST_NODES) {
        root = createNode<Plan>(NONE, VALUE.lineEnd, -1, null);
        nodes = 0;
      }
      let node = root;
      let at = start;
      const go = (until: number, kind: number, field: number, planned: Plan | null): boolean => {
        const words = viewOf(bytes.subarray(at, until));
        let following = node.next.find(
          (known) =>
            known.kind === kind &&
            known.length === words.byteLength &&
            standsAt(known.words, 0, known.length, words, 0),
        );
        if (following === undefined) {
          if (node.next.length >= MOST_BRANCHES) return false;
          following = createNode(copyOf(bytes, at, until), kind, field, planned);
          node.next.push(following);
          nodes += 1;
        }
        node = following;
        return true;
      };
      for (const step of steps) {
        if (!go(step.start, step.kind, step.field, null)) return;
        at = step.end;
      }
      const kinds = new Uint8Array(FIELDS);
      for (const { kind, field } of steps) if (field !== -1 && kind !== VALUE.close) kinds[field] = kind;
      go(end, VALUE.lineEnd, -1, plan(kinds));
    },
  };
}

function createNode<Plan>(words: DataView, kind: number, field: number, plan: Plan | null): Node<Plan> {
  return { words, length: words.byteLength, kind, field, next: [], recent: [], plan };
}
