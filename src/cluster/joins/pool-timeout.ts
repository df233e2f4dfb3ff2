import { shortType } from '../exception.ts';
import { headOf } from '../head.ts';
import type { Member } from '../member.ts';

/**
 * What says that no connection of a pool came free in time: HikariCP, SQLAlchemy, Prisma, Active Record, .NET, knex,
 * go-redis, psycopg_pool, Commons Pool.
 */
const WORDINGS: readonly RegExp[] = [
  /pool limit of size\b|\bconnection is not available, request timed out\b|\bcouldn't get a connection after\b/i,
  /\b(?:obtain|acquir|fetch|get|borrow)\w{0,5}\b.{0,40}\b(?:connection|resource|client)\b.{0,20}\bfrom (?:the |a )?(?:connection )?pool\b/i,
  /\bpool is (?:probably )?(?:full|exhausted)\b|\bpool exhausted\b|\bconnection pool timeout\b|\bmax pool size was reached\b|\btimeout waiting for idle object\b/i,
];
const TYPES = /^(?:PoolTimeout|JedisExhaustedPoolException)$/;

/**
 * Whether all examples of a pattern say that no connection of a pool came free in time. So it is where what lies behind
 * the pool is not reached, and just as well where the application keeps its connections for too long.
 */
export function isPoolTimeout({ voices }: Member): boolean {
  return voices.every(({ message, thrown }) => {
    const root = thrown.at(-1);
    const said = headOf(root?.message ?? message);
    return TYPES.test(shortType(root?.type ?? '')) || WORDINGS.some((wording) => wording.test(said));
  });
}
