import { createHash, timingSafeEqual } from 'node:crypto';

/** Who may read and act: whoever brought a code that this process gave out, in the address that it printed. */
export interface Session {
  /** A new one-time code. The one before it, where nobody used it, is good for nothing any more. */
  issueCode(): string;
  /** The token for a code, once; null for every code but the last one given out, and for that one used before. */
  exchange(code: string): string | null;
  isToken(token: string): boolean;
}

/** @param random 32 bytes that nobody can guess, each time; nothing of them is kept but hashes, in memory */
export function createSession(random: () => Uint8Array): Session {
  let code: Buffer | null = null;
  const tokens: Buffer[] = [];
  const secret = (): string => Buffer.from(random()).toString('base64url');
  return {
    issueCode() {
      const issued = secret();
      code = hash(issued);
      return issued;
    },
    exchange(given) {
      if (code === null || !timingSafeEqual(code, hash(given))) return null;
      code = null;
      const token = secret();
      tokens.push(hash(token));
      return token;
    },
    isToken(given) {
      const asked = hash(given);
      // All of them are looked at, so that the time says nothing of which one was near.
      return tokens.reduce((found, token) => timingSafeEqual(token, asked) || found, false);
    },
  };
}

/** Of one length, so that they can be compared in constant time. */
function hash(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}
