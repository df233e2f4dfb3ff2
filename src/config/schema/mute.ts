import { z } from 'zod';
import { fingerprint, instant } from './formats.ts';

export const Mute = z
  .strictObject({
    fingerprint: fingerprint.optional().describe('The cluster, as the worklog and the issue name it.'),
    message: z.string().min(1).optional().describe('A glob over the whole message.'),
    until: instant.optional().describe('RFC 3339; without it, until removed.'),
    above: z.int().positive().optional().describe('Speaks up again at this many entries in a run.'),
    reason: z.string().min(1).describe('Shown in the worklog.'),
  })
  .refine(
    (mute) => (mute.fingerprint === undefined) !== (mute.message === undefined),
    'needs either fingerprint or message, one of the two',
  );
