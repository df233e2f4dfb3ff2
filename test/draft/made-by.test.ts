import { toString as textOf } from 'mdast-util-to-string';
import { expect, it } from 'vitest';
import { madeBy } from '../../src/draft/made-by.ts';
import { draftInput } from '../support/drafting.ts';

it('says that the priority is that of the run, since it stays when a later run raises it', () => {
  expect(textOf(madeBy(draftInput()))).toMatch(/ · run 2025-09-12T23-30-00Z · priority in that run: P2, /);
});
