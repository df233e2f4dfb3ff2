import type { PhrasingContent } from 'mdast';
import { code, text } from './markdown.ts';

/**
 * What GitHub brings to life in plain text, wherever it stands in a word: mentions (and `repo@sha`, and e-mail
 * addresses), references, links without brackets, emoji names.
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
const LIVE = /@[\p{L}\p{N}_-]|#\d|(?<![a-z\d])gh-\d|:\/\/|www\.|:(?:100|1234|[+-]1|[a-z][a-z\d_+-]*):/iu;

/** A bot takes a line that begins like this for an order. A path has more than one slash. */
const COMMAND = /^\/[a-z][^/]*$/i;

/** `closes #1` acts on an issue from a pull request, `Duplicate of #1` from a comment. */
const KEYWORD = /(?<![a-z])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|duplicate of)[^a-z\d([{]{0,8}$/i;
const LONGEST_KEYWORD = 24;

const OPENING = /^[([{"'“‘<*_~]{1,8}/;
const CLOSING = /[)\]}"'”’>*_~.,;:!?]{1,8}$/;

/** Stops mentions of people and teams. Each character that makes text live becomes its full-width twin. */
export function breakMentions(value: string): string {
  return value.replace(/@(?=[\p{L}\p{N}_-])/gu, '＠');
}

/** Stops references, and with them closing keywords, which need one: `#1`, `owner/repo#1`, `GH-1`. */
export function breakReferences(value: string): string {
  return value.replace(/#(?=\d)/g, '＃').replace(/(?<![a-z\d])(gh)-(?=\d)/gi, '$1－');
}

/** Stops links that GitHub makes of bare addresses, issue URLs among them. */
export function breakLinks(value: string): string {
  return value.replaceAll('://', '：//').replace(/www\./gi, (www) => `${www.slice(0, 3)}．`);
}

/** Stops slash commands; only the first word of a line can be one. */
export function breakCommand(value: string): string {
  const [first = ''] = value.split(' ', 1);
  return COMMAND.test(first) ? `／${value.slice(1)}` : value;
}

/** Stops slash commands in fences, which some bots read as well: an indented line is none. */
export function indentCommands(value: string): string {
  return value.replace(/^\/(?=[a-z][^\s/]*(?:\s|$))/gim, ' /');
}

/**
 * Clean text of one line as inline nodes: each word in which something would come to life stands in backticks, where
 * GitHub leaves it alone. `#n` of an allowed issue stays live, unless a closing keyword comes before it.
 */
export function quietWords(value: string, allowedIssues: ReadonlySet<number>, before = ''): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let plain = '';
  let said = before;
  for (const piece of value.split(/( )/)) {
    if (isQuiet(piece, said, allowedIssues)) {
      plain += piece;
    } else {
      const opening = OPENING.exec(piece)?.[0] ?? '';
      const rest = piece.slice(opening.length);
      const closing = CLOSING.exec(rest)?.[0] ?? '';
      nodes.push(...plainText(plain + opening), code(rest.slice(0, rest.length - closing.length)));
      plain = closing;
    }
    said = (said + piece).slice(-LONGEST_KEYWORD);
  }
  return [...nodes, ...plainText(plain)];
}

function isQuiet(word: string, said: string, allowedIssues: ReadonlySet<number>): boolean {
  const [, opening = '', number] = /^([("'[]{0,4})#([1-9]\d{0,8})[)"'\].,;:!?]{0,4}$/.exec(word) ?? [];
  if (number !== undefined && allowedIssues.has(Number(number))) return !KEYWORD.test(said + opening);
  return !LIVE.test(word) && !COMMAND.test(word);
}

function plainText(value: string): PhrasingContent[] {
  return value === '' ? [] : [text(value)];
}
