/**
 * Ends of the names of request logs: Cloud Run, functions and load balancers; App Engine. Other entries may carry an
 * `httpRequest` too, of a request that its log tells of already.
 */
export const REQUEST_LOG_TAILS = ['%2Frequests', '/requests', '%2Frequest_log'];
const TAIL_BYTES = REQUEST_LOG_TAILS.map((tail) => Buffer.from(tail));

/** Whether this is the name of a log with one entry for each request. */
export function isRequestLog(logName: string): boolean {
  return REQUEST_LOG_TAILS.some((tail) => logName.endsWith(tail));
}

/** The same of a name in bytes. */
export function isRequestLogAt(bytes: Uint8Array, start: number, end: number): boolean {
  for (const tail of TAIL_BYTES) {
    const from = end - tail.length;
    let same = from < start ? -1 : 0;
    while (same !== -1 && same < tail.length) same = bytes[from + same] === tail[same] ? same + 1 : -1;
    if (same === tail.length) return true;
  }
  return false;
}
