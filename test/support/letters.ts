/** A number as letters only: digits would make it a value. */
export function letters(value: number): string {
  let text = '';
  for (let rest = value; ; rest = Math.floor(rest / 26)) {
    text += String.fromCharCode(97 + (rest % 26));
    if (rest < 26) return `${text}x`;
  }
}
