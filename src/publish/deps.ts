import type { GitHub } from '../github/client.ts';
import { sleep } from '../github/repeat.ts';
import type { Store } from '../store/open.ts';

/** What posting needs of the outside. */
export interface PublishDeps {
  readonly store: Store;
  /** The repository that is written to; drafts for any other are refused. */
  readonly github: GitHub;
  /** RFC 3339: the time that is written down with a draft. */
  readonly now: () => string;
  /** The machine's own clock and patience; tests make them short. */
  readonly timing?: Partial<Timing>;
  /** Nothing is waited for or tried again once it came; what is being written comes to its end. */
  readonly signal?: AbortSignal;
  /** Told in words, once for each draft, when another process makes this one wait for more than a moment. */
  readonly onWait?: (message: string) => void;
  /** Told the name of each place where the process could die; tests let it die there. */
  readonly checkpoint?: (name: string) => void;
}

export interface Timing {
  /** Milliseconds since 1970. Leases and the age of a request go by this clock, whatever `--now` says. */
  readonly clock: () => number;
  /** Until the time is over or the signal comes. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** How long a lease holds without a sign of life from its holder. */
  readonly leaseMs: number;
  /** How long to wait for another process that is posting to the same repository. */
  readonly patienceMs: number;
  /**
   * How long a request without an answer may still take effect. GitHub ends requests after 10 s:
   * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts
   */
  readonly settleMs: number;
  /** How long to wait before a change without a clear answer is looked at and made again; longer each time. */
  readonly againMs: number;
}

const REAL_TIMING: Timing = {
  clock: () => Date.now(),
  wait: sleep,
  leaseMs: 30_000,
  patienceMs: 60_000,
  settleMs: 10_000,
  againMs: 1_000,
};

export function timingOf(deps: Pick<PublishDeps, 'timing'>): Timing {
  return { ...REAL_TIMING, ...deps.timing };
}
