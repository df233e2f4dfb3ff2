import { innermostFrame } from '../exception.ts';
import { AT } from '../skeleton/trace-tokens.ts';
import { keyOf } from '../token-key.ts';
import { thrownIn } from './example-trace.ts';
import { traceParts } from './identity.ts';
import type { TemplateExample } from './known-templates.ts';

/** A template with a stack trace that no known one is, or one that this log no longer shows. */
export interface Trace {
  readonly identity: readonly string[];
  readonly tokens: readonly string[];
  readonly example: TemplateExample | null;
}

/**
 * Which known problem each new one is, by index, when the code that throws it was only moved: renamed, or put into a
 * function of its own. Type and message are the same, the code around is, and it is clear which one is meant.
 */
export function findMoved<Known extends Trace>(arrived: readonly Trace[], gone: readonly Known[]): Map<number, Known> {
  const byError = Map.groupBy(gone, ({ identity }) => errorOf(identity) ?? '');
  const found = new Map<number, Known>();
  const claims = new Map<Known, number>();
  for (const [index, trace] of arrived.entries()) {
    const error = errorOf(trace.identity);
    if (error === null) continue;
    const [known, ...others] = (byError.get(error) ?? []).filter((candidate) => isMoved(candidate, trace));
    if (known === undefined || others.length > 0) continue;
    found.set(index, known);
    claims.set(known, (claims.get(known) ?? 0) + 1);
  }
  return new Map([...found].filter(([, known]) => claims.get(known) === 1));
}

/** Type and message, of an identity that has a place beside them. */
function errorOf(identity: readonly string[]): string | null {
  return identity.at(-2) === AT ? keyOf(identity.slice(0, -2)) : null;
}

/**
 * Whether one trace's place is among the other's callers: a frame came or went. Or whether a function of the same file
 * was called from the same place and threw from the same source line: it was renamed. Without that line, which Java and
 * Node do not show, a function next to it may just as well have a slip of its own.
 */
function isMoved(known: Trace, trace: Trace): boolean {
  const [before, after] = [throwingLine(known), throwingLine(trace)];
  if (before !== '' && after !== '' && before !== after) return false;
  const [a, b] = [framesOf(known), framesOf(trace)];
  if (a.callers.includes(b.home) || b.callers.includes(a.home)) return true;
  const isSameLine = before !== '' && before === after && fileOf(a.home) === fileOf(b.home);
  return isSameLine && a.callers.some((caller) => b.callers.includes(caller));
}

function framesOf({ tokens }: Trace): { home: string; callers: readonly string[] } {
  const frames = traceParts(tokens)?.frames ?? [];
  return { home: frames.at(-1) ?? '', callers: frames.slice(0, -1) };
}

function fileOf(frame: string): string {
  return frame.slice(0, frame.lastIndexOf('('));
}

/** The source line that threw the root exception; empty where the trace does not show it. */
function throwingLine({ example }: Trace): string {
  const root = thrownIn(example).at(-1);
  return root === undefined ? '' : (innermostFrame(root)?.code ?? '');
}
