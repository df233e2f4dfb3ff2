/**
 * UTF-8 that was read as windows-1252 on its way into the log: `ðŸ”‘` for 🔑, `âœ…` for ✅, `Ã©` for é.
 * The bytes 80–9F as windows-1252 shows them; the five that it lacks come through as control characters:
 * https://encoding.spec.whatwg.org/index-windows-1252.txt
 */
const SHOWN_80_TO_9F = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const BYTE_OF = new Map(Array.from(SHOWN_80_TO_9F, (character, index) => [character.charCodeAt(0), 0x80 + index]));

/** A lead byte of two to four, as it is shown, with something that can follow it. */
const SUSPICIOUS =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]/;
const RUN =
  /[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{2,}/g;

/**
 * Lead bytes whose shown form begins no right text: Â Ã before a sign of the upper half, â before € œ … and the like,
 * ð before Ÿ, ï before » or ¸. One character behind any other lead (`ß“` ends a German quotation) proves nothing; two do.
 */
const TELLING = /^(?:[\u00c2\u00c3]|\u00e2[^\u00a0-\u00ff]|\u00f0\u0178|\u00ef[\u00b8\u00bb\u00bc\u00bd])/;

/** Whether a JSON text may hold mojibake, as it is or as `\u00f0`; false for nearly every entry, and cheap. */
export function mayHoldMojibake(json: string): boolean {
  return json.includes('\\u') || SUSPICIOUS.test(json);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Mends text whose UTF-8 was read as windows-1252, also twice over. A run of suspicious characters is mended only when
 * all of it decodes as UTF-8; text that is right stays as it is. Idempotent.
 */
export function mendMojibake(text: string): string {
  let result = text;
  // Each round shortens what it mends to at most half, so this ends.
  while (SUSPICIOUS.test(result)) {
    const next = result.replace(RUN, mendRun);
    if (next === result) break;
    result = next;
  }
  return result;
}

function mendRun(run: string): string {
  const bytes = new Uint8Array(run.length);
  for (let i = 0; i < run.length; i += 1) {
    const code = run.charCodeAt(i);
    bytes[i] = BYTE_OF.get(code) ?? code;
  }
  const decoded = decode(bytes);
  if (decoded === null) return run;
  return TELLING.test(run) || Array.from(decoded).length > 1 ? decoded : run;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    // Not UTF-8, so it was no mojibake.
    return null;
  }
}
