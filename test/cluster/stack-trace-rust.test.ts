import { describe, expect, it } from 'vitest';
import { parseStackTrace } from '../../src/cluster/skeleton/stack-trace.ts';
import { testProblemSet } from '../support/problem-set.ts';

const NOTE = 'note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace';
const LIBRARY = `thread 'main' panicked at /usr/local/cargo/registry/src/index.crates.io-1949cf8c6b5b557f/sqlx-0.8.0/src/pool.rs:9:5:
the pool is closed
stack backtrace:
   0: rust_begin_unwind
             at /rustc/07dca489ac2d933c78d3c5158e3f43beefeb02ce/library/std/src/panicking.rs:645:5
   1: sqlx::pool::acquire
             at /usr/local/cargo/registry/src/index.crates.io-1949cf8c6b5b557f/sqlx-0.8.0/src/pool.rs:9:5
   2: orders::db::load::h0123456789abcdef
             at ./src/db.rs:31:18`;

describe('a panic of Rust', () => {
  it('gives its message, and its place without the function', () => {
    const text = `2026-01-01 ERROR thread 'main' panicked at src/main.rs:12:5:\nindex out of bounds:\nthe len is 3\n${NOTE}`;
    expect(parseStackTrace(text)).toEqual({
      head: '2026-01-01 ERROR',
      thrown: [
        {
          type: 'panic',
          message: 'index out of bounds:\nthe len is 3',
          frames: [{ file: 'src/main.rs', function: '', line: 12, own: true, code: '' }],
        },
      ],
    });
  });

  it('in a library is told by what called it', () => {
    const frames = parseStackTrace(LIBRARY)?.thrown[0]?.frames ?? [];
    expect(frames.filter(({ own }) => own)).toEqual([
      { file: './src/db.rs', function: 'orders::db::load', line: 31, own: true, code: '' },
    ]);
    expect(frames.at(-1)?.file).toBe('/usr/local/cargo/registry/src/sqlx/src/pool.rs');
  });
});

describe('panics of several problems', () => {
  const panic = (place: string, message: string) => (nth: number) =>
    `thread 'worker-${nth}' panicked at ${place}:${12 + (nth % 3)}:5:\n${message.replace('#', String(nth))}${nth === 0 ? `\n${NOTE}` : ''}`;
  testProblemSet([
    [
      'index out of bounds: the len is … but the index is …',
      panic('src/main.rs', 'index out of bounds: the len is 3 but the index is #'),
    ],
    [
      'called `Option::unwrap()` on a `None` value in src/stock.rs',
      panic('src/stock.rs', 'called `Option::unwrap()` on a `None` value'),
    ],
    [
      'called `Option::unwrap()` on a `None` value in src/mail.rs',
      panic('src/mail.rs', 'called `Option::unwrap()` on a `None` value'),
    ],
  ]);
});
