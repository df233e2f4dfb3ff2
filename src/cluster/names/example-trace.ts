import type { ThrownError } from '../../model/cluster.ts';
import { parseStackTrace } from '../skeleton/stack-trace.ts';
import type { TemplateExample } from './known-templates.ts';

/** The exceptions of the stack trace that an entry shows, root cause last; none where it shows none. */
export function thrownIn(example: TemplateExample | null): readonly ThrownError[] {
  if (example === null) return [];
  const { message, exception } = example;
  const trace = parseStackTrace(message) ?? (exception === null ? null : parseStackTrace(exception));
  return trace?.thrown ?? [];
}
