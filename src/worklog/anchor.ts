import type { BlockContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';

/**
 * The anchor GitHub gives a heading: its text in lower case, without punctuation, spaces as `-`.
 * https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
 */
export function anchorOf(heading: BlockContent): string {
  return textOf(heading)
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}
