import { describe } from 'vitest';
import { testProblemSet } from '../support/problem-set.ts';

describe('panics of Go for several reasons', () => {
  const panic = (said: string, name: string, file: string) => (nth: number) =>
    `panic: ${said.replace('#', String(nth))}\n\ngoroutine ${18 + nth} [running]:\n${name}(0xc00001000${nth})\n\t/app/${file}:${12 + nth} +0x1d\nmain.main()\n\t/app/main.go:9 +0x1d`;
  const nil = 'runtime error: invalid memory address or nil pointer dereference';
  testProblemSet([
    [`${nil} in main.(*Cart).Total`, panic(nil, 'main.(*Cart).Total', 'cart.go')],
    [`${nil} in main.(*Mail).Send`, panic(nil, 'main.(*Mail).Send', 'mail.go')],
    [
      'runtime error: index out of range',
      panic('runtime error: index out of range [#] with length 3', 'main.pick', 'stock.go'),
    ],
    ['the ledger is not balanced', panic('the ledger is not balanced', 'main.close', 'ledger.go')],
  ]);
});

describe('errors of Go with a stack, each one entry', () => {
  const frames = (name: string, file: string) =>
    `${name}\n\t/app/${file}:12\nruntime.main\n\t/usr/local/go/src/runtime/proc.go:271\nruntime.goexit\n\t/usr/local/go/src/runtime/asm_amd64.s:1695`;
  testProblemSet([
    [
      'the ledger is locked',
      (nth) => `2026/11/20 10:00:0${nth % 10} the ledger is locked\n${frames('main.(*Ledger).close', 'ledger.go')}`,
    ],
    ['mail server refused', () => `mail server refused\n${frames('main.send', 'mail.go')}`],
    [
      'no such cart',
      (nth) =>
        `no such cart ${nth}\n${frames('main.load', 'cart.go')}\ncannot show it\n${frames('main.show', 'page.go')}`,
    ],
    [
      'assignment to entry in nil map',
      recovered('assignment to entry in nil map', '/app/users.go', 'getUser: m[id] = u'),
    ],
    [
      'runtime error: slice bounds out of range',
      recovered('runtime error: slice bounds out of range', '/app/pay.go', 'pay: return a[:n]'),
    ],
  ]);
});

/** A panic that Gin recovered from. */
function recovered(said: string, file: string, source: string) {
  return (nth: number) =>
    `[Recovery] 2026/11/20 - 10:00:0${nth % 10} panic recovered:\nGET /users/${nth} HTTP/1.1\nHost: shop\n\n${said}\n${file}:31 (0x8a${nth}f31)\n\t${source}\n/go/pkg/mod/github.com/gin-gonic/gin@v1.9.1/context.go:174 (0x7b0221)\n\t(*Context).Next: c.handlers[c.index](c)\n`;
}
