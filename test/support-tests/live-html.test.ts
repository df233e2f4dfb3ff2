import { expect, it } from 'vitest';
import { liveInHtml } from '../support/live-html.ts';

const hosts = ['github.com'];

it.each([
  ['@octocat', 'mention'],
  ['\\@octocat', 'mention'],
  ['see #12', 'reference'],
  ['acme/shop#7', 'reference'],
  ['GH-7', 'reference'],
  ['closes #7', 'closing keyword'],
  ['clo**ses** #7', 'closing keyword'],
  ['Duplicate of #7', 'closing keyword'],
  ['ftp://evil.example', 'bare link'],
  ['[x](https://evil.example)', 'link on the page'],
  ['[x](http://github.com)', 'link on the page'],
  ['[x](javascript:alert(1))', 'link on the page'],
  ['https://evil.example', 'link on the page'],
  ['![x](https://github.com/x.png)', '<img'],
  ['<img src=x>', '<img'],
  ['a <b>b</b>', '<b>'],
  ['<p onclick="x">', 'onclick'],
  ['a <!-- b --> c', '<!-- b -->'],
  ['<!-- log-gardener:evidence\n -->', '<!-- log-gardener'],
  ['<?php x ?>', '<?php'],
  ['x[^1]\n\n[^1]: y', 'on the page'],
])('sees in %j: %s', (markdown, what) => {
  expect(liveInHtml(markdown, hosts, [7]).join('\n')).toContain(what);
});

it('sees nothing in code, in what is escaped, in what is allowed and in what is ours', () => {
  const markdown = [
    '`@octocat` and `#12`, #7, [a](https://github.com/a?b=1&c=2), 1 \\< 2 \\<b> &lt;i&gt;',
    '```js\n@octocat <b> closes #7\n```',
    '| a |\n| :- |\n| **b** |',
    '1. a\n2. b',
    '<details><summary>Representative entry</summary>\n\nx\n\n</details>',
    '<!-- log-gardener fingerprint=lg1aaaaaaaaaaaaaaaa run=x draft=x-1 -->',
  ].join('\n\n');
  expect(liveInHtml(markdown, hosts, [7])).toEqual([]);
});
