import type { LedgerEntry } from '../store/ledger.ts';

/** The writes with one of these outcomes that people can see on GitHub; that a label exists is not among it. */
export function visible(entries: readonly LedgerEntry[], outcomes: readonly LedgerEntry['outcome'][]): LedgerEntry[] {
  return entries.filter(({ step, outcome }) => step !== 'ensure-labels' && outcomes.includes(outcome));
}
