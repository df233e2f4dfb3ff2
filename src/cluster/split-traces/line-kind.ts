import { type LineRole, leadingType, lineRole, opensMembers } from '../skeleton/line-role.ts';
import { prefixOfFrame, readTraceLine } from '../skeleton/trace-line.ts';
import type { Skeleton } from '../summary/summarise.ts';
import { readErrorLine } from './trace-errors.ts';

/** What is known of all entries of one skeleton as lines of stack traces. */
export interface LineKind {
  readonly role: LineRole;
  /** What one of them says. */
  readonly message: string;
  /** Of a frame: where its exception stands. */
  readonly side: 'next' | 'previous' | null;
  /** They name an exception. */
  readonly isError: boolean;
  /** The exception that they begin with, without its message; empty where a logger put something before it. */
  readonly type: string;
  /** They name it in a way that nothing else is written in: `Order: 5` is no exception. */
  readonly isCertain: boolean;
  /** They say that it is of the trace above: `Caused by: …`. */
  readonly goesOn: boolean;
  /** Exceptions follow that the one above is made of. */
  readonly opensMembers: boolean;
  /** They stand where such exceptions do. */
  readonly isIndented: boolean;
  /** They hold frames beside the exception. */
  readonly isWhole: boolean;
}

const MARGIN_OF_MEMBERS = '    ';

/** Null where they are no such lines. */
export function lineKind({ tokens, isFinal, content }: Skeleton): LineKind | null {
  const role = isFinal ? null : lineRole(tokens);
  if (role === null) return null;
  const [example] = 'entries' in content ? content.entries : content.summary.examples;
  const said = (example?.message ?? '').trimEnd();
  const line = readTraceLine(said);
  // Behind a prefix or not, a frame is of one skeleton.
  const message = said.slice(prefixOfFrame(said).length);
  const named = role === 'error' || role === 'thrown';
  const error = named ? readErrorLine(message) : null;
  return {
    // What Java says that was suppressed names an exception, too, and a place alone is no frame.
    role: line !== null && (named || line.role === 'mark') ? 'mark' : role,
    message,
    side: line?.role === 'frame' && line.error !== 'either' ? line.error : null,
    isError: named && line === null,
    type: leadingType(tokens),
    isCertain: error?.isCertain === true,
    goesOn: error !== null && (error.isCause || error.isWrapper || error.isRepanic),
    opensMembers: opensMembers(tokens),
    isIndented: message.startsWith(MARGIN_OF_MEMBERS),
    isWhole: role === 'error',
  };
}
