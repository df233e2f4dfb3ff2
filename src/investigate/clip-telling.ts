/** Where a sentence of a line ends, and the next begins. */
const SENTENCES = /(?<=[.;!?]) (?=\p{Lu})/u;
/** Where a line may be cut without a word being broken; no mark of code, since code type would hide it. */
const SPACE = /\s/;
const BREAK = /[\s!-/:-@[-^{-~]/;

/** Far more than any line that people write; on megabytes an expression ends in an error. */
const LONGEST = 16_384;

/** Words of a text, without capitals. */
export function wordsIn(text: string): Set<string> {
  return new Set(
    text
      .slice(0, LONGEST)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{2,}/gu),
  );
}

/** How many of the words the text has. */
export function sharedWords(text: string, words: ReadonlySet<string>): number {
  return wordsIn(text).intersection(words).size;
}

/**
 * A line as a quotation of at most about `longest` characters: the sentence that has most of the words it is about; of one
 * that is too long, its two ends, since the reason stands at either. `…` stands for what is left out.
 */
export function clipTelling(line: string, about: ReadonlySet<string>, longest: number): string {
  if (line.length <= longest) return trimEnd(line);
  const sentences = line.split(SENTENCES);
  const most = Math.max(...sentences.map((sentence) => sharedWords(sentence, about)));
  const at = sentences.findIndex((sentence) => sharedWords(sentence, about) === most);
  const before = at > 0 ? '… ' : '';
  const after = at < sentences.length - 1 ? ' …' : '';
  return `${before}${trimEnd(bothEnds(sentences[at] ?? line, longest))}${after}`;
}

function bothEnds(sentence: string, longest: number): string {
  if (sentence.length <= longest) return sentence;
  const head = sentence.slice(0, Math.ceil(longest / 2));
  const tail = sentence.slice(-Math.floor(longest / 2));
  const last = lastBreak(head, SPACE, head.length / 2) ?? lastBreak(head, BREAK, 0) ?? head.length;
  const next = firstBreak(tail, SPACE, tail.length / 2) ?? firstBreak(tail, BREAK, tail.length) ?? tail.length;
  return `${head.slice(0, last).trim()} … ${tail.slice(next).trim()}`.trim();
}

function lastBreak(text: string, at: RegExp, least: number): number | null {
  for (let index = text.length - 1; index > least; index -= 1) if (at.test(text[index] ?? '')) return index;
  return null;
}

function firstBreak(text: string, at: RegExp, most: number): number | null {
  const index = text.search(at);
  return index === -1 || index > most ? null : index;
}

/** A text of marks alone stays. */
function trimEnd(text: string): string {
  return text.replace(/[.\s]+$/, '') || text;
}
