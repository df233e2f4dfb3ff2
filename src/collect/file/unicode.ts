import { TextDecoder } from 'node:util';

/**
 * Passes text on as UTF-8 without a byte order mark. PowerShell's `>` writes UTF-16 with one, so that is understood
 * too; without a mark the text is taken for UTF-8.
 */
export function toUtf8(onChunk: (chunk: Buffer) => void) {
  let held: Buffer = Buffer.alloc(0);
  let decoder: TextDecoder | null = null;
  let decided = false;

  const pass = (chunk: Buffer) => {
    if (chunk.length === 0) return;
    onChunk(decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8'));
  };
  const decide = () => {
    decided = true;
    const [first, second, third] = held;
    if (first === 0xff && second === 0xfe) decoder = new TextDecoder('utf-16le');
    else if (first === 0xfe && second === 0xff) decoder = new TextDecoder('utf-16be');
    pass(first === 0xef && second === 0xbb && third === 0xbf ? held.subarray(3) : held);
  };

  return {
    push(chunk: Buffer) {
      if (decided) {
        pass(chunk);
        return;
      }
      held = Buffer.concat([held, chunk]);
      if (held.length >= 3) decide();
    },
    end() {
      if (!decided) decide();
      const rest = decoder?.decode() ?? '';
      if (rest !== '') onChunk(Buffer.from(rest, 'utf8'));
    },
  };
}
