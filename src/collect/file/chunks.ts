import { open } from 'node:fs/promises';

const CHUNK = 512 * 1024;

/**
 * The bytes of a file, in two buffers that take turns: what was handed out is overwritten later, so whoever needs it
 * longer copies it. The next piece is read while one is at work, and memory does not depend on when garbage is collected.
 */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    let current = Buffer.allocUnsafe(CHUNK);
    let other = Buffer.allocUnsafe(CHUNK);
    let reading = file.read(current, 0, CHUNK, null);
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      const chunk = current.subarray(0, bytesRead);
      [current, other] = [other, current];
      reading = file.read(current, 0, CHUNK, null);
      try {
        yield chunk;
      } finally {
        // Whoever stops here leaves a read under way, which must not meet a closed file.
        await reading.catch(() => undefined);
      }
    }
  } finally {
    await file.close();
  }
}
