import { z } from 'zod';

/** Something that a claim may rest on, and what it is worth. */
export const Backing = z.object({
  /** `E1`, `#12`, `config:Chat`, `log:<insertId>`, `source:netra/app.py` … */
  id: z.string(),
  /**
   * `evidence` = what our code computed; `config` = what the team wrote down; `tracker` = facts of GitHub (number, title,
   * state, dates, SHAs, addresses, files, source lines); `stranger` = words that anyone may have written (log lines,
   * issue bodies, comments).
   */
  kind: z.enum(['evidence', 'config', 'tracker', 'stranger']),
  text: z.string(),
});
export type Backing = z.infer<typeof Backing>;
