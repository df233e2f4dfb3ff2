import { describe, expect, it } from 'vitest';
import { parseStackTrace } from '../../src/cluster/skeleton/stack-trace.ts';
import { clusterAll, repeat } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

describe('an exception that a line below the first one begins with', () => {
  it('is what the message is about, though nothing shows where it was thrown', () => {
    expect(parseStackTrace('The nightly job failed\n\n  BillingError: no plan for 7\n  more')).toEqual({
      head: 'The nightly job failed',
      thrown: [{ type: 'BillingError', message: 'no plan for 7', frames: [] }],
    });
  });

  it.each([
    ['the first line names another', 'TimeoutError: gone\nBillingError: no plan'],
    ['it says nothing', 'The job failed\nBillingError'],
    ['a line only mentions it', 'The job failed\nretrying after BillingError: no plan'],
    ['it stands in data', 'The job failed\n{\n  "error": "BillingError: no plan"\n}'],
    ['it is far below', `The job failed\n${'-\n'.repeat(20)}BillingError: no plan`],
  ])('is not looked for where %s', (_, text) => {
    expect(parseStackTrace(text)).toBeNull();
  });

  it('tells problems apart that are logged by the same words', () => {
    const failed = (error: string) => (nth: number) =>
      collected({ message: `The nightly job failed for all\n${error} ${nth}`, insertId: `${error}-${nth}` });
    const [billing, mail] = [failed('BillingError: no plan for'), failed('MailError: no such host, tried')];
    const clusters = clusterAll(repeat(9, (nth) => [billing(nth), mail(nth)]));
    expect(clusters.map(({ facts }) => facts.count)).toEqual([9, 9]);
  });
});
