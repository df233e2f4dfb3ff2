import { z } from 'zod';

export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export const Priority = z.enum(PRIORITIES);
export type Priority = z.infer<typeof Priority>;

/** A fact that code computed; prose may cite it by its id. */
export const Evidence = z.object({
  id: z.string().regex(/^E\d+$/),
  name: z.string(),
  value: z.union([z.string(), z.number()]),
  unit: z.string().optional(),
  /** Whose words the value holds, where they are not ours: it backs no figure, though it stands among the evidence. */
  by: z.literal('stranger').optional(),
});
export type Evidence = z.infer<typeof Evidence>;

export const IMPORTANCES = ['critical', 'important', 'normal'] as const;

/** A configured component that a cluster touches, and what it was matched on. */
export const AffectedComponent = z.object({
  name: z.string(),
  importance: z.enum(IMPORTANCES),
  journey: z.string().nullable(),
  owner: z.string().nullable(),
  /** As configured, word for word; nothing else may speak of money. */
  revenue: z.string().nullable(),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
  /** For example `module netra_backend.app.websocket_core.handlers`. */
  because: z.string(),
});
export type AffectedComponent = z.infer<typeof AffectedComponent>;

/** Against the last run of the same service whose window ended before this one began. */
export const Trend = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no-earlier-run') }),
  z.object({ kind: z.literal('first-seen'), run: z.string() }),
  z.object({
    kind: z.literal('compared'),
    run: z.string(),
    /** Entries and window length of the earlier run, for a rate per hour. */
    previousCount: z.int(),
    previousHours: z.number(),
    hours: z.number(),
  }),
]);
export type Trend = z.infer<typeof Trend>;

export const Assessment = z.object({
  /** Before the verdict is known. */
  basePriority: Priority,
  evidence: z.array(Evidence),
  components: z.array(AffectedComponent),
  trend: Trend,
  /** Priority rules that fired, in words. */
  rules: z.array(z.string()),
});
export type Assessment = z.infer<typeof Assessment>;
