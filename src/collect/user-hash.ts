import { PLACEHOLDER } from '../model/placeholder.ts';
import { hashText } from './hash.ts';

/**
 * The hash of a user by which users are counted; null where there is none. It is odd for a user who is known by a
 * placeholder alone: such a one may stand for several.
 */
export function userHashOf(user: string): number | null {
  if (user === '') return null;
  const hash = hashText(user);
  const even = hash - (hash % 2);
  return PLACEHOLDER.test(user) ? even + 1 : even;
}

/** Whether a hash of `userHashOf` may stand for several users. */
export function mayBeSeveral(userHash: number): boolean {
  return userHash % 2 === 1;
}
