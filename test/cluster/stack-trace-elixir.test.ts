import { describe, expect, it } from 'vitest';
import { parseErrorLine, parseStackTrace } from '../../src/cluster/skeleton/stack-trace.ts';
import { testProblemSet } from '../support/problem-set.ts';

const SERVER = `10:00:01.123 [error] GenServer #PID<0.123.0> terminating
** (KeyError) key :email not found in: %{
  id: 1
}
    (elixir 1.17.0) lib/map.ex:535: Map.fetch!/2
    (shop 0.1.0) lib/shop/mailer.ex:22: anonymous fn/2 in Shop.Mailer.send/1
    (stdlib 5.0) gen_server.erl:1123: :gen_server.try_handle_cast/3
Last message: {:"$gen_cast", {:send, 7}}`;

const PLUG = `#PID<0.500.0> running ShopWeb.Endpoint (connection #PID<0.499.0>, stream id 1) terminated
Server: shop:4000 (http)
Request: GET /cart
** (exit) an exception was raised:
    ** (RuntimeError) the cart is locked
        lib/shop_web/cart.ex:9: ShopWeb.Cart.show/2
        deps/phoenix/lib/router.ex:3: Phoenix.Router.call/2`;

describe('what Elixir says of a process that an exception ended', () => {
  it('gives the exception and its frames, innermost last', () => {
    const trace = parseStackTrace(SERVER);
    expect(trace?.head).toBe('10:00:01.123 [error] GenServer #PID<0.123.0> terminating');
    expect(trace?.thrown).toMatchObject([{ type: 'KeyError', message: 'key :email not found in: %{\n  id: 1\n}' }]);
    expect(trace?.thrown[0]?.frames.map(({ file, function: name, line, own }) => [file, name, line, own])).toEqual([
      ['gen_server.erl', ':gen_server.try_handle_cast', 1123, false],
      ['lib/shop/mailer.ex', 'Shop.Mailer.send', 22, true],
      ['lib/map.ex', 'Map.fetch!', 535, false],
    ]);
  });

  it('gives what was raised, not that the process exited of it', () => {
    const trace = parseStackTrace(PLUG);
    expect(trace?.thrown).toMatchObject([{ type: 'RuntimeError', message: 'the cart is locked' }]);
    expect(trace?.thrown[0]?.frames.map(({ own }) => own)).toEqual([false, true]);
  });

  it('gives why the process ended, where nothing was raised', () => {
    const text = `[error] GenServer #PID<0.200.0> terminating
** (stop) exited in: GenServer.call(Shop.Db, {:get, 1}, 5000)
    ** (EXIT) time out
    (elixir 1.14.0) lib/gen_server.ex:1030: GenServer.call/3
    (shop 0.1.0) lib/shop/a.ex:12: Shop.A.b/1`;
    expect(parseStackTrace(text)?.thrown).toMatchObject([
      { type: 'stop', message: 'exited in: GenServer.call(Shop.Db, {:get, 1}, 5000)\n    ** (EXIT) time out' },
    ]);
  });

  it('is read off one line, too', () => {
    expect(parseErrorLine('** (DBConnection.ConnectionError) connection not available')).toEqual({
      type: 'DBConnection.ConnectionError',
      message: 'connection not available',
    });
  });
});

describe('ends of processes for several reasons', () => {
  const ended = (raised: string, place: string) => (nth: number) =>
    `GenServer #PID<0.${100 + nth}.0> terminating\n** ${raised}\n    (shop 0.1.0) lib/shop/x.ex:2${nth % 4}: ${place}\nLast message: {:send, ${nth}}`;
  testProblemSet([
    ['key :email not found', ended('(KeyError) key :email not found', 'Shop.Mailer.send/1')],
    ['no match of right hand side value', ended('(MatchError) no match of right hand side value', 'Shop.Stock.take/2')],
    [
      'connection not available, request dropped',
      ended('(DBConnection.ConnectionError) connection not available, request dropped', 'Shop.Repo.all/1'),
    ],
  ]);
});
