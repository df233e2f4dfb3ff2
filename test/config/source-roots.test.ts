import { expect, it } from 'vitest';
import { repositoryPlace } from '../../src/config/source-roots.ts';

const roots = { '/app/': 'backend/', '/app/vendor/': 'third-party/' };

it.each([
  ['/app/main.py', 23, 'backend/main.py:23'],
  ['/app/vendor/x.py', '7', 'third-party/x.py:7'],
  ['/srv/main.py', 1, '/srv/main.py:1'],
  ['/app/main.py', null, 'backend/main.py'],
  ['/app/main.py', '', 'backend/main.py'],
])('%s, line %s is %s in the repository', (file, line, expected) => {
  expect(repositoryPlace({ file, line }, roots)).toBe(expected);
});
