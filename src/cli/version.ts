import { readFileSync } from 'node:fs';

let known: string | undefined;

/** The version in package.json, which lies two folders above this file in the checkout and in the package alike. */
export function packageVersion(): string {
  if (known !== undefined) return known;
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  known = version;
  return version;
}
