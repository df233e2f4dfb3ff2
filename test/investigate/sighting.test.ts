import { expect, it } from 'vitest';
import { describeSighting } from '../../src/investigate/sighting.ts';
import { clusterOf } from './problems.ts';

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
])('quotes %s', (_, message, quoted) => {
  expect(describeSighting(clusterOf({ message }), {}).quote).toBe(`the log says \`${quoted}\``);
});
