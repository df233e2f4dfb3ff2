/** What became of the requests of one service, by its request log. */
export interface RequestCount {
  readonly service: string;
  readonly requests: number;
  /** With a status of 500 or more. */
  readonly failed: number;
  /** With a status below 400: these have the least severity, so a log without any may have been filtered. */
  readonly succeeded: number;
}

const FAILED = 500;
const NOT_SUCCEEDED = 400;

/** Counts requests by service. */
export function createRequestCounts() {
  const services = new Map<string, { requests: number; failed: number; succeeded: number }>();
  // Requests of one service come in a row.
  let lastService = '';
  let last = { requests: 0, failed: 0, succeeded: 0 };

  const countsOf = (service: string) => {
    if (service === lastService && last.requests > 0) return last;
    const counts = services.get(service) ?? { requests: 0, failed: 0, succeeded: 0 };
    services.set(service, counts);
    lastService = service;
    last = counts;
    return counts;
  };

  return {
    add(service: string, status: number): void {
      const counts = countsOf(service);
      counts.requests += 1;
      if (status >= FAILED) counts.failed += 1;
      else if (status < NOT_SUCCEEDED) counts.succeeded += 1;
    },

    absorb(others: readonly RequestCount[]): void {
      for (const { service, requests, failed, succeeded } of others) {
        const counts = countsOf(service);
        counts.requests += requests;
        counts.failed += failed;
        counts.succeeded += succeeded;
      }
    },

    /** By service. */
    seen: (): RequestCount[] =>
      [...services]
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([service, counts]) => ({ service, ...counts })),
  };
}
