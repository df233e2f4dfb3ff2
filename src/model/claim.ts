import { z } from 'zod';

/** What a claim is: everything in prose that can be held against what is known. */
export const ClaimKind = z.enum([
  'citation',
  'reference',
  'url',
  'host',
  'address',
  'place',
  'commit',
  'version',
  'name',
  'quotation',
  'time',
  'money',
  'share',
  'factor',
  'duration',
  'size',
  'number',
]);
export type ClaimKind = z.infer<typeof ClaimKind>;

/** Something in a report's prose that can be checked, and what it rests on. */
export const Claim = z.object({
  /** The field of the prose, for example `impact`. */
  field: z.string(),
  /** As it stands there. */
  text: z.string(),
  kind: ClaimKind,
  /** Where it begins in the field, in UTF-16 units. */
  offset: z.int(),
  /** Ids of what backs it: `E1`, `#12`, `config:Chat` … Empty = nothing does. */
  restsOn: z.array(z.string()),
  /** Why nothing backs it; null where something does. Words of ours alone. */
  because: z.string().nullable(),
  /** Whether its sentence was cut; its offset then counts in what was written before that. */
  cut: z.boolean().default(false),
});
export type Claim = z.infer<typeof Claim>;
