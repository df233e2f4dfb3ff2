import { z } from 'zod';
import { Fingerprint } from './cluster.ts';

/** What a person has decided about patterns, by fingerprint. Wins over all evidence. */
export const Pins = z.object({
  /** Each list is one problem. */
  together: z.array(z.array(Fingerprint)),
  /** Each pattern of a list is a problem of its own. */
  apart: z.array(z.array(Fingerprint)),
});
export type Pins = z.infer<typeof Pins>;

export const noPins: Pins = { together: [], apart: [] };
