import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByContent } from '../../src/collect/file/format.ts';
import { toUtf8 } from '../../src/collect/file/unicode.ts';
import { logEntries } from '../support/log-entries.ts';
import { FORMATS } from '../support/log-files.ts';

interface Seen {
  values: unknown[];
  lines: number[];
  malformed: { reason: string; line: number; text: string }[];
  cut: string | null;
}

/** What comes out of a content that arrives in chunks of these sizes, the last one repeated. */
function read(content: string | Buffer, sizes: readonly number[] = [content.length || 1]): Seen {
  const seen: Seen = { values: [], lines: [], malformed: [], cut: null };
  const splitter = splitByContent({
    record(bytes, start, end, line) {
      try {
        seen.values.push(JSON.parse(bytes.toString('utf8', start, end)));
        seen.lines.push(line);
        return true;
      } catch {
        return false;
      }
    },
    malformed: (reason, text, line) => seen.malformed.push({ reason, line, text }),
  });
  const text = toUtf8((chunk) => splitter.push(chunk));
  const bytes = Buffer.from(content);
  let at = 0;
  for (let n = 0; at < bytes.length; n += 1) {
    const size = Math.max(1, sizes[Math.min(n, sizes.length - 1)] ?? 1);
    text.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  text.end();
  seen.cut = splitter.end();
  return seen;
}

const entries = logEntries(5, (index) => ({
  textPayload:
    ['{"a": [1, 2}', 'quotes " and \\ and \\" {{{[[[', 'é 🔑 失敗 \u2028', 'line\nline\tend', '}],'][index] ?? '',
}));

describe.each(Object.entries(FORMATS))('%s', (_, format) => {
  const content = format(entries);

  it('gives every entry', () => {
    expect(read(content)).toMatchObject({ values: entries, malformed: [], cut: null });
  });

  it('gives the same wherever the chunks end', () => {
    for (let size = 1; size < 40; size += 1) expect(read(content, [size]).values).toEqual(entries);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (sizes) => {
        expect(read(content, sizes)).toMatchObject({ values: entries, malformed: [], cut: null });
      }),
      { numRuns: 50 },
    );
  });

  it('is known behind a byte order mark, and in the UTF-16 that PowerShell writes', () => {
    expect(read(`\ufeff${content}`).values).toEqual(entries);
    expect(read(Buffer.from(`\ufeff${content}`, 'utf16le'), [7]).values).toEqual(entries);
  });

  it('loses nothing but its end when it is cut off', () => {
    const bytes = Buffer.from(content);
    for (let length = 1; length < bytes.length; length += 7) {
      const { values, malformed } = read(bytes.subarray(0, length), [64]);
      expect(values).toEqual(entries.slice(0, values.length));
      expect(malformed.length).toBeLessThanOrEqual(1);
    }
  });
});

it('names the line that each entry starts on', () => {
  expect(read('{"a":1}\n\n{"a":2}\n').lines).toEqual([1, 3]);
  expect(read('[\n  {\n    "a": 1\n  },\n  {\n    "a": 2\n  }\n]\n').lines).toEqual([2, 5]);
});

it.each(['', ' \n \n', '[]', '[\n]\n'])('%j holds no entry and is no error', (content) => {
  expect(read(content)).toEqual({ values: [], lines: [], malformed: [], cut: null });
});

