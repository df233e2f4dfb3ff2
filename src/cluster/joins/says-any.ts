/** Whether any of the texts has any of the wordings. */
export function saysAny(wordings: readonly RegExp[], texts: readonly string[]): boolean {
  return texts.some((text) => wordings.some((wording) => wording.test(text)));
}
