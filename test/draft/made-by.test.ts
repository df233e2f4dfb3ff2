import { toString as textOf } from 'mdast-util-to-string';
import { expect, it } from 'vitest';
import { madeBy } from '../../src/draft/made-by.ts';
import { cluster, draftInput, entryWith, pattern } from '../support/drafting.ts';

const footer = (template: string, message: string): string => {
  const input = draftInput({ cluster: cluster({ patterns: [pattern({ template, example: entryWith(message) })] }) });
  const rules = [`P0: the service cannot start (“${template}”)`];
  return textOf(madeBy({ ...input, assessment: { ...input.assessment, rules } }));
};

it('says that the priority is that of the run, since it stays when a later run raises it', () => {
  expect(textOf(madeBy(draftInput()))).toMatch(/ · run 2025-09-12T23-30-00Z · priority in that run: P2, /);
});

it('writes a pattern that a rule names as the log does', () => {
  expect(footer('Revision <*> is not ready : try ( again ) .', 'Revision a-1 is not ready: try (again).')).toContain(
    '“Revision … is not ready: try (again).”',
  );
  expect(footer('<*> FAILED_PRECONDITION : Ready ( <*> ) , then not', 'another')).toContain(
    '“… FAILED_PRECONDITION: Ready (…), then not”',
  );
});
