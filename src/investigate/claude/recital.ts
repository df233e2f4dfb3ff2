/** So many words in a row, as the instructions have them, are nobody's own. */
const RUN = 8;

/** Letters of other alphabets that look like ours. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  һ: 'h',
  ԁ: 'd',
  α: 'a',
  ο: 'o',
  ν: 'v',
  ι: 'i',
  ı: 'i',
};

/** Longer than any word: letters that carry bytes. */
const ENCODED = /[A-Za-z0-9+/_-]{40,}/g;

/**
 * Tells whether a text repeats instructions: eight words of theirs in a row, whatever stands between the letters, also
 * backwards, moved by 13 letters, in look-alike letters, in base64 or in hexadecimal. A translation is not noticed.
 * Linear in the text.
 */
export function createRecital(instructions: readonly string[]): (text: string) => boolean {
  const runs = instructions.flatMap((text) => {
    const words = text
      .split(/\s+/)
      .map(lettersOf)
      .filter((word) => word !== '');
    return words.slice(0, Math.max(0, words.length - RUN + 1)).map((_, at) => words.slice(at, at + RUN).join(''));
  });
  return (text) => waysToRead(text).some((letters) => runs.some((run) => letters.includes(run)));
}

function waysToRead(text: string): string[] {
  const letters = lettersOf(text);
  const hidden = (text.match(ENCODED) ?? []).flatMap((blob) => [
    Buffer.from(blob, 'base64').toString('utf8'),
    Buffer.from(blob, 'hex').toString('utf8'),
  ]);
  return [letters, [...letters].reverse().join(''), moved(letters), ...hidden.map(lettersOf)];
}

/** The letters alone, small, in our alphabet. */
function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, (letter) => LOOK_ALIKES[letter] ?? '');
}

function moved(letters: string): string {
  return letters.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
}
