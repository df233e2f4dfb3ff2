import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageSkeleton } from '../../src/cluster/skeleton/message-skeleton.ts';
import { createSkeletonIndex } from '../../src/cluster/skeleton/skeleton-index.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { collected } from '../support/entries.ts';

/** Pieces that make messages of one or several lines, values, quotations, traces and white space. */
const piece = fc.constantFrom(
  'user',
  'Error',
  'KeyError: ',
  "'item'",
  ' ',
  '\n',
  '\u0000',
  '17',
  'eth0',
  '10.0.0.1',
  '/a/b.py',
  '="x y"',
  '(',
  ')',
  ' é',
  'Traceback (most recent call last):\n  File "/app/a.py", line 3, in f\n    g()\n',
  '\n    at f (/app/a.js:1:2)',
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

const request = (method: string, status: number, requestUrl = 'https://shop.run.app/cart') =>
  collected({ message: '', http: { method, status, latencyMs: null }, entry: { httpRequest: { requestUrl } } });

/** An entry that throws when it is asked for the whole of itself. */
function unread(overrides: Parameters<typeof collected>[0]): CollectedEntry {
  return Object.defineProperty({ ...collected(overrides) }, 'entry', {
    get: () => {
      throw new Error('The whole entry was read.');
    },
  });
}

describe('the number of a skeleton', () => {
  it('is the next one when it is new, and the same ever after', () => {
    const index = createSkeletonIndex();
    const ids = ['job 1 done', 'job 2 done', 'disk full', 'job 3 done'].map((message) =>
      index.idOf(collected({ message })),
    );
    expect(ids).toEqual([0, 0, 1, 0]);
    expect(index.idOf(collected({ message: 'mail bounced' }))).toBe(2);
    expect(index.tokensOf(0)).toEqual(['job', '<*>', 'done']);
    expect(index.tokensOf(1)).toEqual(['disk', 'full']);
  });

  it('is shared by exactly the messages that have the same tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.option(text)), { maxLength: 30 }), (messages) => {
        const index = createSkeletonIndex();
        const byTokens = new Map<string, number>();
        for (const [message, exception] of messages) {
          if (message.trim() === '' && exception === null) continue;
          const { tokens } = messageSkeleton(message, exception);
          const id = index.idOf(collected({ message, exception }));
          expect(index.tokensOf(id)).toEqual(tokens);
          const key = JSON.stringify(tokens);
          expect(byTokens.get(key) ?? byTokens.size).toBe(id);
          byTokens.set(key, id);
        }
      }),
    );
  });

  it('does not depend on how the text is kept in memory', () => {
    const index = createSkeletonIndex();
    const message = 'Cannot reach db for user ann: connection refused by peer';
    const joined = ['Cannot reach db for ', 'user ann: connection ', 'refused by peer'].reduce((a, b) => a + b);
    const cut = `§${message}§`.slice(1, -1);
    const ids = [message, joined, cut].map((form) => index.idOf(collected({ message: form })));
    expect(ids).toEqual([0, 0, 0]);
  });

  it('takes a NUL for white space, in traces too', () => {
    const index = createSkeletonIndex();
    const trace = 'Traceback (most recent call last):\n  File "/app/a.py", line 3, in f\nValueError: bad step';
    const ids = ['disk full', 'disk\u0000full', trace, trace.replaceAll(' ', '\u0000')].map((message) =>
      index.idOf(collected({ message })),
    );
    expect(ids).toEqual([0, 0, 1, 1]);
  });

  it('is found without a look at the whole entry', () => {
    const index = createSkeletonIndex();
    expect(index.idOf(unread({ message: 'disk full' }))).toBe(0);
    const http = { method: 'GET', status: 500, latencyMs: null, path: '/cart' };
    expect(index.idOf(unread({ message: '', hasText: false, http }))).toBe(1);
  });
});

describe('an entry without words', () => {
  it('has its request as its skeleton, by endpoint only where the server failed', () => {
    const index = createSkeletonIndex();
    const template = (method: string, status: number, url?: string) =>
      index.tokensOf(index.idOf(request(method, status, url))).join(' ');
    expect(template('GET', 500, 'https://shop.run.app/users/17/cart?x=1')).toBe('GET /users/<*>/cart 500');
    expect(template('GET', 404, 'https://shop.run.app/users/17/cart?x=1')).toBe('GET <*> 404');
    expect(template('', 503, '/v1/healthz')).toBe('<*> /v1/healthz 503');
  });

  it('has the keys of its payload as its skeleton where there is no request', () => {
    const index = createSkeletonIndex();
    const id = index.idOf(collected({ message: '  ', entry: { jsonPayload: { b: 1, a: { c: 2 }, '': 3 } } }));
    expect(index.tokensOf(id)).toEqual(['(no message)', '', 'a', 'b']);
    expect(index.isFinal(id)).toBe(true);
  });

  it('never shares one with a message that reads the same', () => {
    const index = createSkeletonIndex();
    const wordless = index.idOf(request('GET', 404));
    const said = index.idOf(collected({ message: 'GET /cart 40404' }));
    expect(index.tokensOf(said)).toEqual(['GET', '<*>']);
    const same = index.idOfTokens(index.tokensOf(wordless), false);
    expect(same).not.toBe(wordless);
    expect([wordless, said, same].map((id) => index.isFinal(id))).toEqual([true, false, false]);
  });
});

describe('a skeleton from another index', () => {
  it('gets the number that its entries would get here', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), fc.array(text, { maxLength: 20 }), (here, there) => {
        const other = createSkeletonIndex();
        const entries = there.map((message) => collected({ message }));
        const found = entries.map((entry) => other.idOf(entry));
        const index = createSkeletonIndex();
        for (const message of here) index.idOf(collected({ message }));
        const mapped = found.map((id) => index.idOfTokens(other.tokensOf(id), other.isFinal(id)));
        expect(entries.map((entry) => index.idOf(entry))).toEqual(mapped);
      }),
    );
  });
});
