import { describe, expect, it } from 'vitest';
import { messageOf } from '../../src/collect/message.ts';
import { clusterAll } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

const titleOf = (...payloads: readonly Record<string, unknown>[]): string | undefined =>
  clusterAll(payloads.map((jsonPayload, i) => collected({ at: i, message: messageOf({ jsonPayload }) })))[0]?.title;

describe('the title of a payload without a message', () => {
  it.each([
    [{ jobId: 'j-7', status: 'error', reason: 'quota exceeded', step: 'upload' }, 'quota exceeded'],
    [{ error_code: 'E1001', details: 'Could not parse invoice', file: 'inv-7.pdf' }, 'Could not parse invoice'],
    [{ errors: [{ code: 'INVALID', message: 'amount must be positive' }], path: '/orders' }, 'amount must be positive'],
    [{ data: { message: 'inner call failed', id: 5 } }, 'inner call failed'],
    [{ title: 'Payment failed', detail: 'Card expired', status: 402 }, 'Payment failed: Card expired'],
    [{ note: 'the printer is on fire', code: 'LP0' }, 'code LP0'],
    [{ reason: 'timeout', customer: 'Anna Meier Berlin' }, 'reason timeout'],
    [
      { action: 'charge', code: 'card_declined', result: 'failed', user: 104, request: '8a7f3c9912' },
      'action charge, code card_declined, result failed',
    ],
    [
      { '@type': 'type.googleapis.com/google.storagetransfer.logging.TransferActivityLog', errorMessage: 'no access' },
      'TransferActivityLog: no access',
    ],
    [{ '@type': 'type.googleapis.com/a.b.RunLog', terminalState: 'FAILED' }, 'RunLog: terminalState FAILED'],
  ])('says what is wrong: %j', (payload, title) => {
    expect(titleOf(payload)).toBe(title);
  });

  it('leaves out what differs', () => {
    const failed = (n: number) => ({ reason: `upload of order ${n} stopped after ${2 * n} bytes`, id: n });
    expect(titleOf(failed(17), failed(4711))).toBe('upload of order … stopped');
  });

  it('is that of the text where it is no JSON, or has nothing to say', () => {
    expect(titleOf({ message: '{not json} at all {x}' })).toContain('not json');
    expect(titleOf({ a: 1, b: [2, 3] })).toBe('{"a":…,"b":[…]}');
  });
});
