import { countWords } from './words.ts';

/** Fields that say what is wrong, the most telling first. */
const TELLING =
  `message msg errorMessage error_message error reason cause detail details description summary statusMessage
   status_message context`.split(/\s+/);
/** Says in short what others say at length: https://www.rfc-editor.org/rfc/rfc9457 */
const HEADING = 'title';
/** Fields whose value is one of a few; any other may hold a person's name. */
const STATES = new Set(
  `error err error_code errorCode error_type errorType code reason status state result outcome level type kind action
   operation event step stage phase terminalState statusCode`.split(/\s+/),
);

const DEEPEST = 4;
const MOST_TEXTS = 60;
const MOST_WORDS = 4;
/** A state, a code, a name: no sentence, and no id. */
const WORD = /^(?!.*\d{3})[A-Za-z][\w.-]{1,39}$/;

interface Text {
  readonly key: string;
  readonly value: string;
}

/**
 * What a payload without a message says, which stands here as JSON: the field that says what is wrong, else its states,
 * `action charge, result failed`. Null for any other message.
 */
export function saidInJson(message: string): string | null {
  if (!message.startsWith('{') || !message.endsWith('}')) return null;
  const texts: Text[] = [];
  try {
    gather(JSON.parse(message), '', 0, texts);
  } catch {
    // Braces alone make no JSON.
    return null;
  }
  const type = texts.find(({ key }) => key === '@type')?.value.replace(/^.*[/.]/, '') ?? '';
  const others = texts.filter(({ key }) => key !== '@type');
  const said = sentenceOf(others) || wordsOf(others);
  return said === '' ? null : [type, said].filter((part) => part !== '').join(': ');
}

function gather(value: unknown, key: string, depth: number, into: Text[]): void {
  if (into.length >= MOST_TEXTS || depth > DEEPEST) return;
  if (typeof value === 'string') into.push({ key, value });
  else if (Array.isArray(value)) for (const item of value.slice(0, MOST_WORDS)) gather(item, key, depth + 1, into);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) gather(inner, name, depth + 1, into);
  }
}

function sentenceOf(texts: readonly Text[]): string {
  const sentences = texts.filter(({ value }) => countWords(value) >= 2 && /\s/.test(value));
  const heading = sentences.find(({ key }) => key === HEADING)?.value ?? '';
  const telling = TELLING.map((name) => sentences.find(({ key }) => key === name)).find((text) => text !== undefined);
  return [heading, telling?.value ?? ''].filter((part) => part !== '').join(': ');
}

function wordsOf(texts: readonly Text[]): string {
  return texts
    .filter(({ key, value }) => STATES.has(key) && WORD.test(value))
    .slice(0, MOST_WORDS)
    .map(({ key, value }) => `${key} ${value}`)
    .join(', ');
}
