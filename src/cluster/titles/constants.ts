import type { Member } from '../member.ts';

/** Codes and limits that tell one problem from another: `exit(3)`, `signal 9`, `limit of 512 MiB`. */
const TELLING_VALUE =
  /\b(?:signal|status(?: ?code)?|code|errno|limit of|base|exit\()\s?[:=]?\s?(\d{1,6}(?:\.\d{1,3})?(?:\s?[KMGT]i?B)?)\b/gi;

/**
 * Names with a digit: modules (`Mysql2::Error`), types of Go's Kubernetes (`*v1.Secret`), functions (`accept4()`), and what
 * is called by capitals (`EXT4-fs`); and that there is none of something: `0/3 nodes`, `0 bytes`.
 */
const NAMES = [
  /\b[A-Z]\w{0,60}(?=::\w)/g,
  /(?<=\*)v\d{1,2}(?:(?:alpha|beta)\d{1,2})?\.[A-Z]\w{0,60}/g,
  /\b[a-z]\w{0,40}\d(?=\()/g,
  /\b[A-Z]{2,8}\d{1,2}(?:-[a-z]{1,8})?\b/g,
  /(?<![\w.,:=/-])0(?:\/\d{1,6})?(?= \p{L}{2})/gu,
  // A unit belongs to its number.
  /(?<![\w.,:=/-])0 \p{L}{2,}/gu,
  /(?<![\w.,:=/-])0\/(?=\d{1,6} \p{L}{2})/gu,
];

/** Values that a title may show of lines of a pattern, since all of its examples have them. */
export function constantsOf(root: Member, lines: readonly string[]): string[] {
  return [...constantNames(root), ...tellingValues(lines)];
}

/** Names that all entries of a pattern quote; an id or an address is no name, though it may be the only one so far. */
function constantNames({ summary }: Member): string[] {
  return (summary.commonNames ?? []).filter((name) => !/\d{4}|\d\D+\d/.test(name));
}

/** Codes and limits that all examples name alike, and names with a digit. */
function tellingValues(lines: readonly string[]): string[] {
  const [mine = [], ...others] = lines.map((line) => {
    const head = line.slice(0, 1_000);
    const names = NAMES.flatMap((shape) => [...head.matchAll(shape)].map(([name]) => name));
    return [...names, ...[...head.matchAll(TELLING_VALUE)].map(([, value = '']) => value)];
  });
  return mine.filter((value) => others.every((values) => values.includes(value)));
}
