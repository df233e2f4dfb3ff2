import { clip } from './clip.ts';
import type { ToolScene } from './tool.ts';

/** Anything that reads as a tag of ours, also with spaces, other brackets or in capitals. */
const TAG = /[<＜‹﹤〈⟨](\s{0,20}[/／∕⁄]?\s{0,20}untrusted)/giu;
/** Format characters (zero width, direction, tags), and controls but for tab and line end: nobody sees them. */
const INVISIBLE = /[\p{Cf}\p{Cs}]|(?![\t\n])\p{Cc}/gu;
const LONGEST_SOURCE = 120;

/**
 * A stranger's text in a marked block. Nothing in it can end the block: what reads as its tag loses its bracket, once
 * what nobody sees is gone.
 *
 * @param source what it is and who wrote it, for example `issue #12 body by @ada`
 */
export function untrusted(source: string, text: string): string {
  // What a blank takes the place of could have kept a bracket and the word apart.
  const name = harmless(source.replaceAll(/["<>\r\n\t]/g, ' ')).slice(0, LONGEST_SOURCE);
  return `<untrusted source="${name}">\n${harmless(text)}\n</untrusted>`;
}

/** The same, redacted and then cut to this many characters: a secret that is cut in two is not known any more. */
export async function quote(
  scene: Pick<ToolScene, 'redact'>,
  source: string,
  text: string,
  longest: number,
  rest: string,
): Promise<string> {
  return untrusted(source, clip(await scene.redact(text), longest, rest));
}

function harmless(text: string): string {
  return text.normalize('NFC').replaceAll('\r\n', '\n').replaceAll(INVISIBLE, '').replaceAll(TAG, '[$1');
}
