import { describe } from 'vitest';
import { testProblemSet } from '../support/problem-set.ts';

describe('panics of Go for several reasons', () => {
  const panic = (said: string, name: string, file: string) => (nth: number) =>
    `panic: ${said.replace('#', String(nth))}\n\ngoroutine ${18 + nth} [running]:\n${name}(0xc00001000${nth})\n\t/app/${file}:${12 + nth} +0x1d\nmain.main()\n\t/app/main.go:9 +0x1d`;
  const nil = 'runtime error: invalid memory address or nil pointer dereference';
  testProblemSet([
    [`${nil} (cart.go)`, panic(nil, 'main.(*Cart).Total', 'cart.go')],
    [`${nil} (mail.go)`, panic(nil, 'main.(*Mail).Send', 'mail.go')],
    [
      'runtime error: index out of range',
      panic('runtime error: index out of range [#] with length 3', 'main.pick', 'stock.go'),
    ],
    ['the ledger is not balanced', panic('the ledger is not balanced', 'main.close', 'ledger.go')],
  ]);
});
