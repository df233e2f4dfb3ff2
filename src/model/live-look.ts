import { z } from 'zod';

/** What a reviewer would want to know changed about an issue; long texts as their sha-256. */
export const LiveLook = z.object({
  title: z.string(),
  body: z.string(),
  state: z.enum(['open', 'closed']),
  stateReason: z.string().nullable(),
  locked: z.boolean(),
  /** Sorted. */
  labels: z.array(z.string()),
  /** Oldest first. */
  comments: z.array(z.object({ id: z.int(), author: z.string(), body: z.string() })),
});
export type LiveLook = z.infer<typeof LiveLook>;
