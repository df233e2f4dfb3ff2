import { parseStackTrace, type StackTrace } from '../../src/cluster/skeleton/stack-trace.ts';

/** The stack trace in a text that holds one. */
export function traceIn(text: string): StackTrace {
  const trace = parseStackTrace(text);
  if (trace === null) throw new Error('no stack trace was found');
  return trace;
}

/** Type and message of each exception in it, the root cause last. */
export function errorsIn(text: string): [type: string, message: string][] {
  return traceIn(text).thrown.map(({ type, message }) => [type, message]);
}

/** The frames of one of them, by default the root cause, as `own FILE:LINE FUNCTION` or `lib …`, innermost last. */
export function framesIn(text: string, error = -1): string[] | undefined {
  return traceIn(text)
    .thrown.at(error)
    ?.frames.map(({ file, function: name, line, own }) => `${own ? 'own' : 'lib'} ${file}:${line} ${name}`);
}
