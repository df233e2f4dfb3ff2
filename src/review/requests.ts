/** What a person may ask for, on the page, in the terminal, by a script or through MCP: checked where it comes in. */
import { z } from 'zod';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A change to a draft by a person. What is left out stays. */
export const EditRequest = z.strictObject({
  /** The hash of what the person saw: another one means that somebody else was faster. */
  seen: Hash,
  title: z.string().max(256).optional(),
  /** The body of a new issue, or the comment on one that is there. */
  markdown: z.string().max(65_536).optional(),
  labels: z.array(z.string().min(1).max(50)).max(100).optional(),
  priority: z.enum(['P0', 'P1', 'P2', 'P3']).optional(),
  /** Another issue by number, or a new one. */
  target: z.union([z.int().positive(), z.literal('new')]).optional(),
});
export type EditRequest = z.infer<typeof EditRequest>;

export const ApproveRequest = z.strictObject({
  seen: Hash,
  /** `seen` of the LiveView that was shown; null = there was none to show. */
  live: Hash.nullable(),
});
export type ApproveRequest = z.infer<typeof ApproveRequest>;

export const RejectRequest = z.strictObject({
  seen: Hash,
  reason: z.string().min(1).max(1_000),
  /** What later runs make of it; left out = the next run drafts it again. */
  ruling: z
    // Not discriminated by its kind: there are two ways to mute.
    .union([
      /** Not a problem: say nothing of it until a time, or until it is ten times as frequent. */
      z.strictObject({ kind: z.literal('mute'), until: z.iso.datetime({ offset: true }) }),
      z.strictObject({ kind: z.literal('mute'), untilTenfold: z.literal(true) }),
      z.strictObject({ kind: z.literal('duplicate'), of: z.int().positive() }),
      /** Wrong cluster: these patterns are problems of their own. */
      z.strictObject({ kind: z.literal('apart'), patterns: z.array(z.string()).min(2) }),
      /** Wrong cluster: it belongs to that one. */
      z.strictObject({ kind: z.literal('together'), with: z.string() }),
    ])
    .optional(),
});
export type RejectRequest = z.infer<typeof RejectRequest>;
