/**
 * Reads protobuf messages whose types no package of ours describes, off their bytes, by a table of fields
 * (https://protobuf.dev/programming-guides/encoding/).
 */

/** How the value of a field is written: the number in front of it says the same of its size. */
type Kind = 'text' | 'integer' | 'flag' | 'number' | 'raw' | Fields;

/** Fields of a message by their number: name, kind, and whether there may be several. */
export interface Fields {
  readonly [number: number]: readonly [name: string, kind: Kind | (() => Kind), several?: 'several'];
}

/** The bytes are no message of that type. */
export class WireError extends Error {
  override name = 'WireError';
}

/**
 * A message as a plain object; fields that the table does not know are left out. Integers of 64 bits become texts, as
 * in protobuf's JSON.
 *
 * @throws WireError
 */
export function readMessage(bytes: Uint8Array, fields: Fields): Record<string, unknown> {
  const message: Record<string, unknown> = {};
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
    const [name, declared, several] = fields[tag >>> 3] ?? [];
    const kind = typeof declared === 'function' ? declared() : declared;
    let value: unknown;
    switch (tag & 7) {
      case 0:
        value = integer(varint(), kind);
        break;
      case 1:
        value = kind === 'number' ? view.getFloat64(take(8).byteOffset - bytes.byteOffset, true) : void take(8);
        break;
      case 2:
        value = delimited(take(Number(varint())), kind);
        break;
      case 5:
        take(4);
        break;
      default:
        throw new WireError(`wire type ${tag & 7} is not known`);
    }
    if (name === undefined || value === undefined) continue;
    const before = message[name];
    message[name] = several === undefined ? value : [...(Array.isArray(before) ? before : []), value];
  }
  return message;
}

function integer(value: bigint, kind: Kind | undefined): unknown {
  if (kind === 'flag') return value !== 0n;
  if (kind === 'integer') return BigInt.asIntN(64, value).toString();
  return undefined;
}

function delimited(bytes: Uint8Array, kind: Kind | undefined): unknown {
  if (kind === 'text') return new TextDecoder().decode(bytes);
  if (kind === 'raw') return bytes;
  return typeof kind === 'object' ? readMessage(bytes, kind) : undefined;
}
