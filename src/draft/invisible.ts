/** Stops text in which two spellings of the same letters differ, and halves of characters. */
export function composeUnicode(text: string): string {
  return text.toWellFormed().normalize('NFC');
}

// ECMA-48: CSI … final byte; OSC and the other strings up to BEL or ST, at most 200 long so that none eats a text; two-character escapes.
const ANSI =
  /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]{0,200}(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]{0,4}[0-~]/g;

/** Stops colours, cursor movements and titles set in a terminal that shows the text. */
export function stripAnsi(text: string): string {
  return text.replace(ANSI, '');
}

/**
 * Stops text that shows something else than it holds: zero-width and bidirectional characters, fillers, tags, soft
 * hyphens. An emoji keeps its variation selector (⚠️).
 */
export function stripInvisible(text: string): string {
  return text.replace(
    /(\p{Extended_Pictographic}\ufe0f)|[\p{Default_Ignorable_Code_Point}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/gu,
    '$1',
  );
}

/** Stops NUL, backspace, carriage returns that overwrite a line, and line ends that only some programs know. */
export function stripControls(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, '');
}
