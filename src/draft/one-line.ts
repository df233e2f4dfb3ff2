import { stripAnsi, stripControls, stripInvisible } from './invisible.ts';

/** A stranger's text on one line, with nothing in it that a terminal obeys or that hides what it says. */
export function plainLine(text: string): string {
  return stripControls(stripInvisible(stripAnsi(text.toWellFormed())))
    .replace(/\s+/g, ' ')
    .trim();
}
