import { readFileSync } from 'node:fs';

/** The version in package.json, which lies two folders above this file in the checkout and in the package alike. */
export function packageVersion(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return version;
}
