import { isObject } from '../json-fields.ts';

/**
 * Reads protobuf messages whose types no package of ours describes, off their bytes, by a table of fields
 * (https://protobuf.dev/programming-guides/encoding/).
 */

/**
 * How a value is written. `integer` has 64 bits and becomes a text, `count` has 32 and becomes a number, as in protobuf's
 * JSON. A function reads what is more than that; undefined leaves the field out.
 */
type Kind = 'text' | 'integer' | 'count' | 'flag' | 'number' | 'raw' | Fields | Reader;

/** Takes bytes, or the number where one is written instead; `depth` is handed on to `readMessage`. */
export type Reader = (value: Uint8Array | bigint, depth: number) => unknown;

/** Fields of a message by their number: name, kind, and whether there may be several: a list, or a map by texts. */
export interface Fields {
  readonly [number: number]: readonly [name: string, kind: Kind, several?: 'several' | 'map'];
}

/** The bytes are no message of that type. */
export class WireError extends Error {
  override name = 'WireError';
}

/** Messages in messages; Google's own parsers take 100. Strangers could write as many as the stack does not hold. */
const DEEPEST = 300;

/**
 * A message as a plain object; fields that the table does not know are left out.
 *
 * @param depth how many messages this one lies in
 * @throws WireError
 */
export function readMessage(bytes: Uint8Array, fields: Fields, depth = 0): Record<string, unknown> {
  if (depth > DEEPEST) throw new WireError('messages lie too deep in each other');
  const message: Record<string, unknown> = {};
  /** The pairs of fields that are maps. */
  const maps = new Map<string, [string, unknown][]>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) throw new WireError('a message breaks off');
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new WireError('a number is too long');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new WireError('a message breaks off');
    at += length;
    return bytes.subarray(at - length, at);
  };

  while (at < bytes.length) {
    const tag = Number(varint());
    const [name, kind, several] = fields[tag >>> 3] ?? [];
    let value: unknown;
    switch (tag & 7) {
      case 0:
        value = integer(varint(), kind, depth);
        break;
      case 1:
        value = kind === 'number' ? view.getFloat64(take(8).byteOffset - bytes.byteOffset, true) : void take(8);
        break;
      case 2: {
        const written = take(Number(varint()));
        value = several === 'map' ? readMessage(written, pairOf(kind), depth + 1) : delimited(written, kind, depth);
        break;
      }
      case 5:
        take(4);
        break;
      default:
        throw new WireError(`wire type ${tag & 7} is not known`);
    }
    if (name === undefined || value === undefined) continue;
    const before = message[name];
    if (several === undefined) message[name] = value;
    else if (several === 'map') maps.set(name, append(maps.get(name), asPair(value)));
    else message[name] = append(Array.isArray(before) ? before : undefined, value);
  }
  // Keys come from strangers: `__proto__` becomes one like any other here.
  for (const [name, pairs] of maps) message[name] = Object.fromEntries(pairs);
  return message;
}

function append<T>(list: T[] | undefined, value: T): T[] {
  if (list === undefined) return [value];
  list.push(value);
  return list;
}

/** A map is a list of these. */
function pairOf(kind: Kind = 'raw'): Fields {
  return { 1: ['key', 'text'], 2: ['value', kind] };
}

function asPair(pair: unknown): [string, unknown] {
  const { key, value } = { key: '', value: '', ...(isObject(pair) && pair) };
  return [key, value];
}

function integer(value: bigint, kind: Kind | undefined, depth: number): unknown {
  if (kind === 'flag') return value !== 0n;
  if (kind === 'integer') return BigInt.asIntN(64, value).toString();
  if (kind === 'count') return Number(BigInt.asIntN(32, value));
  return typeof kind === 'function' ? kind(value, depth) : undefined;
}

function delimited(bytes: Uint8Array, kind: Kind | undefined, depth: number): unknown {
  if (kind === 'text') return new TextDecoder().decode(bytes);
  if (kind === 'raw') return bytes;
  if (typeof kind === 'function') return kind(bytes, depth + 1);
  return typeof kind === 'object' ? readMessage(bytes, kind, depth + 1) : undefined;
}

/** An enumeration by its names; a number that has none, of days to come, stays a number. */
export function oneOf(...names: readonly string[]): Reader {
  return (value) => (typeof value === 'bigint' ? (names[Number(value)] ?? Number(value)) : undefined);
}

/** A message that is made into something else. */
export function made(fields: Fields, make: (message: Record<string, unknown>) => unknown): Reader {
  return (value, depth) => (value instanceof Uint8Array ? make(readMessage(value, fields, depth)) : undefined);
}
