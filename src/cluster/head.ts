/** What a text is about stands at its beginning; no more of it is searched for wordings. */
const LONGEST_HEAD = 800;

/** The part of a text, at most 800 characters, that is searched for wordings. */
export function headOf(text: string): string {
  return text.slice(0, LONGEST_HEAD);
}
