import { z } from 'zod';

/** `wrong`: a run would fail or leave something out. `skipped`: nothing could be asked, and `says` tells why. */
const Status = z.enum(['ok', 'warning', 'wrong', 'skipped']);

/** What one check found. */
export const Finding = z.strictObject({
  status: Status,
  says: z.string(),
  /** What to do about it, one advice a line; null where there is nothing to do. */
  mend: z.string().nullable(),
  /** What this check cannot know, so that nobody takes it for checked. */
  notChecked: z.string().nullable(),
});
export type Finding = z.infer<typeof Finding>;

/** All checks in the order they are shown; what `doctor --json` prints. */
export const Diagnosis = z.strictObject({
  /** The worst of all checks; skipped ones do not count. */
  status: z.enum(['ok', 'warning', 'wrong']),
  checks: z.array(Finding.extend({ name: z.string(), title: z.string() })),
});
export type Diagnosis = z.infer<typeof Diagnosis>;

/** One thing that is looked at, whatever becomes of the others. */
export interface Check {
  /** Stays the same from version to version, for scripts: `github.token`. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly examine: () => Promise<Finding>;
}

export function ok(says: string, notChecked: string | null = null): Finding {
  return { status: 'ok', says, mend: null, notChecked };
}

export function warning(says: string, mend: string, notChecked: string | null = null): Finding {
  return { status: 'warning', says, mend, notChecked };
}

export function wrong(says: string, mend: string): Finding {
  return { status: 'wrong', says, mend, notChecked: null };
}

export function skipped(because: string): Finding {
  return { status: 'skipped', says: because, mend: null, notChecked: null };
}
