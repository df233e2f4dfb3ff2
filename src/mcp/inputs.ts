import { z } from 'zod';

/** Arguments that several tools take. */

/** One of our fingerprints, or the beginning of one. */
export const clusterArgument = z
  .string()
  .regex(/^lg[0-9a-f]{1,20}$/)
  .describe('Fingerprint of a cluster or pattern, or its beginning.');

export const draftArgument = z.string().min(1).max(100);

/** The content of a draft that the client has looked at. */
export const seenArgument = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('Its hash, as get_draft gave it.');

export const runArgument = z.string().min(1).max(64).optional().describe('Run id (default: the newest).');

export const detailArgument = z.enum(['concise', 'detailed']).default('concise');

export const pageArgument = z.int().min(1).max(1000).default(1);
