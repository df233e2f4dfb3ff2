import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { holderOf, type Lease, releaseLease, renewLease, takeLease } from '../store/leases.ts';
import type { Store } from '../store/open.ts';
import type { Timing } from './deps.ts';

const POLL_MS = 200;
/** Another process is mostly done within this; whoever waits for longer wonders why. */
const TOLD_AFTER_MS = 2_000;

/** The lease was lost while the work went on, as after a long sleep of the machine: another process may be posting. */
export class LeaseLost extends Error {
  override name = 'LeaseLost';
}

/** Proof that nobody else posts to this repository. */
export interface HeldLease {
  /** Prolongs the lease, as part of the transaction that writes down what will be done under it; throws LeaseLost. */
  confirm(store: Store): Promise<void>;
}

/** How the wait for a lease goes. */
interface Waiting {
  readonly timing: Timing;
  /** Ends the wait, not the work. */
  readonly signal: AbortSignal | undefined;
  /** Told once that it takes longer, and for how many milliseconds it may. */
  readonly onWait: (atMostMs: number) => void;
}

/**
 * Does the work while no other process, on this machine or another that shares the store, holds the same key. A holder
 * that died on this machine is known by its process id; one that died elsewhere by its lease running out.
 *
 * @returns null when another process kept the key for longer than the patience, or until the signal came
 */
export async function withLease<T>(
  store: Store,
  key: string,
  { timing, signal, onWait }: Waiting,
  work: (held: HeldLease) => Promise<T>,
): Promise<{ result: T } | null> {
  const lease: Lease = { key, holder: `${machine()} ${process.pid} ${randomUUID()}` };
  const until = () => new Date(timing.clock() + timing.leaseMs);
  const beganAt = timing.clock();
  let isTold = false;
  while (!(await takeLease(store, lease, { now: new Date(timing.clock()), until: until(), isDead }))) {
    const waited = timing.clock() - beganAt;
    if (waited >= timing.patienceMs || signal?.aborted) return null;
    if (waited >= TOLD_AFTER_MS && !isTold) {
      isTold = true;
      onWait(timing.patienceMs);
    }
    await timing.wait(POLL_MS, signal);
  }
  // GitHub may make a single request wait for minutes; what the heartbeat cannot save, `confirm` notices.
  const heartbeat = setInterval(() => renewLease(store, lease, until()).catch(() => false), timing.leaseMs / 5);
  heartbeat.unref();
  try {
    return {
      result: await work({
        confirm: async (transaction) => {
          if (!(await renewLease(transaction, lease, until()))) throw new LeaseLost(`The lease on ${key} was lost.`);
        },
      }),
    };
  } finally {
    clearInterval(heartbeat);
    await releaseLease(store, lease);
  }
}

/** The right to post to a repository, owner/name. */
export function postingTo(repository: string): string {
  return `posting to ${repository}`.toLowerCase();
}

/** The process that holds a key and lives, as far as can be known from here; null = none. */
export async function whoHolds(
  store: Store,
  key: string,
  now: Date,
): Promise<{ readonly pid: number; readonly host: string; readonly isThis: boolean } | null> {
  const holder = await holderOf(store, key, now);
  if (holder === null || isDead(holder)) return null;
  const [where = '', pid] = holder.split(' ');
  const [host = ''] = where.split('/');
  return { pid: Number(pid), host, isThis: where === machine() && Number(pid) === process.pid };
}

/** Whether the holder ran on this machine and does not any more. */
function isDead(holder: string): boolean {
  const [where, pid] = holder.split(' ');
  if (where !== machine()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Host and, on Linux, the namespace in which process ids count: two containers may share a host name and a volume. */
function machine(): string {
  const host = hostname().replaceAll(' ', '-');
  if (process.platform !== 'linux') return host;
  return `${host}/${readlinkSync('/proc/self/ns/pid')}`;
}
