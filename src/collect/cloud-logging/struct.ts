import { isObject } from '../json-fields.ts';
import { type Fields, made, type Reader } from './wire.ts';

/** google.protobuf.Struct on the wire; null is told apart by its number being 1. */
const STRUCT: Fields = {
  1: ['fields', { 1: ['key', 'text'], 2: ['value', (bytes, depth) => readValue(bytes, depth)] }, 'several'],
};
const VALUE: Fields = {
  1: ['nullValue', 'integer'],
  2: ['numberValue', 'number'],
  3: ['stringValue', 'text'],
  4: ['boolValue', 'flag'],
  5: ['structValue', STRUCT],
  6: ['listValue', { 1: ['values', (bytes, depth) => readValue(bytes, depth), 'several'] }],
};
const readValue: Reader = made(VALUE, (value) => value);

/** A Struct among the fields of a message that is read off its bytes. */
export const readStruct: Reader = made(STRUCT, plainStruct);

/** A Struct, as the client hands it over or as it was read off its bytes, as plain JSON. */
export function plainStruct(struct: unknown): Record<string, unknown> {
  const fields = isObject(struct) ? struct.fields : undefined;
  // Keys come from strangers: `__proto__` becomes a field like any other here.
  if (isObject(fields)) return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plain(value)]));
  if (!Array.isArray(fields)) return {};
  const pairs = fields.filter(isObject);
  return Object.fromEntries(pairs.map(({ key, value }) => [typeof key === 'string' ? key : '', plain(value)]));
}

function plain(value: unknown): unknown {
  if (!isObject(value)) return null;
  const { kind } = value;
  const is = (name: string): boolean => (typeof kind === 'string' ? kind === name : value[name] !== undefined);
  if (is('structValue')) return plainStruct(value.structValue);
  if (is('listValue')) {
    const { listValue } = value;
    const values = isObject(listValue) ? listValue.values : undefined;
    return Array.isArray(values) ? values.map(plain) : [];
  }
  if (is('stringValue')) return value.stringValue;
  if (is('numberValue')) return plainNumber(value.numberValue);
  return is('boolValue') ? value.boolValue : null;
}

/** JSON has no word for these three; protobuf's mapping has texts. */
function plainNumber(number: unknown): unknown {
  return typeof number === 'number' && !Number.isFinite(number) ? String(number) : number;
}
