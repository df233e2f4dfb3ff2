import { CLOSE_OBJECT, COLON, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from '../bytes.ts';
import {
  BESIDE_BASE,
  BESIDE_NAMES,
  BESIDE_PLACES,
  ENTRY_NAMES,
  entryField,
  FIELDS,
  PAYLOAD_BASE,
  PAYLOAD_NAMES,
  payloadField,
  REQUEST_BASE,
  REQUEST_NAMES,
} from './fields.ts';
import { ESCAPED, endOfPlain, endOfText, endOfValue, skipSpace } from './json-bytes.ts';
import { createShapes, type Marks, type Step, VALUE } from './shapes.ts';
import { viewOf } from './words.ts';

/** A reader of JSON bytes that makes no objects and no strings: it notes where the fields stand that are asked for. */
export interface Skimmer<Plan> {
  /** Where the fields of the last line stand; valid until the next `skim`. */
  readonly marks: Marks;
  /**
   * Reads one JSON object; the answer is what is planned for lines of its shape. Null where it is broken or unusual (a
   * field twice, a field of another type than a LogEntry's, an escape in a name, a deep nesting): then JSON.parse must
   * look at it.
   */
  skim(bytes: Uint8Array, start: number, end: number): Plan | null;
}

/** What kind of value a field of the entry must have; others may have any. */
const EXPECTED: readonly number[] = ENTRY_NAMES.map((name) => {
  if (name === 'resource' || name === 'labels') return VALUE.repeated;
  if (['jsonPayload', 'httpRequest', 'sourceLocation'].includes(name)) return VALUE.open;
  return ['protoPayload', 'errorGroups', 'split'].includes(name) ? VALUE.nested : VALUE.text;
});
const ERROR_GROUPS = entryField('errorGroups');

/** Objects that are looked into, with the number of the first field inside, or -1 where only its place matters. */
const INSIDE = new Map([
  [entryField('jsonPayload'), PAYLOAD_BASE],
  [entryField('httpRequest'), REQUEST_BASE],
  [entryField('sourceLocation'), -1],
  ...BESIDE_PLACES.map((name): [number, number] => [payloadField(name), BESIDE_BASE]),
  ...['labels', 'sourceLocation', 'logging.googleapis.com/sourceLocation'].map((name): [number, number] => [
    payloadField(name),
    -1,
  ]),
]);

/** Names of fields by the number of the first. */
const NAMES = new Map([
  [0, new Map(ENTRY_NAMES.map((name, index) => [name, index]))],
  [PAYLOAD_BASE, new Map(PAYLOAD_NAMES.map((name, index) => [name, index]))],
  [REQUEST_BASE, new Map(REQUEST_NAMES.map((name, index) => [name, index]))],
  [BESIDE_BASE, new Map(BESIDE_NAMES.map((name, index) => [name, index]))],
]);

export function createSkimmer<Plan>(plan: (kinds: Uint8Array) => Plan): Skimmer<Plan> {
  const shapes = createShapes(plan);
  const marks: Marks = {
    how: new Uint8Array(FIELDS),
    starts: new Int32Array(FIELDS),
    ends: new Int32Array(FIELDS),
    spellings: new Array(FIELDS).fill(null),
  };
  let bytes: Uint8Array = new Uint8Array(0);
  let view = viewOf(bytes);

  return {
    marks,
    skim(line, start, end) {
      if (line !== bytes) {
        bytes = line;
        view = viewOf(line);
      }
      const known = shapes.read(bytes, view, start, end, marks);
      if (known !== null) return known;
      const steps = stepsOf(bytes, view, start, end);
      if (steps === null) return null;
      shapes.learn(bytes, start, end, steps);
      return shapes.read(bytes, view, start, end, marks);
    },
  };
}

/** The values of an entry, in their order; null where it is broken or unusual. */
function stepsOf(bytes: Uint8Array, view: DataView, start: number, end: number): Step[] | null {
  const steps: Step[] = [];
  const how = new Uint8Array(1);
  const seen = new Set<number>();

  /** Behind an object whose fields are numbered from `base` on, or -1. */
  const readObject = (open: number, base: number): number => {
    let at = skipSpace(bytes, open + 1);
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    for (;;) {
      if (bytes[at] !== QUOTE) return -1;
      how[0] = 0;
      const close = endOfText(bytes, view, at + 1, how);
      // A name with an escape may be one of ours.
      if (close === -1 || ((how[0] ?? 0) & ESCAPED) !== 0) return -1;
      const field = fieldNamed(Buffer.from(bytes.subarray(at + 1, close)).toString('latin1'), base);
      if (field !== -1 && seen.has(field)) return -1;
      seen.add(field);
      at = skipSpace(bytes, close + 1);
      if (bytes[at] !== COLON) return -1;
      at = readField(skipSpace(bytes, at + 1), field);
      if (at === -1) return -1;
      at = skipSpace(bytes, at);
      if (bytes[at] === CLOSE_OBJECT) return at + 1;
      if (bytes[at] !== COMMA) return -1;
      at = skipSpace(bytes, at + 1);
    }
  };

  const readField = (at: number, field: number): number => {
    const byte = bytes[at] ?? 0;
    const inside = byte === OPEN_OBJECT ? INSIDE.get(field) : undefined;
    const kind = inside === undefined ? kindOf(byte, field) : VALUE.open;
    const expected = EXPECTED[field];
    if (expected !== undefined && expected !== kind) return -1;
    if (field === ERROR_GROUPS && byte !== OPEN_LIST) return -1;
    // A shape with a list there would fit an object too, and nobody would look into it.
    if (byte === OPEN_LIST && INSIDE.has(field)) return -1;
    const first = kind === VALUE.text ? at + 1 : at;
    const step = steps.length;
    steps.push({ kind, field, start: first, end: first });
    let behind: number;
    if (inside !== undefined) {
      behind = readObject(at, inside);
      steps.push({ kind: VALUE.close, field, start: behind, end: behind });
    } else {
      behind = endOfStep(kind, first);
      steps[step] = { kind, field, start: first, end: behind };
      if (kind === VALUE.text && behind !== -1) behind += 1;
    }
    return behind;
  };

  const endOfStep = (kind: number, at: number): number => {
    if (kind === VALUE.text) return endOfText(bytes, view, at, how);
    return kind === VALUE.plain ? endOfPlain(bytes, at) : endOfValue(bytes, view, at, how);
  };

  const open = skipSpace(bytes, start);
  if (open >= end || bytes[open] !== OPEN_OBJECT) return null;
  const behind = readObject(open, 0);
  if (behind === -1 || behind > end) return null;
  for (let at = behind; at < end; at += 1) if (skipSpace(bytes, at) === at) return null;
  return steps;
}

function fieldNamed(name: string, base: number): number {
  const index = NAMES.get(base)?.get(name);
  return index === undefined ? -1 : base + index;
}

function kindOf(byte: number, field: number): number {
  if (byte === QUOTE) return VALUE.text;
  if (byte !== OPEN_OBJECT && byte !== OPEN_LIST) return VALUE.plain;
  return byte === OPEN_OBJECT && EXPECTED[field] === VALUE.repeated ? VALUE.repeated : VALUE.nested;
}
