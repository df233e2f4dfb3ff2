import type { Config } from './schema.ts';
import { repositoryPath } from './source-roots.ts';

/** A path inside the repository, or why a text is none. */
export type RepositoryFile = { readonly path: string } | { readonly refused: string };

const LONGEST_PATH = 500;

/**
 * A path as a stack trace or a model names it → the path inside the repository. Anything that could lead out of it is
 * refused: addresses, `..`, also encoded, backslashes, other repositories. Pure.
 */
export function repositoryFile(text: string, sourceRoots: Config['sourceRoots']): RepositoryFile {
  const given = text.trim();
  if (given === '') return { refused: 'No path was given.' };
  if (given.length > LONGEST_PATH) return { refused: `A path has at most ${LONGEST_PATH} characters.` };
  if (/^[a-z][a-z\d+.-]*:\/\/|^\/\/|^[\w.-]+@[\w.-]+:/i.test(given)) {
    return { refused: 'That is an address. Give a path inside the configured repository; nothing else can be read.' };
  }
  if (/[\u0000-\u001f\u007f\\?#]|%[0-9a-f]{2}/i.test(given)) {
    return { refused: 'A path holds no backslash, ?, #, % encoding or control character. Give it as git shows it.' };
  }
  const path = repositoryPath(given, sourceRoots);
  if (path.startsWith('/')) {
    const roots = Object.keys(sourceRoots).join(', ') || 'none';
    return {
      refused: `That path is in the container, below none of the configured source roots (${roots}): a library or the runtime. Only files of the repository can be read.`,
    };
  }
  const parts = path
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/$/, '')
    .split('/');
  if (parts.some((part) => part === '..' || part === '.' || part === '')) {
    return { refused: 'A path has no "..", "." or empty part. Only the configured repository can be read.' };
  }
  if (parts[0] === '.git') return { refused: 'git keeps no files of the repository there.' };
  return { path: parts.join('/') };
}
