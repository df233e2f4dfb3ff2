import { describe, expect, it } from 'vitest';
import { skeletonOf } from '../../src/cluster/skeleton/skeleton.ts';

/** The tokens that have digits. */
const codesIn = (message: string): string[] => skeletonOf(message).filter((token) => /\d/.test(token));

describe('a number that is a code', () => {
  it.each([
    ['status=500', '500'],
    ['HTTP 503', '503'],
    ['HTTP/1.1 503 Service Unavailable', '503'],
    ['http status: 404', '404'],
    ['returned status code 404', '404'],
    ['"GET /x HTTP/1.1" 502', '502'],
    ['10.0.0.1 - - [16/Sep/2025:00:42:53 +0000] "POST /login HTTP/1.1" 401 12 "-" "Mozilla"', '401'],
    ['"GET /x HTTP/1.1" status: 503 len: 1893 time: 0.24', '503'],
    ['responded with 503 in 12 ms', '503'],
    ['404 Client Error: Not Found for url: https://example.com/a', '404'],
    ['500 Internal Server Error', '500'],
    ['HTTP Error 404: Not Found', '404'],
    ['googleapi: Error 403: Forbidden, forbidden', '403'],
    ['Server returned HTTP response code: 503 for URL: http://x', '503'],
    ['Readiness probe failed: HTTP probe failed with statuscode: 503', '503'],
    ['{"status": 503, "job": "x"}', '503'],
    ["{'status_code': 404}", '404'],
    ['http.response.status_code=404 path=/x', '404'],
    ['upstream_status: 502', '502'],
    ['upstream returned 502 for /cart', '502'],
    ['backend answered 500 after 3 retries', '500'],
    ['GET /users 200 12.3 ms - 45', '200'],
    ['POST /users => 500 in 12ms', '500'],
    ['GET https://api.example.com/v1/x 500', '500'],
    ['[GIN] 2020/09/20 - 12:53:30 | 404 | 140.5us | 192.168.1.104 | GET "/test"', '404'],
    ['Completed 500 Internal Server Error in 12ms', '500'],
    ['got a 503 from upstream', '503'],
    ['Health check failed, status code was 500', '500'],
    ['webhook delivery failed (503)', '503'],
    ['<status>503</status>', '503'],
    ['http_503 from upstream', 'http_503'],
    ['error code 1045', '1045'],
    ['[Errno 111] Connection refused', '111'],
    ['process ended with exit code 137', '137'],
    ['terminated with exit code -9', '-9'],
    ['command returned non-zero exit status 1.', '1'],
    ['worker exited with code 3', '3'],
    ['Container called exit(3).', '3'],
    ['exitCode=137', '137'],
    ['App exited with code [2]', '2'],
    ['SQLSTATE[23505]: unique violation', '23505'],
    ['duplicate key (SQLSTATE 42P01)', '42P01'],
    ['ORA-00001: unique constraint', 'ORA-00001'],
    ['received SIGUSR1', 'SIGUSR1'],
  ])('is kept in %s', (message, code) => {
    expect(codesIn(message)).toEqual([code]);
  });

  it.each([
    'returned 500 rows',
    'processed 404 of 500 items',
    'listening on port 500',
    'user 404 logged in',
    'order 503 created',
    'took 200 ms',
    'received 200 bytes',
    'received 404 messages from the queue',
    'errors: 120, warnings: 300',
    'sent=200 received=200',
    'completed: 300, failed: 200',
    'completed 200 of 300 steps',
    'limit=500 offset=200',
    'user_id: 404',
    'mod_jk child in error state 6',
    'error after 500 ms',
    'returned 200 results in 3 ms',
    'pid 404 exited',
    'memory 512 MiB',
    'responded with 300 bytes',
    'keycode=168',
    'node12 is up',
    '"GET /x HTTP/1.1" status: 200 len: 1893 time: 0.24',
  ])('is told from a count, a port or an id: %s', (message) => {
    expect(codesIn(message)).toEqual([]);
  });

  it('is looked for in a bounded part of the line, however long that is', () => {
    const started = performance.now();
    for (const piece of ['the ', 'status ', '= ', '| ', 'a/b/c', '500 ', 'exit code ', '"'])
      skeletonOf(`${piece.repeat(8_000 / piece.length)}500`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
