import { BLANK, blankSlots } from '../titles/blank-slots.ts';
import type { Rules } from './fingerprint.ts';
import type { KnownTemplate } from './known-templates.ts';

/** The version of templates that say nothing of theirs. */
const FIRST_VERSION = 'lg1';

/**
 * Templates that other rules made, made anew by these from the example kept with them; each keeps its fingerprint. See
 * VERSION in fingerprint.ts.
 */
export function renewTemplates(known: readonly KnownTemplate[], rules: Rules): KnownTemplate[] {
  return known.map((template) => {
    const { version = FIRST_VERSION, example, tokens } = template;
    if (version === rules.version || !example) return template;
    return { ...template, tokens: rules.tokensOf(withValues(example.message, tokens), example.exception) };
  });
}

/** The message with a number for each value that its template knows to change: all rules make a slot of a number. */
function withValues(message: string, template: readonly string[]): string {
  return (blankSlots(message, template, []) ?? message).replaceAll(BLANK, '0');
}