describe('a broken piece', () => {
  const good = (n: number) => `  {\n    "n": ${n},\n    "deep": {\n      "x": []\n    }\n  }`;

  it('of NDJSON is named by its line, and the rest goes on', () => {
    const { values, malformed } = read('{"a":1}\nnot json\n{"a":2\n{"a":3}\n');
    expect(values).toEqual([{ a: 1 }, { a: 3 }]);
    expect(malformed.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'not valid JSON'],
      [3, 'not valid JSON'],
    ]);
  });

  it.each([
    ['is balanced but no JSON', '  {\n    "n": oops\n  }'],
    ['lacks its closing brace', '  {\n    "n": 2,\n    "deep": {\n      "x": []\n  '],
    ['has a string that is never closed', '  {\n    "n": "oops\n  }'],
    ['has a quote too many', '  {\n    "n": "oo"ps"\n  }'],
    ['has a brace too many inside', '  {\n    "n": {{ 2 }\n  }'],
  ])('of an array that %s takes nothing with it', (_, broken) => {
    const content = `[\n${[good(1), broken, good(3), good(4)].join(',\n')}\n]\n`;
    for (const size of [1, 5, 64, content.length]) {
      const { values, malformed, cut } = read(content, [size]);
      expect(values).toMatchObject([{ n: 1 }, { n: 3 }, { n: 4 }]);
      expect(malformed).toMatchObject([{ line: 8, reason: 'not valid JSON' }]);
      expect(cut).toBeNull();
    }
  });

  it('of an array with an element a line takes nothing with it', () => {
    const { values, malformed } = read('[\n{"n":1},\n{"n":"2},\n{"n":{"x":3},\n{"n":4}\n]\n');
    expect(values).toEqual([{ n: 1 }, { n: 4 }]);
    expect(malformed.map(({ line }) => line)).toEqual([3, 4]);
  });

  it('is found again and again without reading everything each time', () => {
    const broken = '  {\n    "n": {\n  ';
    const content = `[\n${Array.from({ length: 20_000 }, (_, n) => (n % 2 ? broken : good(n))).join(',\n')}\n]\n`;
    const start = performance.now();
    const { values, malformed } = read(content, [65_536]);
    expect([values.length, malformed.length]).toEqual([10_000, 10_000]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('is known for one, though white space goes on and on behind its braces', () => {
    const start = performance.now();
    const { malformed } = read(`{"n":1}${'\t'.repeat(250_000)}x\n`, [65_536]);
    expect(malformed).toMatchObject([{ line: 1, reason: 'not valid JSON' }]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('at the end of a list is named as cut off', () => {
    const { values, malformed, cut } = read(`[\n${good(1)},\n${good(2).slice(0, 20)}`);
    expect(values).toMatchObject([{ n: 1 }]);
    expect(malformed).toMatchObject([{ line: 8, reason: 'ends in the middle of an entry' }]);
    expect(cut).toBe('ends in the middle of an entry');
  });

  it('is also a list that lacks its end between two elements', () => {
    const { values, malformed, cut } = read(`[\n${good(1)},\n`);
    expect(values).toHaveLength(1);
    expect(malformed).toHaveLength(1);
    expect(cut).toMatch(/cut off/);
  });

  it('that is a scalar is handed on as such', () => {
    expect(read('42\n"x"\nnull\n').values).toEqual([42, 'x', null]);
    expect(read('[42, "x, y]", null, {"a": 1}]').values).toEqual([42, 'x, y]', null, { a: 1 }]);
  });

  it('that is plain text is one line each', () => {
    const { values, malformed } = read('[2025-09-16] [ERROR] x\n[11] y, z\n');
    expect(values).toEqual([]);
    expect(malformed.map(({ line }) => line)).toEqual([1, 2]);
  });
});

describe('size', () => {
  const large = (bytes: number) => JSON.stringify({ text: 'x'.repeat(bytes) });

  it('of 300 KB is no problem', () => {
    expect(read(`${large(300_000)}\n{"a":1}\n`, [65_536])).toMatchObject({ malformed: [], values: [{}, { a: 1 }] });
    expect(read(`[${large(300_000)},{"a":1}]`, [65_536])).toMatchObject({ malformed: [], values: [{}, { a: 1 }] });
  });

  it.each([
    ['NDJSON', `{"a":1}\n${large(3_000_000)}\n{"a":2}\n`, 2],
    ['an array', `[\n{"a":1},\n${large(3_000_000)},\n{"a":2}\n]`, 3],
    ['an array in one line', `[{"a":1},${large(3_000_000)},{"a":2}]`, 1],
  ])('beyond 1 MiB is set aside, in %s', (_, content, line) => {
    const { values, malformed } = read(content, [65_536]);
    expect(values).toEqual([{ a: 1 }, { a: 2 }]);
    expect(malformed).toMatchObject([{ reason: 'larger than 1 MiB', line }]);
    expect(malformed[0]?.text.length).toBe(65_536);
  });

  it('of text with a NUL in one line does not matter: it is one bad line', () => {
    const lines = [...entries.slice(0, 3).map((entry) => JSON.stringify(entry)), '{"textPayload":"\u0000"}'];
    const content = [...lines.slice(0, 3), lines[3]?.replace('\\u0000', '\u0000'), lines[0]].join('\n');
    const { values, malformed } = read(content, [65_536]);
    expect(values).toHaveLength(4);
    expect(malformed).toMatchObject([{ line: 4, reason: 'not valid JSON' }]);
  });

  it('of binary data does not matter: it is one malformed piece', () => {
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), Buffer.alloc(500_000, 7)]);
    expect(read(png, [65_536])).toMatchObject({ values: [], malformed: [{ line: 1, reason: /binary/ }] });
  });
});

it('survives any bytes, and counts what it cannot read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (bytes, size) => {
      const { values, malformed } = read(Buffer.from(bytes), [size]);
      expect(values.length + malformed.length).toBeGreaterThanOrEqual(0);
    }),
  );
  const tokens = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    '\n',
    '  {',
    '{"a":1}',
    '\\',
    ' ',
    'x',
    '7',
    '{"b":"',
    '{"c":',
  );
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (parts, size) => {
      const content = parts.join('');
      // The chunks' borders never change what is found.
      expect(read(content, [size])).toEqual(read(content));
    }),
    { numRuns: 2000 },
  );
});
