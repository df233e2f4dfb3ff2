import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, titlesOf } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { splitTrace } from '../support/split-trace.ts';

/** What Gin writes of a panic that it recovered from, each line an entry. */
const recovered = (i: number, at: number, said: string, own: readonly [place: string, source: string]) => {
  const lines = [
    `\u001b[31m2026/11/20 10:0${i}:00 [Recovery] 2026/11/20 - 10:0${i}:00 panic recovered:`,
    `GET /orders/${i} HTTP/1.1`,
    'Host: shop.tea.example',
    'User-Agent: Go-http-client/1.1',
    `X-Request-Id: 0000${i}eef-aa`,
    '',
    said,
    '/usr/local/go/src/runtime/panic.go:884 (0x4a05b9)',
    '\tgopanic: done()',
    `${own[0]} (0x8a0f3${i})`,
    `\t${own[1]}`,
    '/go/pkg/mod/github.com/gin-gonic/gin@v1.9.1/context.go:174 (0x7b0221)',
    '\t(*Context).Next: c.handlers[c.index](c)',
    '\u001b[0m',
  ];
  return splitTrace(lines.join('\n'), { at, stepMicroseconds: 60, severity: 'ERROR', instance: `i${i % 2}` });
};
const OWN = ['/app/cart.go:31', 'addItem: panic("pot is empty")'] as const;

describe('a panic that Gin recovered from, line by line', () => {
  it.each([
    ['of the runtime', 'assignment to entry in nil map'],
    ['of the program', 'pot is empty'],
  ])('is one problem, named by what it panicked with: one %s', (_, said) => {
    const entries = repeat(5, (i) => recovered(i, i * 60, said, OWN));
    const clusters = clusterAll(entries);
    expect(clusters.map(({ title, facts }) => [title, facts.count])).toEqual([[said, entries.length]]);
  });

  it('is one problem for each place, and what all of them have in common counts for none', () => {
    const stock = ['/app/stock.go:12', 'reserve: x := items[5]'] as const;
    const out = (i: number) => `runtime error: index out of range [${i}] with length 3`;
    const entries = repeat(5, (i) => [
      ...recovered(i, i * 60, 'pot is empty', OWN),
      ...recovered(i, i * 60 + 20, out(i), ['/app/pay.go:77', 'charge: x := items[5]']),
      ...recovered(i, i * 60 + 40, out(i), stock),
    ]);
    const clusters = clusterAll(entries);
    const titles = clusters.map(({ title }) => title).sort();
    expect(titles).toEqual([
      'pot is empty',
      'runtime error: index out of range in charge',
      'runtime error: index out of range in reserve',
    ]);
    for (const { patterns } of clusters) {
      const counted = patterns.filter(({ part }) => part !== 'shared');
      expect(counted.map(({ count }) => count)).toEqual(counted.map(() => 5));
    }
  });

  it('is one problem for each place whatever the runtime panicked with', () => {
    const nil = 'assignment to entry in nil map';
    const entries = repeat(5, (i) => [
      ...recovered(i, i * 60, nil, OWN),
      ...recovered(i, i * 60 + 20, nil, ['/app/stock.go:12', 'reserve: Total: o.Total,']),
    ]);
    expect(titlesOf(entries).sort()).toEqual([`${nil} in addItem`, `${nil} in reserve`]);
  });

  it('takes no line of another service for one of a request', () => {
    const other = (i: number, said: string) =>
      [`Connection: refused by the bank`, said].map((message, line) =>
        collected({ at: i * 60 + 30 + line / 1000, message, service: 'api', instance: 'a' }),
      );
    const entries = repeat(5, (i) => [
      ...recovered(i, i * 60, 'pot is empty', OWN),
      ...other(i, i % 2 === 0 ? 'No stock is left' : 'Carrier refused the parcel'),
    ]);
    expect(titlesOf(entries)).toContain('Connection: refused by the bank');
  });

  it('is needed for a line of a request to be no problem of its own', () => {
    const entries = repeat(5, (i) =>
      splitTrace('Host: shop.tea.example\nThe pot is cold', { at: i * 60, stepMicroseconds: 60, severity: 'ERROR' }),
    );
    expect(clusterAll(entries)).toHaveLength(2);
  });
});

/** What chi's Recoverer writes to stderr. */
const pretty = (said: string, call: string, place: string) =>
  [
    '',
    ` panic: ${said}`,
    ' ',
    ` -> ${call}`,
    ` ->   ${place}`,
    '',
    '    main.Logger.func1',
    '      /app/mw.go:22',
    '    net/http.HandlerFunc.ServeHTTP',
    '      /usr/local/go/src/net/http/server.go:2136',
    '    created by net/http.(*Server).Serve in goroutine 1',
    '      /usr/local/go/src/net/http/server.go:3086',
    '',
  ].join('\n');

describe('a panic that chi recovered from', () => {
  const texts = [
    pretty('pot is empty', 'main.addItem', '/app/cart.go:31'),
    pretty('runtime error: integer divide by zero', 'shop/pay.Map[...].func1', '/app/pay.go:77'),
    pretty('runtime error: integer divide by zero', 'main.(*Stock).reserve', '/app/stock.go:12'),
  ];

  it('is one problem for each place, the same whether its lines are entries or not', () => {
    const whole = repeat(5, (i) =>
      texts.map((message, nth) => collected({ at: i * 60 + nth * 20, message, instance: `i${i % 2}` })),
    );
    const cut = repeat(5, (i) =>
      texts.flatMap((text, nth) =>
        splitTrace(text, { at: i * 60 + nth * 20, severity: 'ERROR', stepMicroseconds: 60, instance: `i${i % 2}` }),
      ),
    );
    const named = clusterAll(whole).map(({ fingerprint, title }) => ({ fingerprint, title }));
    expect(named.map(({ title }) => title).sort()).toEqual([
      'pot is empty',
      'runtime error: integer divide by zero',
      'runtime error: integer divide by zero in main.(*Stock).reserve',
    ]);
    expect(
      clusterAll(cut)
        .map(({ fingerprint }) => fingerprint)
        .sort(),
    ).toEqual(named.map(({ fingerprint }) => fingerprint).sort());
  });
});
