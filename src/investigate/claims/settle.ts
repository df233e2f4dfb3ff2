import type { Backing } from '../../model/backing.ts';
import type { Claim } from '../../model/claim.ts';
import type { Report } from '../../model/report.ts';
import { checkProse } from './check-prose.ts';
import { cutUnbacked } from './cut.ts';

/** A prose without what nothing backs, and every claim that was looked at: those that stand, then those that were cut. */
export function settleProse(
  written: Report['prose'],
  backing: readonly Backing[],
): { readonly prose: Report['prose']; readonly claims: Claim[] } {
  const checked = checkProse(written, backing);
  // What stands as it was written is not read a second time.
  if (checked.unbacked.length === 0) return { prose: written, claims: [...checked.claims] };
  const prose = cutUnbacked(written, checked);
  const cut = checked.unbacked.map((claim) => ({ ...claim, cut: true }));
  return { prose, claims: [...checkProse(prose, backing).claims, ...cut] };
}
