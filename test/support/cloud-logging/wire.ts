/** Writes protobuf by hand: what `protoPayload` holds is bytes, and no package of ours describes its types. */

type Written = Uint8Array<ArrayBuffer>;

export function text(field: number, value: string): Written {
  return bytes(field, Buffer.from(value));
}

export function bytes(field: number, value: Uint8Array): Written {
  return new Uint8Array(Buffer.concat([varint(field * 8 + 2), varint(value.length), value]));
}

export function integer(field: number, value: number): Written {
  return new Uint8Array(Buffer.concat([varint(field * 8), varint(value)]));
}

export function double(field: number, value: number): Written {
  const written = Buffer.alloc(8);
  written.writeDoubleLE(value);
  return new Uint8Array(Buffer.concat([varint(field * 8 + 1), written]));
}

export function message(...fields: readonly Uint8Array[]): Written {
  return new Uint8Array(Buffer.concat(fields));
}

/** google.protobuf.Value. */
function value(json: unknown): Written {
  if (json === null) return integer(1, 0);
  if (typeof json === 'number') return double(2, json);
  if (typeof json === 'string') return text(3, json);
  if (typeof json === 'boolean') return integer(4, json ? 1 : 0);
  if (Array.isArray(json)) return bytes(6, message(...json.map((item) => bytes(1, value(item)))));
  return bytes(5, struct({ ...Object(json) }));
}

/** google.protobuf.Struct. */
export function struct(json: Record<string, unknown>): Written {
  return message(...Object.entries(json).map(([key, item]) => bytes(1, message(text(1, key), bytes(2, value(item))))));
}

function varint(number: number): Uint8Array {
  const written: number[] = [];
  let rest = number;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) written.push((rest % 0x80) + 0x80);
  written.push(rest);
  return Uint8Array.from(written);
}
