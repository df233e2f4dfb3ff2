import type { Moment, Quantity } from './token.ts';

/** As parts of binary fractions go. */
const TINY = 1e-9;
/** `about` never means further off than this. */
const ABOUT = 0.1;
/** Nor `more than` and `fewer than` than this. */
const BEYOND = 0.25;

/**
 * Whether a number in prose says the same as one in what backs it: in any unit, rounded as printed, and no further off
 * than `about` or `more than` allow. A bound in the backing (`at least 10,000`) backs nothing but that bound.
 */
export function equalQuantities(claim: Quantity, backing: Quantity): boolean {
  const [said, known] = inSameUnit(claim, backing);
  if (said === null) return false;
  const exact = Math.abs(said - known) <= TINY * Math.max(Math.abs(said), Math.abs(known));
  if (backing.bound !== 'exactly') return exact && claim.bound === backing.bound;
  const step = stepOf(claim) * claim.unit;
  const reach = Math.min(step, BEYOND * said);
  switch (claim.of === 'factor' ? 'about' : claim.bound) {
    case 'exactly':
      return exact || rounds(claim, known);
    case 'about':
      return exact || Math.abs(said - known) <= Math.min(step / 2, ABOUT * known) * (1 + TINY);
    case 'above':
      // `over 14 hours` may also mean: during them.
      return (known > said && known < said + reach) || (claim.of === 'seconds' && (exact || rounds(claim, known)));
    case 'at least':
      return exact || (known > said && known < said + reach);
    case 'below':
      return known < said && known > said - reach;
    case 'at most':
      return exact || (known < said && known > said - reach);
  }
}

/** A number without a unit says what is printed, whatever it was measured in. */
function inSameUnit(claim: Quantity, backing: Quantity): readonly [number | null, number] {
  if (claim.of === backing.of) return [claim.printed * claim.unit, backing.printed * backing.unit];
  const measured = backing.of === 'seconds' || backing.of === 'bytes';
  if (claim.of === 'count' && claim.unit === 1 && measured) return [claim.printed, backing.printed];
  if (claim.of === 'money any' && backing.of.startsWith('money ')) {
    return [claim.printed * claim.unit, backing.printed * backing.unit];
  }
  // A share as it is computed: 0.245.
  if (claim.of === 'share' && backing.of === 'count' && backing.places > 0 && backing.printed <= 1) {
    return [claim.printed * claim.unit, backing.printed];
  }
  return [null, 0];
}

/** What is counted one by one is told to the last one; what is measured, to as many digits as are printed. */
function rounds(claim: Quantity, known: number): boolean {
  const counted = claim.of === 'count' && claim.unit === 1 && claim.places === 0;
  if (counted || claim.of === 'line' || (claim.places === 0 && claim.printed < 10)) return false;
  const printed = known / claim.unit;
  // What needs no rounding may not be rounded.
  if (claim.places === 0 && Math.abs(printed - Math.round(printed)) < TINY) return false;
  const half = 10 ** -claim.places / 2;
  const off = Math.abs(printed - claim.printed);
  return claim.places === 0 ? off < half - TINY : off <= half + TINY;
}

/** What one in the last digit that says something is worth: 100 in 1,200, 0.1 in 24.5. */
function stepOf({ printed, places }: Quantity): number {
  if (places > 0) return 10 ** -places;
  const [, fraction = ''] = String(printed).split('.');
  if (fraction !== '') return 10 ** -fraction.length;
  const [zeros = ''] = /0*$/.exec(String(printed)) ?? [];
  return printed === 0 ? 1 : 10 ** zeros.length;
}

/** Whether a time in prose is the one that backs it, cut where the prose stops; in any zone. */
export function equalMoments(claim: Moment, backing: Moment): boolean {
  const known = inZone(backing, claim.zone ?? 0);
  const parts = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
  return (
    parts.every((part) => claim[part] === null || claim[part] === known[part]) &&
    known.fraction.startsWith(claim.fraction)
  );
}

/** A year for those that tell none, so that a day can be counted on. */
const ANY_YEAR = 2000;
const DAY_MINUTES = 1440;

function inZone(moment: Moment, zone: number): Moment {
  const { year, month, day, hour, minute } = moment;
  const shift = zone - (moment.zone ?? 0);
  if (shift === 0 || hour === null) return moment;
  if (month === null || day === null) {
    const minutes = (((hour * 60 + (minute ?? 0) + shift) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
    return { ...moment, hour: Math.floor(minutes / 60), minute: minutes % 60 };
  }
  const there = new Date(Date.UTC(year ?? ANY_YEAR, month - 1, day, hour, (minute ?? 0) + shift));
  return {
    ...moment,
    year: year === null ? null : there.getUTCFullYear(),
    month: there.getUTCMonth() + 1,
    day: there.getUTCDate(),
    hour: there.getUTCHours(),
    minute: minute === null ? null : there.getUTCMinutes(),
  };
}
