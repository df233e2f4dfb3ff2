import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

describe('the titles of one clustering', () => {
  const titlesOf = (entries: Parameters<typeof clusterAll>[0]) =>
    clusterAll(entries)
      .map(({ title }) => title)
      .sort();
  const thrown = (file: string, name: string) =>
    collected({ message: traceback(file, name, "TypeError: 'NoneType' object is not iterable") });

  it('name the function, where the same was thrown in two', () => {
    expect(titlesOf([thrown('mail.py', 'send'), thrown('tax.py', 'calc')])).toEqual([
      "'NoneType' object is not iterable in calc",
      "'NoneType' object is not iterable in send",
    ]);
  });

  it('name the file, where the functions have one name too, and both where neither is enough', () => {
    expect(titlesOf([thrown('mail.py', 'run'), thrown('tax.py', 'run')])).toEqual([
      "'NoneType' object is not iterable (mail.py)",
      "'NoneType' object is not iterable (tax.py)",
    ]);
    const three = [thrown('mail.py', 'run'), thrown('tax.py', 'run'), thrown('tax.py', 'stop')];
    expect(titlesOf(three)).toEqual([
      "'NoneType' object is not iterable in run (mail.py)",
      "'NoneType' object is not iterable in run (tax.py)",
      "'NoneType' object is not iterable in stop",
    ]);
  });

  it('name the words that only one of them has, where nothing was thrown', () => {
    const synced = repeat(12, (i) => [
      collected({ message: `Sync for ${i} failed` }),
      collected({ message: `Sync of user ${i} failed` }),
    ]);
    expect(titlesOf(synced)).toEqual(['Sync for … failed', 'Sync of user … failed']);
  });

  it('stay as they are, where they differ', () => {
    expect(titlesOf([collected({ message: 'Tea is cold' }), thrown('tax.py', 'run')])).toEqual([
      "'NoneType' object is not iterable",
      'Tea is cold',
    ]);
  });

  it('are never the same and never long, in any order of the entries', () => {
    const part = fc.constantFrom(
      'Sync',
      'for 17',
      'of user 18',
      'failed',
      'in run',
      '(a.py)',
      ': x',
      'error '.repeat(30),
    );
    const message = fc.oneof(
      fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' ')),
      fc
        .tuple(
          fc.constantFrom('a.py', 'b.py', 'c/b.py', `${'d'.repeat(60)}.py`),
          fc.constantFrom('run', 'stop', 'x'.repeat(60)),
        )
        .map(([file, name]) => traceback(file, name, "KeyError: 'tea'")),
    );
    fc.assert(
      fc.property(fc.array(message, { minLength: 2, maxLength: 8 }), (messages) => {
        const entries = messages.map((text, i) => collected({ insertId: `e${i}`, message: text }));
        const titles = titlesOf(entries);
        expect(new Set(titles).size).toBe(titles.length);
        for (const title of titles) expect([...title].length).toBeLessThanOrEqual(90);
        expect(titlesOf(entries.toReversed())).toEqual(titles);
      }),
    );
  });
});
