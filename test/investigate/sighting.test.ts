import { expect, it } from 'vitest';
import { describeSighting } from '../../src/investigate/sighting.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { collected } from '../support/entries.ts';
import { balanced, call, task } from '../support/platform-entries.ts';
import { clusterOf, clustersOf } from './problems.ts';

const SPRING = '2026-11-20 23:23:02.125 ERROR 1 --- [main] ';

it.each([
  ['the first line', 'payment refused\nfor order 7', 'payment refused'],
  [
    'the exception of a bare traceback',
    'Traceback (most recent call last):\n  File "/app/a.py", line 1, in f\n    g()\nKeyError: no such key',
    'KeyError: no such key',
  ],
  [
    'what a panic of Rust says',
    "thread 'main' panicked at src/main.rs:12:5:\nindex out of bounds: the len is 3",
    'index out of bounds: the len is 3',
  ],
  [
    'the exception below a category of .NET',
    'fail: Shop.Worker[0]\n      System.TimeoutException: The bank did not answer\n         at Shop.Bank.Open() in /src/Bank.cs:line 7',
    'System.TimeoutException: The bank did not answer',
  ],
  [
    'why a process of Elixir ended',
    'GenServer #PID<0.1.0> terminating\n** (KeyError) key :email not found\n    (shop 0.1.0) lib/shop/a.ex:2: Shop.A.b/1',
    '** (KeyError) key :email not found',
  ],
  ['no head of a logger', `${SPRING}c.acme.Pay   : payment refused by bank`, 'payment refused by bank'],
  [
    'what stands below a head that says nothing',
    `${SPRING}o.s.b.d.FailureReporter   : \n\n*****\nAPPLICATION FAILED TO START\n*****`,
    'APPLICATION FAILED TO START',
  ],
  [
    'the message in an error that is printed as an object',
    'ZodError: [\n  {\n    "code": "invalid_format",\n    "message": "Invalid email address"\n  }\n]',
    '"message": "Invalid email address"',
  ],
])('quotes %s', (_, message, quoted) => {
  expect(describeSighting(clusterOf({ message }), {}).quote).toBe(`the log says \`${quoted}\``);
});

const quoteOf = (...entries: CollectedEntry[]): string => {
  const [cluster] = clustersOf(entries);
  if (cluster === undefined) throw new Error('entries make a cluster');
  return describeSighting(cluster, {}).quote;
};

it('quotes beside a message that does not say it the error in a field of its own', () => {
  const jsonPayload = { msg: 'charge failed', error: 'rpc error: code = DeadlineExceeded' };
  const entry = collected({ message: 'charge failed', severity: 'ERROR', entry: { jsonPayload } });
  expect(quoteOf(entry)).toBe('the log says `charge failed`, with `rpc error: code = DeadlineExceeded`');
});

it('quotes of a trace below a message that says little the line that was thrown', () => {
  const message = `${SPRING}c.a.Pc   : failed\njava.lang.OutOfMemoryError: Metaspace\n\tat com.acme.Pc.go(Pc.java:4)`;
  expect(describeSighting(clusterOf({ message }), {}).quote).toBe(
    'the log says `failed`, with `java.lang.OutOfMemoryError: Metaspace`',
  );
});

it('shows by an ellipsis what it leaves out of a long line, and keeps the part that says what is wrong', () => {
  const volume = 'Operation for "{volumeName:kubernetes.io/secret/tls podName:cart nodeName:}" failed.';
  const wait = 'No retries permitted until the back-off of this volume is over, which takes up to two minutes.';
  const reason = `MountVolume.SetUp failed for volume "tls" ${'of this pod '.repeat(20)}: secret "cart-tls" not found`;
  const title = 'MountVolume.SetUp failed for volume "tls" of this pod: secret "cart-tls" not found';
  const { quote } = describeSighting({ ...clusterOf({ message: `${volume} ${wait} ${reason}` }), title }, {});
  expect(quote).toMatch(/^the log says `… MountVolume\.SetUp failed .* … .*: secret "cart-tls" not found`$/);
  expect(quote.length).toBeLessThan(230);
});

it.each([
  ['Cloud Scheduler', call(0)],
  ['Cloud Tasks', task(0)],
  ['a load balancer', balanced(0)],
])('calls nothing that we put together what the log says: %s', (_, entry) => {
  const [, quoted] = /^the log says `(.*)`$/.exec(quoteOf(entry)) ?? [];
  if (quoted === undefined) expect(quoteOf(entry)).toMatch(/^Google Cloud's log reports /);
  else expect(JSON.stringify(entry.entry)).toContain(quoted);
});

it('names the request log where an entry is nothing but a request', () => {
  const httpRequest = { requestMethod: 'POST', requestUrl: 'https://shop.example.com/orders/7/pay', status: 503 };
  const entry = collected({ message: 'POST /orders/{id}/pay 503', severity: 'ERROR', entry: { httpRequest } });
  expect(quoteOf(entry)).toBe('the request log has `POST /orders/{id}/pay 503`');
});
