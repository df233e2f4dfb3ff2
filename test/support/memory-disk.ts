import { existsSync, readFileSync, statfsSync } from 'node:fs';

const PLACE = '/dev/shm';
/** All tests at once write a quarter of it, most of that PostgreSQL. */
const ROOM_BYTES = 2 ** 31;

/**
 * A disk in memory, where this machine has one with room on which programs may be run; else null. What tests write need
 * not outlive them, and a real disk makes them wait for every fsync of the store.
 */
export function memoryDisk(): string | null {
  const mounts = existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8').split('\n') : [];
  const [, , kind, options = ''] = mounts.map((line) => line.split(' ')).findLast(([, path]) => path === PLACE) ?? [];
  if (kind !== 'tmpfs' || options.split(',').some((one) => one === 'ro' || one === 'noexec')) return null;
  const { bavail, bsize } = statfsSync(PLACE);
  return bavail * bsize < ROOM_BYTES ? null : PLACE;
}
