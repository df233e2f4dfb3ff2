/** How numbers, times and decisions read on the page; all times are UTC. */
import type { Decision, DraftStatus } from '../../model/draft.ts';
import type { ClusterRow } from '../views.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number): string => String(value).padStart(2, '0');

/** 12345 → `12,345`. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 entry`, `1,204 entries`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `12 Sep 22:14`, of an RFC 3339 time or milliseconds since 1970. */
export function time(at: string | number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  return `${day(at)} ${clock(at)}`;
}

export function day(at: string | number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

export function clock(at: string | number): string {
  const date = new Date(at);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** `11 Sep 23:30 – 12 Sep 23:30 UTC`. */
export function span({ since, until }: { since: string; until: string }): string {
  const end = day(since) === day(until) ? clock(until) : time(until);
  return `${time(since)} – ${end} UTC`;
}

/** `24 h`, `90 min`, of seconds. */
export function duration(seconds: number): string {
  if (seconds >= 172_800 && seconds % 86_400 === 0) return `${seconds / 86_400} days`;
  if (seconds >= 7200 || seconds === 3600) return `${Math.round(seconds / 360) / 10} h`;
  return seconds >= 60 ? `${Math.round(seconds / 6) / 10} min` : `${seconds} s`;
}

/** How long a bar of a chart is: below two minutes in seconds, unless it is one minute. */
export function barWidth(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds < 120 && seconds % 60 !== 0 ? `${seconds} s` : duration(seconds);
}

export function dollars(usd: number): string {
  return usd === 0 ? '$0' : usd < 0.01 ? 'under $0.01' : `$${usd.toFixed(2)}`;
}

/** What is to become of a cluster, short; with the repository where that is not the one spoken of. */
export function decided(decision: Decision | null, repository: string | null = null): string {
  if (decision === null) return 'not decided';
  if (decision.action === 'create') return repository === null ? 'new issue' : `new issue in ${repository}`;
  return decision.issue === null ? decision.action : `${decision.action} ${repository ?? ''}#${decision.issue}`;
}

export type Standing = DraftStatus['status'] | 'none' | 'error';

/** How far a cluster has come. */
export function standing({ draft, error }: Pick<ClusterRow, 'draft' | 'error'>): Standing {
  if (draft !== null) return draft.status;
  return error === null ? 'none' : 'error';
}

export const STANDING_WORDS: { readonly [S in Standing]: string } = {
  pending: 'to review',
  approved: 'approved',
  posting: 'posting',
  posted: 'posted',
  rejected: 'rejected',
  failed: 'failed',
  none: 'no draft',
  error: 'not looked into',
};

/** A capital at its beginning and a full stop at its end. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
