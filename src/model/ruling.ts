import { z } from 'zod';
import { Fingerprint } from './cluster.ts';

/** What a reviewer decided about a problem beyond one draft, for later runs to respect. */
export const Ruling = z.object({
  id: z.int(),
  repository: z.string(),
  /** The problem that the draft was about. */
  fingerprint: Fingerprint,
  /** The draft that was rejected with it. */
  draft: z.string(),
  rule: z.discriminatedUnion('kind', [
    /** RFC 3339. */
    z.object({ kind: z.literal('mute'), until: z.string() }),
    /** Until it is ten times as frequent as it was: so many entries in so many minutes. */
    z.object({ kind: z.literal('mute-tenfold'), count: z.int(), minutes: z.int() }),
    /** `before` is what the store knew of its issue until then. */
    z.object({
      kind: z.literal('duplicate'),
      of: z.int(),
      before: z.object({ issue: z.int(), login: z.string().nullable(), commentedAt: z.string().nullable() }).nullable(),
    }),
    z.object({ kind: z.literal('apart'), patterns: z.array(Fingerprint) }),
    z.object({ kind: z.literal('together'), patterns: z.array(Fingerprint) }),
  ]),
  reason: z.string(),
  /** RFC 3339. */
  at: z.string(),
});
export type Ruling = z.infer<typeof Ruling>;
