/**
 * The query language of GitHub's issue search, as far as anybody here uses it: words (ANDed), "quoted phrases",
 * qualifiers, AND / OR / NOT and parentheses.
 * https://docs.github.com/search-github/searching-on-github/searching-issues-and-pull-requests
 */
import { type Refusal, validationFailed } from './refusal.ts';

export type Query =
  | { kind: 'all'; of: Query[] }
  | { kind: 'any'; of: Query[] }
  | { kind: 'not'; of: Query }
  | { kind: 'text'; words: string[] }
  | { kind: 'qualifier'; name: string; value: string };

type Token = { text: string; quoted: boolean };

/** The query's tree. Throws GitHub's 422 for what GitHub refuses. */
export function parseQuery(q: string): Query {
  if (q.trim() === '') throw missing();
  // The documentation leaves qualifiers out of the 256; reports of refusals below it say the safe reading is this one.
  if ([...q].length > 256) throw invalid('The search is longer than 256 characters.');
  const tokens = tokenise(q);
  const operators = tokens.filter((token) => !token.quoted && /^(AND|OR|NOT)$/.test(token.text)).length;
  if (operators > 5) throw invalid('More than five AND / OR / NOT operators were used.');
  if (operators > 0 && operators === tokens.length) {
    throw invalid('The search contains only logical operators (AND / OR / NOT) without any search terms.');
  }
  const cursor = { tokens, at: 0 };
  const query = parseAny(cursor);
  if (cursor.at < tokens.length) throw invalid('The search has a closing parenthesis too many.');
  return query;
}

/** Lower-case words: runs of letters, digits and underscores. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function invalid(message: string): Refusal {
  return validationFailed({ message, resource: 'Search', field: 'q', code: 'invalid' });
}

function missing(): Refusal {
  return validationFailed({ resource: 'Search', field: 'q', code: 'missing' });
}

function tokenise(q: string): Token[] {
  const tokens: Token[] = [];
  for (const [text] of q.matchAll(/[()]|-?[\w-]+:"[^"]*"|"[^"]*"|[^\s()"]+/g)) {
    const quoted = text.startsWith('"');
    tokens.push({ text: quoted ? text.slice(1, -1) : text, quoted });
  }
  return tokens;
}

interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
}

function sees(cursor: Cursor, text: string): boolean {
  const token = cursor.tokens[cursor.at];
  return token !== undefined && !token.quoted && token.text === text;
}

function parseAny(cursor: Cursor): Query {
  const of = [parseAll(cursor)];
  while (sees(cursor, 'OR')) {
    cursor.at++;
    of.push(parseAll(cursor));
  }
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'any', of };
}

function parseAll(cursor: Cursor): Query {
  const of: Query[] = [];
  while (cursor.at < cursor.tokens.length && !sees(cursor, 'OR') && !sees(cursor, ')')) {
    if (sees(cursor, 'AND')) cursor.at++;
    else of.push(parseOne(cursor));
  }
  return { kind: 'all', of };
}

function parseOne(cursor: Cursor): Query {
  const token = cursor.tokens[cursor.at++];
  if (token === undefined) return { kind: 'all', of: [] };
  if (token.quoted) return { kind: 'text', words: wordsOf(token.text) };
  if (token.text === 'NOT') return { kind: 'not', of: parseOne(cursor) };
  if (token.text === '(') {
    const inside = parseAny(cursor);
    if (!sees(cursor, ')')) throw invalid('The search has an opening parenthesis too many.');
    cursor.at++;
    return inside;
  }
  const qualifier = /^(-?)([\w-]+):(.+)$/.exec(token.text);
  if (qualifier === null) return { kind: 'text', words: wordsOf(token.text) };
  const [, minus, name = '', value = ''] = qualifier;
  const found: Query = { kind: 'qualifier', name: name.toLowerCase(), value: value.replace(/^"(.*)"$/, '$1') };
  return minus === '-' ? { kind: 'not', of: found } : found;
}
