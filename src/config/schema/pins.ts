import { z } from 'zod';
import { findContradictions } from '../pins.ts';
import { fingerprint } from './formats.ts';

const pinned = z
  .array(
    z
      .array(fingerprint)
      .min(2)
      .refine((list) => new Set(list).size > 1, 'names one pattern only; it needs two different ones'),
  )
  .default([]);

export const Pins = z
  .strictObject({
    together: pinned.describe('The patterns of each list are one problem, whatever else they are joined to.'),
    apart: pinned.describe('No two patterns of a list end up in one problem, not by way of others either.'),
  })
  .superRefine((pins, context) => {
    for (const { list, pair, through } of findContradictions(pins)) {
      const lists = through.map((index) => `pins.together[${index}]`).join(' and ');
      context.addIssue({
        code: 'custom',
        path: ['apart', list],
        message: 'keeps two patterns apart,',
        params: {
          more: [
            `${pair.join(' and ')},`,
            `which ${lists} put${through.length > 1 ? '' : 's'} together; remove one of the two`,
          ],
        },
      });
    }
  });
