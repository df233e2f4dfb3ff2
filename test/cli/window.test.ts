import { describe, expect, it } from 'vitest';
import { windowOf } from '../../src/cli/window.ts';
import { formatTime, parseTime } from '../../src/collect/time.ts';

const NOW = parseTime('2026-01-02T12:00:00Z') ?? 0n;

function shown(options: Parameters<typeof windowOf>[0]): string | null {
  const window = windowOf(options, NOW);
  return window && `${formatTime(window.since)} ${formatTime(window.until)}`;
}

describe('the window', () => {
  it.each([
    [{}, null],
    [{ window: '24h' }, '2026-01-01T12:00:00Z 2026-01-02T12:00:00Z'],
    [{ window: '90m' }, '2026-01-02T10:30:00Z 2026-01-02T12:00:00Z'],
    [{ window: '7d', until: '2026-01-01T00:00:00Z' }, '2025-12-25T00:00:00Z 2026-01-01T00:00:00Z'],
    [{ since: '2026-01-02T09:00:00+09:00' }, '2026-01-02T00:00:00Z 2026-01-02T12:00:00Z'],
    [
      { since: '2026-01-01T00:00:00.5Z', until: '2026-01-01T01:00:00-01:00' },
      '2026-01-01T00:00:00.500Z 2026-01-01T02:00:00Z',
    ],
  ])('of %o is %s, in UTC', (options, window) => {
    expect(shown(options)).toBe(window);
  });

  it.each([
    [{ window: '0h' }, 'for example 24h'],
    [{ window: '1w' }, 'for example 24h'],
    [{ window: '1h', since: '2026-01-01T00:00:00Z' }, 'Give one of them'],
    [{ until: '2026-01-01T00:00:00Z' }, 'needs --since or --window'],
    [{ since: '2026-01-03T00:00:00Z' }, 'empty'],
    [{ since: '2026-01-01T00:00:00' }, 'with its zone'],
    [{ until: '0001-01-02T00:00:00Z', window: '5d' }, 'before the year 1'],
  ])('of %o is refused with what to do', (options, message) => {
    expect(() => shown(options)).toThrow(message);
  });
});
