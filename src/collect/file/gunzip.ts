import { createGunzip } from 'node:zlib';

export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks gzip, of several members too. Everything that could be unpacked is passed on before an error shows: a file
 * that was cut off loses nothing but its end.
 */
export function gunzip(onChunk: (chunk: Buffer) => void) {
  const stream = createGunzip({ chunkSize: 256 * 1024 });
  let failure: NodeJS.ErrnoException | null = null;
  // Thrown by whoever takes the chunks; it must come out of push or end, not out of the stream.
  let thrown: { error: unknown } | null = null;
  stream.on('data', (chunk: Buffer) => {
    try {
      if (thrown === null) onChunk(chunk);
    } catch (error) {
      thrown = { error };
    }
  });
  // A stream that fails forgets the callbacks of its last write and of its end.
  let wake: (() => void) | null = null;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = error;
    wake?.();
  });
  const until = (start: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      start(resolve);
    });

  return {
    /** Resolves once the chunk is unpacked, so that reading never runs ahead. False where nothing more can be read. */
    async push(chunk: Buffer): Promise<boolean> {
      if (failure !== null) return false;
      await until((done) => stream.write(chunk, () => done()));
      if (thrown !== null) throw thrown.error;
      return failure === null;
    },
    /** Returns why the data is not whole, or null. */
    async end(): Promise<string | null> {
      if (failure === null) {
        await until((done) => stream.once('end', done).end());
      }
      if (thrown !== null) throw thrown.error;
      if (failure === null) return null;
      return failure.code === 'Z_BUF_ERROR' ? 'the gzip data was cut off' : 'the gzip data is damaged from here on';
    },
  };
}
