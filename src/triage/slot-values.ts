import { firstLine, sharedText } from '../assess/template-text.ts';
import type { Pattern } from '../model/cluster.ts';
import type { LogEntry } from '../model/entry.ts';
import { shownMessage } from './explain-message.ts';

/** For each slot of a pattern, from the left, the different values in its examples; empty where they cannot be told. */
export function slotValues({ template, examples }: Pick<Pattern, 'template' | 'examples'>): string[][] {
  const slots: Set<string>[] = [];
  for (const example of examples) {
    for (const [index, value] of valuesIn(template, example).entries()) {
      const values = slots[index] ?? new Set();
      slots[index] = values;
      if (value !== '') values.add(value);
    }
  }
  return slots.map((values) => [...values]);
}

/** What stands between the parts that all messages of the pattern share. */
function valuesIn(template: string, example: LogEntry): string[] {
  const said = { textPayload: shownMessage(example) };
  const [start, ...parts] = sharedText({ template, example: said }) ?? [];
  if (start === undefined) return [];
  const line = firstLine(said);
  let at = start.length;
  return parts.map((part, index) => {
    const end = index === parts.length - 1 ? line.length - part.length : line.indexOf(part, at);
    const value = line.slice(at, Math.max(at, end)).trim();
    at = Math.max(at, end) + part.length;
    return value;
  });
}
