import type { Claim } from '../../model/claim.ts';
import { count } from '../../wording/words.ts';
import type { CheckedProse } from './check-prose.ts';

const MOST_TOLD = 20;
const LONGEST_CLAIM = 80;

/**
 * What to tell the model about a report with unbacked claims: each with the reason, then how to mend. Empty where nothing
 * is unbacked. Claims are the model's own words, in quotation marks of JSON, cut.
 */
export function tellUnbacked({ unbacked }: CheckedProse): string {
  if (unbacked.length === 0) return '';
  const seen = new Set<string>();
  const distinct = unbacked.filter(({ field, text, because }) => {
    const key = JSON.stringify([field, text, because]);
    return !seen.has(key) && seen.add(key);
  });
  const told = distinct.slice(0, MOST_TOLD).map(({ field, kind, text, because }) => {
    return `- ${field}: ${shortened(text)} (${kind}): ${because ?? ''}.`;
  });
  const more = distinct.length > MOST_TOLD ? [`- and ${count(distinct.length - MOST_TOLD, 'more', 'more')}.`] : [];
  return [
    `The claims check found ${count(distinct.length, 'claim')} in your report that nothing backs:`,
    ...told,
    ...more,
    `Mend each and submit the whole report again: ${advice(distinct)}. What still stands unbacked then is cut with its whole sentence.`,
  ].join('\n');
}

/** Only what helps with these. */
function advice(claims: readonly Claim[]): string {
  const reasons = claims.map(({ because }) => because ?? '').join('\n');
  return [
    'use the value as the evidence or a tool result has it, look it up, or leave it out',
    ...(/anybody may have written/.test(reasons)
      ? [
          'quote words of the log or of an issue word for word in “…”, in a sentence such as: the log says “…”, or: #12 says “…”',
        ]
      : []),
    ...(/evidence or config|configured|of (?:people|requests|revenue)/.test(reasons)
      ? [
          'money and figures of users or requests come from evidence or configuration alone; say “not known” where they are not there',
        ]
      : []),
    ...(claims.some(({ kind }) => kind === 'citation')
      ? ['cite only ids of the evidence, each right behind what it says']
      : []),
  ].join('; ');
}

function shortened(text: string): string {
  const folded = text.replaceAll(/\s+/g, ' ');
  return JSON.stringify(folded.length > LONGEST_CLAIM ? `${folded.slice(0, LONGEST_CLAIM)}…` : folded);
}
