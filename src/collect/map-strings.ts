import { isObject } from './json-fields.ts';

/** Deeper than any LogEntry can be (protobuf stops at 100); a hostile one must not exhaust the stack. */
export const DEEPEST = 200;

/** A JSON value is nested too deeply to be a log entry. */
export class TooDeepError extends Error {
  override name = 'TooDeepError';
  constructor() {
    super(`nested more than ${DEEPEST} levels deep`);
  }
}

export interface StringChanges {
  /** What becomes of a string; `key` is the name of the field that holds it, also through lists; see `holder`. */
  text(text: string, key: string): string;
  /** What becomes of a number; if left out, it stays. `own` is the name of its own field, also through lists. */
  number?(value: number, key: string, own: string): unknown;
  /** What becomes of a field's name. */
  key(key: string): string;
  /** Which name tells what a string is: that of its field or what was chosen for those around it; if left out, its own. */
  holder?(name: string, around: string): string;
  /** Fields of the outermost object that stay as they are. */
  readonly untouched?: ReadonlySet<string>;
}

/**
 * A JSON value with every string changed, names of fields too. Parts without a change are the very same objects, and a
 * `__proto__` field stays a plain field. Where two names become one, the later one is told apart by a number.
 *
 * @throws TooDeepError
 */
export function mapStrings(value: unknown, changes: StringChanges): unknown {
  return map(value, changes, '', '', 0);
}

function map(value: unknown, changes: StringChanges, key: string, own: string, depth: number): unknown {
  if (typeof value === 'string') return changes.text(value, key);
  if (typeof value === 'number' && changes.number !== undefined) return changes.number(value, key, own);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) throw new TooDeepError();
  if (Array.isArray(value)) return mapList(value, changes, key, own, depth);
  return isObject(value) ? mapObject(value, changes, key, depth) : value;
}

function mapList(
  list: readonly unknown[],
  changes: StringChanges,
  key: string,
  own: string,
  depth: number,
): readonly unknown[] {
  let copy: unknown[] | null = null;
  for (let i = 0; i < list.length; i += 1) {
    const before = list[i];
    const after = map(before, changes, key, own, depth + 1);
    if (after !== before) {
      copy ??= [...list];
      copy[i] = after;
    }
  }
  return copy ?? list;
}

function mapObject(object: Record<string, unknown>, changes: StringChanges, around: string, depth: number): object {
  const untouched = depth === 0 ? changes.untouched : undefined;
  let changed: Map<string, { name: string; value: unknown }> | null = null;
  for (const key in object) {
    if (untouched?.has(key)) continue;
    const value = object[key];
    const name = changes.key(key);
    const holder = changes.holder === undefined ? key : changes.holder(key, around);
    const after = map(value, changes, holder, key, depth + 1);
    if (name === key && after === value) continue;
    changed ??= new Map();
    changed.set(key, { name, value: after });
  }
  return changed === null ? object : withChanges(object, changed);
}

function withChanges(
  object: Record<string, unknown>,
  changed: ReadonlyMap<string, { name: string; value: unknown }>,
): object {
  const result: Record<string, unknown> = {};
  for (const key in object) {
    const change = changed.get(key);
    let name = change === undefined ? key : change.name;
    for (let n = 2; Object.hasOwn(result, name); n += 1) name = `${change?.name ?? key} (${n})`;
    const value = change === undefined ? object[key] : change.value;
    // Assigning to `__proto__` would set the prototype instead.
    if (name !== '__proto__') result[name] = value;
    else Object.defineProperty(result, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return result;
}
