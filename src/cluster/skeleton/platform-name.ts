import type { TokenList } from './scanner/token-list.ts';

/** How collect/platform-message.ts begins a sentence, up to the name of what it is about, and the call beside it. */
const LEAD =
  /^(?:Cloud (?:Scheduler job|Tasks queue|Workflows workflow)|Load balancer answered (?:nothing|\d{3}) for) /;
const NAME = /\S{1,300}(?: [A-Z]{3,7} \S{1,1000})?/y;

const CAPITAL_C = 67;
const CAPITAL_L = 76;

/**
 * Adds the beginning of what Google Cloud says of one job, queue, workflow or backend, with each word of the name as a
 * token that is never part of a slot: two jobs that fail are two problems, however many there are.
 *
 * @returns where the rest of the message begins; 0 where it is no such message
 */
export function addPlatformName(message: string, list: TokenList): number {
  const first = message.charCodeAt(0);
  if (first !== CAPITAL_C && first !== CAPITAL_L) return 0;
  const lead = LEAD.exec(message)?.[0];
  if (lead === undefined) return 0;
  NAME.lastIndex = lead.length;
  const name = NAME.exec(message)?.[0];
  if (name === undefined) return 0;
  for (const word of lead.trimEnd().split(' ')) list.addToken(word);
  // Only tokens that are put together here end so.
  for (const word of name.split(' ')) list.addToken(word.endsWith(':') ? word : `${word}:`);
  return lead.length + name.length;
}
