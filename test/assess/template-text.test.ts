import { expect, it } from 'vitest';
import { quotableTemplate, readableTemplate, sharedText } from '../../src/assess/template-text.ts';
import { entryWith } from '../support/drafting.ts';

it.each([
  ['Container called exit ( <*> ) .', 'Container called exit(3).', 'Container called exit(<*>).'],
  ['<*> of <*>', '3 of 4', '<*> of <*>'],
  ['[ <*> ] [ <*> ] [ ERROR ] Boot', '[2025-09-16 00:41:13 +0000] [12] [ERROR] Boot', '[<*>] [<*>] [ERROR] Boot'],
  [
    "routing from demo-user-# : ' x ' failed",
    "routing from demo-user-001: 'x' failed",
    "routing from demo-user-<*>: 'x' failed",
  ],
  ['eth# is down', 'eth0 is down', 'eth<*> is down'],
  ['C# is up', 'C# is up', 'C# is up'],
  ["id ' <*> ' is not ' <*> ' .", "id 'a.b' is not 'c'.", "id '<*>' is not '<*>'."],
  ['[ 🔑 ] key <*> is old', '[🔑] key abc is old', '[🔑] key <*> is old'],
  ['nothing changes', 'nothing  changes', 'nothing  changes'],
])('%s is written %s', (template, message, written) => {
  expect(readableTemplate({ template, example: entryWith(message) })).toBe(written);
});

it.each([
  ['another message', 'Container called exit(3).'],
  ['Container called exit ( <*> ) . Really', 'Container called exit(3).'],
  ['Container called', 'Container called exit(3).'],
  ['<trace> Error: x <at> a.py(f)', 'Traceback (most recent call last):'],
])('%s stays as it is over an example that it does not fit', (template, message) => {
  const pattern = { template, example: entryWith(message) };
  expect(sharedText(pattern)).toBeNull();
  expect(readableTemplate(pattern)).toBe(template);
});

it.each([
  [
    'Revision <*> is not ready : try ( again ) .',
    'Revision a-1 is not ready: try (again).',
    'Revision … is not ready: try (again).',
  ],
  ['<*> FAILED_PRECONDITION : Ready ( <*> ) , then not', 'another', '… FAILED_PRECONDITION: Ready (…), then not'],
])('%s is quoted as the log writes it', (template, message, quoted) => {
  expect(quotableTemplate({ template, example: entryWith(message) })).toBe(quoted);
});
