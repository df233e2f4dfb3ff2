import type { Config } from './schema.ts';

type SourceRoots = Config['sourceRoots'];

/** A path in the container → the path in the repository, by the longest configured prefix. */
export function repositoryPath(file: string, sourceRoots: SourceRoots): string {
  const prefixes = Object.keys(sourceRoots).filter((prefix) => file.startsWith(prefix));
  const longest = prefixes.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? file : `${sourceRoots[longest] ?? ''}${file.slice(longest.length)}`;
}

/** `netra_backend/app/main.py:23`, as it is called in the repository; the path alone where no line is known. */
export function repositoryPlace(
  { file, line }: { readonly file: string; readonly line: number | string | null },
  sourceRoots: SourceRoots,
): string {
  const path = repositoryPath(file, sourceRoots);
  return line === null || line === '' ? path : `${path}:${line}`;
}
