/** Something that a claim may rest on, and what it is worth. */
export interface Backing {
  /** `E1`, `#12`, `config:Chat`, `log:<insertId>`, `netra/app.py@main` … */
  readonly id: string;
  /**
   * `evidence` = what our code computed; `config` = what the team wrote down; `tracker` = facts of GitHub (number, title,
   * state, dates, SHAs, addresses, files, source lines); `stranger` = words that anyone may have written (log lines,
   * issue bodies, comments).
   */
  readonly kind: 'evidence' | 'config' | 'tracker' | 'stranger';
  readonly text: string;
}
