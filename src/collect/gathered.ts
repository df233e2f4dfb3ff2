import { z } from 'zod';
import { Completeness } from '../model/completeness.ts';
import { Counted, JoinedParts } from './counted.ts';

/** How many malformed lines a record names. */
export const NAMED = 20;

/** All that is known of a reading beside its entries: plain data, so that what was read in slices can be put together. */
export const Gathered = z.object({
  sources: Completeness.shape.sources,
  /** Entries, malformed ones not counted. */
  read: z.int(),
  malformed: z.int(),
  malformedLines: Completeness.shape.malformedLines,
  /** Where malformed lines were set aside. */
  malformedFiles: z.array(z.string()),
  counted: Counted,
  joined: JoinedParts,
  pages: z.int(),
  /** Null = of files. */
  cloud: Completeness.shape.cloud.unwrap().nullable(),
  /** Null = it was not asked for. */
  requestLog: z
    .object({
      reading: Completeness.shape.requestLog.unwrap(),
      requests: z.array(Completeness.shape.requests.unwrap().element),
    })
    .nullable(),
  /** Why the sources are not whole; none = they are. */
  cuts: z.array(z.string()),
  /** No entry was left out for its severity or by a filter, so that requests can be counted. */
  allRequests: z.boolean(),
  /** None was left out before it was read, so that the first one of a revision is its first of all. */
  isUnfiltered: z.boolean(),
});
export type Gathered = z.infer<typeof Gathered>;
