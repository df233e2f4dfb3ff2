import { createHash } from 'node:crypto';

export type Resource = 'core' | 'search' | 'graphql';

/** Requests allowed per window: GitHub gives an hour for core and graphql, a minute for search. */
export interface Limits extends Record<Resource, number> {
  /** The secondary limits of what creates content; GitHub's are 80 and 500. */
  writesPerMinute: number;
  writesPerHour: number;
}

const WINDOW_MS: Record<Resource, number> = { core: 3_600_000, search: 60_000, graphql: 3_600_000 };

export interface Spending {
  limit: number;
  used: number;
  resetSeconds: number;
  exceeded: boolean;
}

export interface Meter {
  spend(resource: Resource): Spending;
  refund(resource: Resource): void;
  /** How it stands, without spending. */
  read(resource: Resource): Spending;
}

/**
 * Counts requests against the limits. By the real clock, not the scenario's: clients wait for the reset by theirs.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function createMeter(limits: Limits): Meter {
  const windows = new Map<Resource, { since: number; used: number }>();
  const windowOf = (resource: Resource) => {
    const open = windows.get(resource);
    if (open !== undefined && Date.now() - open.since < WINDOW_MS[resource]) return open;
    const fresh = { since: Date.now(), used: 0 };
    windows.set(resource, fresh);
    return fresh;
  };
  const read = (resource: Resource): Spending => {
    const { since, used } = windowOf(resource);
    const resetSeconds = Math.ceil((since + WINDOW_MS[resource]) / 1000);
    return { limit: limits[resource], used, resetSeconds, exceeded: used >= limits[resource] };
  };
  return {
    read,
    spend(resource) {
      const { exceeded } = read(resource);
      if (!exceeded) windowOf(resource).used++;
      return { ...read(resource), exceeded };
    },
    /** An answer of 304 costs nothing. */
    refund(resource) {
      const window = windowOf(resource);
      if (window.used > 0) window.used--;
    },
  };
}

/**
 * Counts what creates content, by the real clock. Gives the seconds to wait where it was too much, and then does not
 * count it.
 */
export function createSecondaryMeter(limits: Limits): { spend(): number | null } {
  let times: number[] = [];
  return {
    spend() {
      const now = Date.now();
      times = times.filter((time) => now - time < 3_600_000);
      const spans = [
        [60_000, limits.writesPerMinute],
        [3_600_000, limits.writesPerHour],
      ] as const;
      for (const [ms, most] of spans) {
        const recent = times.filter((time) => now - time < ms);
        if (recent.length >= most) return Math.ceil(((recent[0] ?? now) + ms - now) / 1000);
      }
      times.push(now);
      return null;
    },
  };
}

export function rateLimitHeaders(resource: Resource, spending: Spending): Record<string, string> {
  return {
    'x-ratelimit-limit': String(spending.limit),
    'x-ratelimit-remaining': String(spending.limit - spending.used),
    'x-ratelimit-used': String(spending.used),
    'x-ratelimit-reset': String(spending.resetSeconds),
    'x-ratelimit-resource': resource,
  };
}

/** What `GET /rate_limit` says. */
export function rateLimitAnswer(meter: Meter) {
  const of = (resource: Resource) => {
    const { limit, used, resetSeconds } = meter.read(resource);
    return { limit, used, remaining: Math.max(0, limit - used), reset: resetSeconds };
  };
  const core = of('core');
  return { resources: { core, search: of('search'), graphql: of('graphql') }, rate: core };
}

/** A weak entity tag, as GitHub sends it. */
export function etagOf(body: string): string {
  return `W/"${createHash('sha256').update(body).digest('hex')}"`;
}
