/**
 * The character references that can spell something live: punctuation, white space and what cannot be seen. Any other
 * name stays as it is written, and the Markdown writer escapes its `&`.
 * https://html.spec.whatwg.org/multipage/named-characters.html
 */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['AMP', '&'],
  ['lt', '<'],
  ['LT', '<'],
  ['gt', '>'],
  ['GT', '>'],
  ['quot', '"'],
  ['QUOT', '"'],
  ['apos', "'"],
  ['commat', '@'],
  ['num', '#'],
  ['colon', ':'],
  ['semi', ';'],
  ['sol', '/'],
  ['bsol', '\\'],
  ['period', '.'],
  ['comma', ','],
  ['excl', '!'],
  ['quest', '?'],
  ['equals', '='],
  ['plus', '+'],
  ['lowbar', '_'],
  ['UnderBar', '_'],
  ['dash', '\u2010'],
  ['hyphen', '\u2010'],
  ['ast', '*'],
  ['midast', '*'],
  ['grave', '`'],
  ['DiacriticalGrave', '`'],
  ['lpar', '('],
  ['rpar', ')'],
  ['lsqb', '['],
  ['lbrack', '['],
  ['rsqb', ']'],
  ['rbrack', ']'],
  ['lcub', '{'],
  ['lbrace', '{'],
  ['rcub', '}'],
  ['rbrace', '}'],
  ['vert', '|'],
  ['verbar', '|'],
  ['VerticalLine', '|'],
  ['dollar', '$'],
  ['percnt', '%'],
  ['Hat', '^'],
  ['Tab', '\t'],
  ['NewLine', '\n'],
  ['nbsp', '\u00a0'],
  ['NonBreakingSpace', '\u00a0'],
  ['shy', '\u00ad'],
  ['ZeroWidthSpace', '\u200b'],
  ['NegativeThinSpace', '\u200b'],
  ['NegativeMediumSpace', '\u200b'],
  ['NegativeThickSpace', '\u200b'],
  ['NegativeVeryThinSpace', '\u200b'],
  ['zwnj', '\u200c'],
  ['zwj', '\u200d'],
  ['lrm', '\u200e'],
  ['rlm', '\u200f'],
  ['NoBreak', '\u2060'],
  ['ApplyFunction', '\u2061'],
  ['af', '\u2061'],
  ['InvisibleTimes', '\u2062'],
  ['it', '\u2062'],
  ['InvisibleComma', '\u2063'],
  ['ic', '\u2063'],
]);

/** The longest reference worth a look, without its `&` and `;`. */
const LONGEST = 32;

/**
 * Stops text that hides a mention, tag or link behind character references, however often they were encoded: what is
 * decoded is part of what comes next, so `&amp;amp;lt;` ends as `<` in one pass over the text.
 */
export function decodeEntities(text: string): string {
  if (!text.includes('&') || !text.includes(';')) return text;
  const out: string[] = [];
  for (const character of text) {
    let next = character;
    while (next === ';') {
      const start = startOfReference(out);
      const decoded = start === -1 ? null : decode(out.slice(start + 1).join(''));
      if (decoded === null) break;
      out.length = start;
      next = decoded;
    }
    out.push(next);
  }
  return out.join('');
}

/** Index of the `&` of the reference that ends here, or -1. */
function startOfReference(out: readonly string[]): number {
  for (let at = out.length - 1; at >= 0 && at >= out.length - 1 - LONGEST; at--) {
    const character = out[at] ?? '';
    if (character === '&') return at;
    if (!/^[#\da-z]$/i.test(character)) return -1;
  }
  return -1;
}

function decode(reference: string): string | null {
  const numeric = /^#(?:(\d{1,8})|x([\da-f]{1,7}))$/i.exec(reference);
  if (!numeric) return NAMED.get(reference) ?? null;
  const point = numeric[1] === undefined ? Number.parseInt(numeric[2] ?? '', 16) : Number.parseInt(numeric[1], 10);
  const isCharacter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : '\ufffd';
}
