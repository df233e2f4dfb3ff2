import type { Pattern } from '../../model/cluster.ts';
import { cannotLoad } from '../exception.ts';
import { diesAtStart } from '../kind.ts';
import type { Member } from '../member.ts';

/** What the problem does to the process, where another pattern than the root shows it. */
export function consequenceOf(root: Member, members: readonly Member[]): string {
  const kinds = new Set<Pattern['kind']>(members.map(({ kind }) => kind));
  const dies = kinds.has('exit') || kinds.has('worker-death');
  const isLifecycle = root.kind === 'exit' || root.kind === 'worker-death' || root.kind === 'cannot-start';
  if (isLifecycle) return '';
  const atStart = members.some(({ kind, voices }) => kind === 'worker-death' && diesAtStart(voices[0]?.line ?? ''));
  if (kinds.has('cannot-start') || atStart || (dies && keepsFromLoading(root))) return ': service cannot start';
  if (kinds.has('exit')) return ': container exits';
  return kinds.has('worker-death') ? ': worker dies' : '';
}

function keepsFromLoading({ voices }: Member): boolean {
  const error = voices[0]?.thrown.at(-1);
  return error !== undefined && cannotLoad(error);
}
