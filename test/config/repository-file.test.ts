import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../src/config/repository-file.ts';

const roots = { '/app/': '', '/srv/': 'backend/' };

describe('a file of the repository', () => {
  it.each([
    ['/app/shop/cart.py', 'shop/cart.py'],
    ['/srv/shop/cart.py', 'backend/shop/cart.py'],
    ['shop/cart.py', 'shop/cart.py'],
    ['./shop/cart.py', 'shop/cart.py'],
    [' shop/ ', 'shop'],
    ['app/[id]/(group)/page..tsx', 'app/[id]/(group)/page..tsx'],
    ['.github/workflows/ci.yml', '.github/workflows/ci.yml'],
  ])('is found by %s', (given, path) => {
    expect(repositoryFile(given, roots)).toEqual({ path });
  });

  it('is none below a source root that leads out of it', () => {
    expect(repositoryFile('/out/x.py', { '/out/': '../' })).toHaveProperty('refused');
  });

  it.each([
    '',
    '   ',
    '/app/',
    '/app/..',
    '/app/../x',
    '/opt/x.py',
    'a/../b',
    'a/./b',
    'a//b',
    'file:///etc/passwd',
    '.git/HEAD',
  ])('is none by %j', (given) => {
    expect(repositoryFile(given, roots)).toHaveProperty('refused');
  });
});
