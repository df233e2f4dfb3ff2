import type { Cluster } from '../model/cluster.ts';
import type { Completeness } from '../model/completeness.ts';
import { formatNumber } from '../wording/words.ts';

/** Fewer requests are too few for a share. */
const LEAST_REQUESTS = 20;

/** What is known of the requests that were read. */
export type RequestsRead = Pick<Completeness, 'requests' | 'requestLog' | 'truncated'>;

/** How many requests of a service fail, or why that cannot be said. */
export type FailingShare =
  | { readonly measured: true; readonly service: string; readonly requests: number; readonly failed: number }
  | { readonly measured: false; readonly because: string };

/**
 * The share of failing requests of the services of a cluster; of several, the highest. It counts only over a request log
 * that was read at all severities (DESIGN.md section 6): where no request succeeded, a filter may have left them out.
 */
export function failingShareOf(cluster: Cluster, { requests, requestLog, truncated }: RequestsRead): FailingShare {
  if (requests === undefined) return not('request log not read at all severities');
  // A query of its own may be whole where the other is not, and the other way round.
  if (requestLog !== undefined && requestLog.truncated !== null) return not('the request log was not read to its end');
  if (requestLog === undefined && truncated !== null) return not('the logs were not read to their end');
  const names = new Set(cluster.facts.services.map(({ name }) => name));
  const counted = requests.filter(({ service }) => service !== '' && names.has(service));
  const enough = counted.filter((service) => service.requests >= LEAST_REQUESTS);
  if (enough.length === 0) return not(`fewer than ${LEAST_REQUESTS} requests in the logs`);
  const whole = enough.filter(({ succeeded }) => succeeded > 0);
  const [first, ...others] = whole;
  if (first === undefined) return not('no request in the logs succeeded: those that did may have been filtered out');
  const { service, requests: total, failed } = others.reduce((a, b) => (isHigher(b, a) ? b : a), first);
  return { measured: true, service, requests: total, failed };
}

/** Half of a service's requests or more: it does not serve. */
export function failsHalf(share: FailingShare): share is Extract<FailingShare, { measured: true }> {
  return share.measured && share.failed * 2 >= share.requests;
}

/** Whether requests of this cluster failed on the server's side: only then is the share about it. */
export function hasFailedRequests({ facts }: Cluster): boolean {
  return facts.statuses.some(({ status }) => status >= 500);
}

/** `62.5% of 2,000 requests of shop (1,250)`, rounded down, so that just below half is not called half; or why not. */
export function describeShare(share: FailingShare): string {
  if (!share.measured) return `not measured (${share.because})`;
  const { service, requests, failed } = share;
  const percent = Math.floor((failed * 1_000) / requests) / 10;
  return `${formatNumber(percent)}% of ${formatNumber(requests)} requests of ${service} (${formatNumber(failed)})`;
}

function isHigher(
  a: { readonly requests: number; readonly failed: number },
  b: { readonly requests: number; readonly failed: number },
): boolean {
  return a.failed * b.requests > b.failed * a.requests;
}

function not(because: string): FailingShare {
  return { measured: false, because };
}
