import { describe, expect, it } from 'vitest';
import { parseStackTrace } from '../../src/cluster/skeleton/stack-trace.ts';
import { testProblemSet } from '../support/problem-set.ts';
import { errorsIn, framesIn, traceIn } from '../support/stack-traces.ts';

const ASYNC = `Unhandled exception. System.InvalidOperationException: Order 4711 has no payment
   at Shop.Orders.PaymentService.<Capture>d__5.MoveNext() in /src/Orders/PaymentService.cs:line 40
--- End of stack trace from previous location ---
   at System.Runtime.CompilerServices.TaskAwaiter.ThrowForNonSuccess(Task task)
   at Shop.Program.<>c__DisplayClass0_0.<Main>b__1(Order order) in /src/Program.cs:line 9
   at lambda_method62(Closure , Object )`;

const CHAINED = `System.AggregateException: One or more errors occurred. (Cannot reach the bank)
 ---> Shop.Errors+BankException: Cannot reach the bank
 ---> System.Net.Sockets.SocketException (111): Connection refused
   at System.Net.Sockets.Socket.ConnectAsync(EndPoint remoteEP)
   at Shop.Bank.Open() in /src/Bank.cs:line 7
   --- End of inner exception stack trace ---
   at Shop.Bank.Call(String path) in /src/Bank.cs:line 20
   --- End of inner exception stack trace ---
   at System.Threading.Tasks.Task.Wait()
   at Shop.Pay.Charge(Order order, Dictionary\`2 more) in /src/Pay.cs:line 40`;

describe('a .NET stack trace', () => {
  it('gives its exception and its frames, innermost last, by the names that the code has', () => {
    expect(traceIn(ASYNC)).toMatchObject({
      head: '',
      thrown: [{ type: 'System.InvalidOperationException', message: 'Order 4711 has no payment' }],
    });
    expect(framesIn(ASYNC, 0)).toEqual([
      'lib :null lambda_method',
      'own /src/Program.cs:9 Shop.Program.Main',
      'lib :null System.Runtime.CompilerServices.TaskAwaiter.ThrowForNonSuccess',
      'own /src/Orders/PaymentService.cs:40 Shop.Orders.PaymentService.Capture',
    ]);
  });

  it.each([
    ['on lines of their own', CHAINED],
    ['on one line, as the old framework has it', CHAINED.replaceAll('\n --->', ' --->')],
  ])('has its root cause last: causes %s', (_, text) => {
    expect(errorsIn(text)).toEqual([
      ['System.AggregateException', 'One or more errors occurred. (Cannot reach the bank)'],
      ['Shop.Errors.BankException', 'Cannot reach the bank'],
      ['System.Net.Sockets.SocketException', 'Connection refused'],
    ]);
    expect(framesIn(text, 2)).toEqual([
      'own /src/Bank.cs:7 Shop.Bank.Open',
      'lib :null System.Net.Sockets.Socket.ConnectAsync',
    ]);
    expect(framesIn(text, 1)).toEqual(['own /src/Bank.cs:20 Shop.Bank.Call']);
    expect(framesIn(text, 0)).toEqual([
      'own /src/Pay.cs:40 Shop.Pay.Charge',
      'lib :null System.Threading.Tasks.Task.Wait',
    ]);
  });

  it('has what the console logger writes above it as its head, and a message of several lines', () => {
    const text = `fail: Shop.Worker[0]
      Job 7 failed
      Shop.GoneException: two lines
      of text
         at Shop.Jobs.Run() in /src/Jobs.cs:line 3
      `;
    expect(traceIn(text)).toMatchObject({
      head: 'fail: Shop.Worker[0]\n      Job 7 failed',
      thrown: [{ type: 'Shop.GoneException', message: 'two lines\n      of text' }],
    });
  });

  it('is read where a logger took its ends of line out', () => {
    const line = CHAINED.replaceAll(/\n */g, '   ').replaceAll('    --->', ' --->');
    expect(traceIn(line).thrown.map(({ type, frames }) => [type, frames.length])).toEqual([
      ['System.AggregateException', 2],
      ['Shop.Errors.BankException', 1],
      ['System.Net.Sockets.SocketException', 2],
    ]);
  });

  it.each([
    ['of Java', 'java.io.IOException: no\n\tat com.acme.Shop.buy(Shop.java:12)', 'Shop.java'],
    ['of Node', 'TypeError: no\n    at buy (/app/shop.js:12:5)', '/app/shop.js'],
    ['of Node, without a place', 'TypeError: no\n    at Array.map (<anonymous>)', ''],
  ])('is no other one: %s', (_, text, file) => {
    expect(traceIn(text).thrown[0]?.frames[0]?.file).toBe(file);
  });

  it('is none where the lines are prose', () => {
    expect(parseStackTrace('An Error: we met\n   at the station (again)\n   at noon')).toBeNull();
  });
});

/** As Kestrel writes what a handler threw: no two requests alike. */
const kestrel = (thrown: string, place: string, line: number) => (nth: number) =>
  `fail: Microsoft.AspNetCore.Server.Kestrel[13]
      Connection id "0HN${nth}ABC", Request id "0HN${nth}ABC:0000000${nth}": An unhandled exception was thrown by the application.
      ${thrown.replace('#', String(1_000 + nth))}
         at Shop.${place}(Int32 id) in /src/Shop.cs:line ${line + (nth % 3)}
         at lambda_method${nth}(Closure , Object )
         at Microsoft.AspNetCore.Builder.Extensions.MapMiddleware.Invoke(HttpContext context)`;

describe('what a .NET service logs of several problems', () => {
  testProblemSet([
    [
      'Sequence contains no elements in Shop.Orders.First',
      kestrel('System.InvalidOperationException: Sequence contains no elements', 'Orders.First', 10),
    ],
    [
      'Sequence contains no elements in Shop.Stock.Next',
      kestrel('System.InvalidOperationException: Sequence contains no elements', 'Stock.Next', 70),
    ],
    [
      'Order … took too long to save',
      kestrel('System.TimeoutException: Order # took too long to save', 'Orders.Save', 30),
    ],
    [
      "Login failed for user 'shop'",
      kestrel("Microsoft.Data.SqlClient.SqlException (0x80131904): Login failed for user 'shop'.", 'Db.Open', 5),
    ],
  ]);
});
