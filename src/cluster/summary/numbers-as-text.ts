/** Many numbers as their bytes in base64, little-endian like every machine this runs on: short, and quick to read. */
export function encodeDoubles(numbers: Float64Array): string {
  return encode(numbers);
}

export function decodeDoubles(text: string): Float64Array {
  return new Float64Array(decode(text));
}

export function encodeIntegers(numbers: Iterable<number>): string {
  return encode(Int32Array.from(numbers));
}

export function decodeIntegers(text: string): Int32Array {
  return new Int32Array(decode(text));
}

function encode({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** A copy, since a Buffer may begin anywhere in a larger one. */
function decode(text: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(text, 'base64')).buffer;
}
