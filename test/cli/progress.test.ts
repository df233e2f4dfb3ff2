import { expect, it } from 'vitest';
import { createPlainProgress } from '../../src/cli/progress.ts';

it('says in a pipe each reason for which drafts are not posted once', () => {
  const lines: string[] = [];
  const { onEvent } = createPlainProgress({ write: (text) => lines.push(text) });
  for (const title of ['a', 'b', 'c']) onEvent({ kind: 'not-posted', title, because: 'GitHub answered 403' });
  onEvent({ kind: 'not-posted', title: 'd', because: 'no answer' });
  onEvent({ kind: 'waiting', text: 'GitHub does not answer, try 2 of 3 …' });
  expect(lines).toEqual([
    'Not posted: a: GitHub answered 403\n',
    'Not posted: d: no answer\n',
    'GitHub does not answer, try 2 of 3 …\n',
  ]);
});
