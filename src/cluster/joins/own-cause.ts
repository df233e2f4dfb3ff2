import { isGenericWord } from '../exception.ts';
import type { Member } from '../member.ts';
import { oncePer } from '../once-per.ts';

/** A cause of fewer words says too little to differ from another. */
const LEAST_WORDS = 2;

/**
 * Whether an error line says after a colon why it happened (`Audit log not written: permission denied for bucket`), in
 * words none of which the other pattern has. Then the other one is not its cause, though both come together.
 */
export function statesOtherCause({ voices }: Member, other: Member): boolean {
  const line = voices[0]?.line ?? '';
  const colon = line.lastIndexOf(': ');
  if (colon === -1) return false;
  const cause = wordsIn(line.slice(colon + 2));
  if (cause.length < LEAST_WORDS) return false;
  return !cause.some((word) => wordsSaid(other).has(word));
}

const wordsSaid = oncePer((member: Member): ReadonlySet<string> => new Set(wordsIn(textOf(member))));

/** Words in so many file names, functions and types that two patterns may well have them in common by chance. */
const EVERYWHERE: ReadonlySet<string> = new Set(
  'app apps main index src lib handler handle run call module anonymous wrapper init key type attribute runtime'.split(
    ' ',
  ),
);

/** Shorter words are the beginning of too many others. */
const LEAST_STEM = 4;

/**
 * Whether two patterns have a word in common that means something, in what they say or where they were thrown, be it in
 * another form: `Thumbnail not stored` and `store` in `thumbs.py`.
 */
export function shareWords(a: Member, b: Member): boolean {
  const there = meaningfulWords(b);
  return meaningfulWords(a).some((word) => there.some((other) => areForms(word, other)));
}

const meaningfulWords = oncePer((member: Member): readonly string[] =>
  [...new Set(wordsIn(withoutFolders(textOf(member))))].filter((word) => !EVERYWHERE.has(word)),
);

function areForms(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short === long || (short.length >= LEAST_STEM && long.startsWith(short));
}

/** Names of folders are those of the whole application. */
function withoutFolders(text: string): string {
  return text.replace(/[\w.@-]{1,80}\//g, '');
}

/** All that a pattern's example says: its line, its exceptions and the functions they went through. */
function textOf({ voices }: Member): string {
  const [voice] = voices;
  if (voice === undefined) return '';
  const thrown = voice.thrown.flatMap(({ type, message, frames }) => [
    type,
    message,
    ...frames.filter(({ own }) => own).map((frame) => `${frame.file} ${frame.function}`),
  ]);
  return [voice.line, ...thrown].join('\n').slice(0, 8_000);
}

/** Words that mean something, in lower case and without a plural's s; camelCase and snake_case names are several. */
function wordsIn(text: string): string[] {
  const split = text
    .slice(0, 8_000)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return (split.match(/\p{L}{3,40}/gu) ?? [])
    .filter((word) => !isGenericWord(word))
    .map((word) => word.replace(/s$/, ''));
}
