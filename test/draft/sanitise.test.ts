import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, fence, list, paragraph, renderMarkdown, table, text } from '../../src/draft/markdown.ts';
import { proseNodes } from '../../src/draft/prose.ts';
import { inertNodes, sanitiseCode, sanitiseInline } from '../../src/draft/sanitise.ts';
import { anyCharacter } from '../support/any-character.ts';
import { ATTACKS } from '../support/attacks.ts';
import { liveIn, liveInPlainText } from '../support/live-text.ts';

const LONGER = process.env.LONG === '1' ? 40 : 1;

const ALLOWED = {
  allowedHosts: ['github.com', 'console.cloud.google.com'],
  allowedIssues: new Set([169]),
  repository: 'netra-systems/netra-apex',
};
const HOSTS = { hosts: ALLOWED.allowedHosts, issues: [169] };

/** Pieces that attacks are made of, in any order, between any text. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '@',
          '#',
          '123',
          'octocat',
          '&#64;',
          '&amp;',
          '&lt;',
          ';',
          '&',
          '<!--',
          '-->',
          '<b>',
          '</b>',
          '<img ',
          '>',
          '<',
        ],
        ...[
          '`',
          '```\n',
          '\n',
          '\r',
          ' ',
          '/close',
          '://',
          'https://evil.example',
          'www.',
          'GH-',
          '\u001b[',
          'm',
          '\u200b',
          '\u202e',
        ],
        ...[
          'closes ',
          '[',
          '](',
          ')',
          '!',
          '|',
          '\\',
          '*',
          '_',
          '~',
          '$',
          'ðŸ”‘',
          '\u0301',
          'e',
          '\ud800',
          '⚠️',
          ':+1:',
          '#169',
          '・',
        ],
      ),
      fc.string({ unit: anyCharacter, maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

describe.each(ATTACKS)('%s', (_what, attack) => {
  it('is inert in a paragraph, a list and a table', () => {
    const inline = inertNodes(attack);
    expect(liveIn(renderMarkdown([paragraph(...inline), list([inline]), table(['a'], [[inline]])]))).toEqual([]);
  });

  it('is inert as plain text', () => {
    const plain = sanitiseInline(attack);
    expect(liveIn(renderMarkdown([paragraph(text(plain)), list([plain])]))).toEqual([]);
    expect(liveInPlainText(plain)).toEqual([]);
  });

  it('stays in its code', () => {
    const safe = sanitiseCode(attack);
    const markdown = renderMarkdown([fence(null, safe), paragraph('x ', code(safe)), table(['a'], [[code(safe)]])]);
    expect(liveIn(markdown)).toEqual([]);
    expect(liveIn(renderMarkdown([fence(null, safe)]))).toEqual([]);
  });

  it('is inert in an investigator’s prose', () => {
    expect(liveIn(renderMarkdown(proseNodes(attack, ALLOWED)), HOSTS)).toEqual([]);
  });

  it('is the same when it is made safe again', () => {
    const inline = sanitiseInline(attack);
    const fenced = sanitiseCode(attack);
    expect(sanitiseInline(inline)).toBe(inline);
    expect(sanitiseCode(fenced)).toBe(fenced);
  });
});

it.each([
  ['&#64;octocat &lt;b&gt;now', '＠octocat now'],
  ['&amp;amp;#x40;octocat &#6&#52;;hubot', '＠octocat ＠hubot'],
  ['AT&T &unknown; &#0; & co', 'AT&T &unknown; \ufffd & co'],
  ['\u001b[1;31mred\u001b[0m \u001b]0;title\u0007text \u009b2Jx', 'red text x'],
  ['cafe\u0301', 'café'],
  ['ðŸ”‘ key', '🔑 key'],
  ['⚠️ a\u200bb\u202ec', '⚠️ abc'],
  ['one\r\ntwo\tthree\u2028four', 'one two three four'],
  [
    'Map<String, Order> at <module> of <*> <map object at 0x7f>',
    'Map<String, Order> at <module> of <*> <map object at 0x7f>',
  ],
  ['a <!-- hidden --> b <img src=x onerror=y> c</details>', 'a b c'],
  ['GET /healthz and gh-12, www.example.com', 'GET /healthz and gh－12, www．example.com'],
  ['/close now', '／close now'],
  ['/api/users failed', '/api/users failed'],
])('plain text: %j becomes %j', (value, expected) => {
  expect(sanitiseInline(value)).toBe(expected);
});

it.each([
  ['a\n  b @octocat &lt; #1', 'a\n  b @octocat &lt; #1'],
  ['\u001b[31mred\u001b[0m\u200b', 'red'],
  ['x\n/close\n/app/main.py', 'x\n /close\n/app/main.py'],
  ['<!-- a -->', '<! -- a -->'],
  ['trailing  \nspace', 'trailing\nspace'],
  ['ðŸ”‘ cafe\u0301', '🔑 café'],
])('code: %j becomes %j', (value, expected) => {
  expect(sanitiseCode(value)).toBe(expected);
});

describe('any text of strangers', () => {
  it('is the same when it is made safe again', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const inline = sanitiseInline(value);
        const fenced = sanitiseCode(value);
        expect(sanitiseInline(inline)).toBe(inline);
        expect(sanitiseCode(fenced)).toBe(fenced);
      }),
      { numRuns: 500 * LONGER },
    );
  });

  it('is inert as nodes, as plain text, in code and as prose', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const safe = sanitiseCode(value);
        const markdown = renderMarkdown([
          paragraph(...inertNodes(value)),
          paragraph(text(sanitiseInline(value))),
          table(['a'], [[inertNodes(value)]]),
          fence(null, safe),
          paragraph('x ', code(safe)),
        ]);
        expect(liveIn(markdown)).toEqual([]);
        expect(liveIn(renderMarkdown(proseNodes(value, ALLOWED)), HOSTS)).toEqual([]);
      }),
      { numRuns: 125 * LONGER },
    );
  });

  it('as prose comes out the same when it goes in again', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const once = renderMarkdown(proseNodes(value, ALLOWED));
        expect(renderMarkdown(proseNodes(once, ALLOWED))).toBe(once);
      }),
      { numRuns: 75 * LONGER },
    );
  });
});
