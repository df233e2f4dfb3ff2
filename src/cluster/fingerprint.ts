import { createHash } from 'node:crypto';
import type { Fingerprint } from '../model/cluster.ts';

/**
 * Names the algorithm that turned a message into tokens. A change of the rules that makes other templates out of the
 * same messages needs `lg2`, so that an old issue's fingerprint is not taken for a new one's.
 */
const VERSION = 'lg1';

/** The stable id of a template: version + first 16 hex digits of the SHA-256 of its tokens, joined by NUL. */
export function fingerprintOf(tokens: readonly string[]): Fingerprint {
  return `${VERSION}${createHash('sha256').update(tokens.join('\u0000')).digest('hex').slice(0, 16)}`;
}
