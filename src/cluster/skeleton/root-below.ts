import { indentOf } from './announced-lines.ts';

/** A cause in a chain that is numbered from the outermost, as Rust's anyhow and eyre write it. */
const NUMBERED = /^\s{0,20}\d{1,3}: (\S.{0,2000})$/;

/**
 * The root of a chain of causes that is listed in lines, below `Caused by:` or from the last line on that
 * has been read, where that is numbered; null where there is none. (https://docs.rs/anyhow: how an error's `Debug` looks.)
 */
export function rootBelow(lines: readonly string[], lastRead: number): string | null {
  const heading = lines.findIndex((line) => line.trim() === 'Caused by:');
  if (heading !== -1) {
    const margin = indentOf(lines[heading] ?? '');
    const chain = blockFrom(lines, heading + 1).filter((line) => indentOf(line) > margin);
    return lastNumbered(chain) ?? chain[0]?.trim() ?? null;
  }
  if (!NUMBERED.test(lines[lastRead] ?? '')) return null;
  return lastNumbered(blockFrom(lines, lastRead + 1));
}

/** Up to a line that is blank. */
function blockFrom(lines: readonly string[], start: number): readonly string[] {
  const end = lines.findIndex((line, at) => at >= start && line.trim() === '');
  return lines.slice(start, end === -1 ? lines.length : end);
}

function lastNumbered(lines: readonly string[]): string | null {
  return lines.map((line) => NUMBERED.exec(line)?.[1]).findLast((cause) => cause !== undefined) ?? null;
}
