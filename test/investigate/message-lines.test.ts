import { expect, it } from 'vitest';
import { readMessageLines, sourceFilesIn } from '../../src/investigate/message-lines.ts';
import { clusterOf } from './problems.ts';

const linesOf = (...lines: string[]) => readMessageLines(clusterOf({ message: lines.join('\n') }));

it.each([
  [
    'a place of Rust',
    ['a worker gave up at src/tides/table.rs:77:18', 'called `Option::unwrap()` on a `None` value'],
    { path: 'src/tides/table.rs', line: '77', function: '' },
    'called `Option::unwrap()` on a `None` value',
  ],
  [
    'an end of Elixir',
    [
      '[error] GenServer :quay terminating',
      '** (EXIT) the berth did not answer',
      '    (quay 3.2.0) lib/quay/berth.ex:17: Quay.Berth.text(%{line: "7"}, nil)',
    ],
    { path: 'lib/quay/berth.ex', line: '17', function: 'Quay.Berth.text' },
    'EXIT: the berth did not answer',
  ],
  [
    'an end of PHP without an exception',
    ['PHP Fatal error:  Maximum execution time of 30 seconds exceeded in /srv/quay/src/Label.php on line 88'],
    { path: '/srv/quay/src/Label.php', line: '88', function: '' },
    undefined,
  ],
])('what %s says is read, and where', (_, lines, place, complaint) => {
  const { places, complaints } = linesOf(...lines);
  expect(places[0]).toEqual(place);
  expect(complaints[0]).toBe(complaint);
});

it('frames of libraries are no place of ours, and a host with a port is none at all', () => {
  const { places, complaints } = linesOf(
    'cannot reach relay.example.com:5432',
    '    (ecto 3.11.0) deps/ecto/lib/ecto/repo.ex:190: Ecto.Repo.get(1)',
    '  at tide.internal:80',
  );
  expect({ places, complaints }).toEqual({ places: [], complaints: [] });
});

it('an error whose trace clustering could read is left to it', () => {
  const { complaints, places } = linesOf(
    'TypeError: fee_table is not iterable',
    '    at computeFees (/srv/bank/fees.js:41:9)',
    '    at settle (/srv/bank/settle.js:12:3)',
  );
  expect({ places, complaints }).toEqual({ places: [], complaints: [] });
});

it('is read in time, whatever stands there', () => {
  const started = performance.now();
  for (const part of ['a/', 'a.', '~-', 'at a(', '*'.repeat(3), '"'])
    linesOf(part.repeat(20_000), `${part.repeat(300)}.rs`);
  expect(performance.now() - started).toBeLessThan(4_000);
});

it('names of source files are told from other words with dots', () => {
  expect(sourceFilesIn('Panic in validity.rs, see docs.rs/anyhow and validity.rs, not app.config or v1.2')).toEqual([
    'validity.rs',
  ]);
});
