import { isWordLike, lastPart, SPEAKING } from './scanner/words.ts';

const LONGEST = 8192;
const MOST_DEPTH = 4;
const MOST_FIELDS = 50;
const [CLOSE_BRACE, TAB, BLANK] = [125, 9, 32];
/** Words of the text before the fields, without which they are the message. */
const ENOUGH_WORDS = 3;
/** White space in a text that is a sentence. */
const SENTENCE = /\S\s+\S+\s+\S/;

/**
 * A line whose fields stand behind the message as JSON, as zap's console encoder and others write it, with those fields
 * only that say what went wrong; others come and go with their entries. Any other line as it is.
 */
export function withTellingFields(line: string): string {
  if (line.charCodeAt(line.length - 1) !== CLOSE_BRACE || line.length > LONGEST) return line;
  const open = line.indexOf('{"');
  const before = line.charCodeAt(open - 1);
  if (open < 1 || (before !== TAB && before !== BLANK)) return line;
  const said = line.slice(0, open);
  if (said.split(/\s/, 40).filter(isWordLike).length < ENOUGH_WORDS) return line;
  const fields = parseFields(line.slice(open));
  if (fields === null) return line;
  const telling = tellingOf(fields, 0);
  return telling === undefined ? said : `${said}${JSON.stringify(telling)}`;
}

function parseFields(text: string): object | null {
  try {
    const fields: unknown = JSON.parse(text);
    return typeof fields === 'object' ? fields : null;
  } catch {
    // Text in braces that is no JSON is text.
    return null;
  }
}

/** Of a field's value what tells, or undefined where nothing does. */
function tellingOf(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return SENTENCE.test(value.slice(0, 400)) ? value : undefined;
  if (typeof value !== 'object' || value === null || depth === MOST_DEPTH) return undefined;
  if (Array.isArray(value)) return tellingOf(value[0], depth + 1);
  const telling = Object.entries(value)
    .slice(0, MOST_FIELDS)
    .map(([key, inner]): [string, unknown] => {
      const isPlain = typeof inner !== 'object' || inner === null;
      return [key, isPlain && key.length <= 40 && SPEAKING.has(lastPart(key)) ? inner : tellingOf(inner, depth + 1)];
    })
    .filter(([, inner]) => inner !== undefined);
  return telling.length === 0 ? undefined : Object.fromEntries(telling);
}
