/** Digits with separators that are safe: `1,234`, `1'234`, `1_234`, and no-break or thin spaces. A dot is decimal. */
export const DIGITS = String.raw`\d{1,15}(?:[,'’_\u00a0\u2009\u202f]\d{3}(?!\d)){0,5}(?:\.\d{1,15})?`;

/** The number that digits with separators make, and how many digits stand behind its point. */
export function numberOf(digits: string): { readonly printed: number; readonly places: number } {
  const plain = digits.replaceAll(/[^\d.]/g, '');
  const point = plain.indexOf('.');
  return { printed: Number(plain), places: point === -1 ? 0 : plain.length - point - 1 };
}

/** The longer of two that begin alike stands first: `seventy`, `seven`. */
const PLAIN: Readonly<Record<string, number>> = {
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
};
export const SCALES: Readonly<Record<string, number>> = {
  dozen: 12,
  hundred: 100,
  thousand: 1_000,
  million: 1_000_000,
  billion: 1_000_000_000,
};

/** Any word that can stand in a written-out number. */
export const NUMBER_WORD = Object.keys({ ...PLAIN, ...SCALES }).join('|');

/** `one hundred and twenty-five` is 125, `a dozen` 12, `half a million` 500,000; null where the words make no number. */
export function numberOfWords(text: string): number | null {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  let [total, current] = [0, 0];
  let half = false;
  for (const word of words) {
    const scale = SCALES[word];
    const plain = PLAIN[word];
    if (plain !== undefined) current += plain;
    else if (scale !== undefined && scale <= 100) current = (current || 1) * scale;
    else if (scale !== undefined) {
      total += (current || 1) * scale;
      current = 0;
    } else if (word === 'half') half = true;
    else if (word !== 'a' && word !== 'an' && word !== 'and') return null;
  }
  const sum = total + current;
  if (sum === 0) return null;
  return half ? sum / 2 : sum;
}
