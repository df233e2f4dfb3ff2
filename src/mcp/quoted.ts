import { stripAnsi, stripControls, stripInvisible } from '../draft/invisible.ts';

/**
 * Words of strangers, or of a model, as a question to a person shows them: each line is marked, so that none can pass for
 * a line of ours, and nothing in it is hidden.
 */
export function quoted(text: string): string {
  const shown = stripControls(stripInvisible(stripAnsi(text.toWellFormed())));
  return shown
    .split('\n')
    .map((line) => `| ${line}`.trimEnd())
    .join('\n');
}
