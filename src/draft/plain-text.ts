/**
 * Whether nothing in a text could be Markdown, wherever in a line it stands; white space at its ends is another question.
 * Most that is read and written is so, and a parser looks at it pattern by pattern all the same.
 */
export function isPlainText(text: string): boolean {
  return PLAIN.test(text);
}

/** No number that a list could begin with, no `www.`, no `://`, one line. */
const PLAIN =
  /^(?: \(| ?[A-Za-z),;"'%?·–—→×…’“”]| ?\d+(?![\d.)]))(?:[A-Za-z0-9,;/"'%()+=?·–—→×…’“”-]|(?<![Ww])\.|:(?!\/)| (?! ))*$|^ $/;
