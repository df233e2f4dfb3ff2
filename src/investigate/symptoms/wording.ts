import { SEVERITY_RANK, type Severity } from '../../model/severity.ts';
import type { Sighting } from '../sighting.ts';

/** What can be said of a symptom: what follows from it by itself, and nothing that would need more than its words. */
export interface SymptomProse {
  /** What does not work, for Impact. */
  readonly consequence: string;
  readonly current: string;
  readonly expected: string;
  /** What the message means and what it leaves open. */
  readonly reading: string;
  /** Imperative. */
  readonly next: string;
}

/** What sentences about a symptom are made of beside its own names. */
export interface Scene {
  readonly seen: Sighting;
  /** The cluster's: what is less than an error is not said to have ended anything. */
  readonly severity: Severity;
}

/** Of an error that ends what it is raised in. */
export function ended(severity: Severity): string {
  return SEVERITY_RANK[severity] >= SEVERITY_RANK.ERROR
    ? 'What was being done ended with this error.'
    : `The service reports it with severity ${severity}, not as an error.`;
}

/** ` in app/setup.py:23`, or empty */
export function inPlace({ place }: Sighting): string {
  return place === null ? '' : ` in ${place}`;
}
