import { StoreError } from '../model/errors.ts';

const RFC3339 = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * A time of any zone and precision in one fixed form, `2025-09-12T23:30:00.000000000Z`, so that text order is time order.
 *
 * @param time RFC 3339 with zone, up to nanoseconds
 */
export function sortableInstant(time: string): string {
  const [, seconds, fraction = '', zone] = RFC3339.exec(time) ?? [];
  const since1970 = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(since1970)) {
    throw new StoreError(`"${time}" is no time with zone, as in 2025-09-12T23:30:00Z.`);
  }
  return `${new Date(since1970).toISOString().slice(0, 19)}.${fraction.padEnd(9, '0')}Z`;
}
