import { isMost, momentShare } from './co-occurrence.ts';
import { clip, type Link } from './link.ts';
import type { Member } from './member.ts';
import type { Occurrences } from './occurrences.ts';

/** The parts of one stack trace are written at once, in milliseconds. */
const AT_ONCE_MS = 200;

/** What Python writes between two exceptions of one chain. */
const CHAIN_LINE =
  /^(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):$/;

/**
 * Some log agents cut a chained stack trace into entries: an exception, the line that says another one followed from
 * it, and that other one. Exceptions that are always written at the same moment as such a line are one problem.
 */
export function linksByChain(members: readonly Member[]): Link[] {
  const exceptions = [...members.entries()].filter(([, { kind }]) => kind === 'exception');
  const links: Link[] = [];
  for (const [index, { kind, voices, summary }] of members.entries()) {
    const line = voices[0]?.line ?? '';
    if (kind !== 'trace-line' || !CHAIN_LINE.test(line)) continue;
    const parts = exceptions
      .filter(([, exception]) => areWrittenAtOnce(summary.occurrences, exception.summary.occurrences))
      .map(([part]) => part);
    if (parts.length < 2) continue;
    const rule = `joined: ${parts.length} exceptions written at the same moment as '${clip(line)}'`;
    links.push({ members: [index, ...parts], rule });
  }
  return links;
}

function areWrittenAtOnce(a: Occurrences, b: Occurrences): boolean {
  const there = momentShare(a, b, AT_ONCE_MS);
  const back = momentShare(b, a, AT_ONCE_MS);
  return there.covered > 0 && back.covered > 0 && isMost(there) && isMost(back);
}
