import { createHash } from 'node:crypto';
import type { Fingerprint } from '../../model/cluster.ts';
import { messageSkeleton } from '../skeleton/message-skeleton.ts';
import { keyOf } from '../token-key.ts';

/**
 * Names the rules that turn a message into tokens (scanner, message-skeleton.ts, stack traces) and tokens into an
 * identity (identity.ts, and what exception.ts takes for one problem).
 *
 * Migration rule. A change after which the same message gives other tokens, or the same tokens another identity, needs
 * the next number: `lg2`. What was named before keeps its name: with each template the store holds the version that
 * made it and the message of one of its entries. A program with other rules puts that message through them
 * (renew-templates.ts), and the template that it gives takes over the old fingerprint, so an issue that carries `lg1…`
 * stays the issue of its problem; only problems that are new then are called `lg2…`. Nothing has to be done for it but
 * to count VERSION up. Templates remembered before messages were kept, or whose message was too long to keep, are known
 * by their old tokens as long as the new rules still give them.
 */
export const VERSION = 'lg1';

/** The same for templates that never change by what else is in a log (request.ts). */
export const FINAL_VERSION = 'lg1';

/** What makes tokens of a message; an argument only so that a test can put other rules in their place. */
export interface Rules {
  readonly version: string;
  /** `exception` is one that the payload has beside the message. */
  tokensOf(message: string, exception: string | null): readonly string[];
}

export const RULES: Rules = {
  version: VERSION,
  tokensOf: (message, exception) => messageSkeleton(message, exception).tokens,
};

/** The stable id of a sequence of tokens: version + first 16 hex digits of their SHA-256, joined by NUL. */
export function fingerprintOf(tokens: readonly string[], version: string = VERSION): Fingerprint {
  return `${version}${createHash('sha256').update(keyOf(tokens)).digest('hex').slice(0, 16)}`;
}
