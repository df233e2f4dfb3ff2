import { expect, it } from 'vitest';
import { createPlainProgress } from '../../src/cli/progress.ts';

it('says in a pipe each reason for which drafts are not posted once, and where that is not known', () => {
  const lines: string[] = [];
  const { onEvent } = createPlainProgress({ write: (text) => lines.push(text) });
  for (const title of ['a', 'b', 'c'])
    onEvent({ kind: 'not-posted', title, status: 'approved', because: 'GitHub answered 403' });
  onEvent({ kind: 'not-posted', title: 'd', status: 'failed', because: 'no such issue' });
  onEvent({ kind: 'not-posted', title: 'e', status: 'posting', because: 'no such issue' });
  onEvent({ kind: 'waiting', text: 'GitHub does not answer, try 2 of 3 …' });
  expect(lines).toEqual([
    'Not posted: a: GitHub answered 403\n',
    'Not posted: d: no such issue\n',
    'Not known to be posted: e: no such issue\n',
    'GitHub does not answer, try 2 of 3 …\n',
  ]);
});
