import { isGenericWord } from '../exception.ts';
import { headOf } from '../head.ts';
import { ERROR_RANK, type Member } from '../member.ts';

const ENDING =
  /\b(?:exiting|aborting|terminating|quitting|giving up|shutting down|stopping|refusing to start)\b|\bfatal\b|\b(?:cannot|can't|can not|could not|unable to|will not|won't) (?:start|continue|boot|run)\b|\b(?:required|must be set)\b/i;

/** Words of which every process that ends makes use. */
const OF_ENDS: ReadonlySet<string> = new Set(
  (
    'exiting aborting abort terminating quitting quit giving up shutting down stopping stop refusing fatal start ' +
    'starting startup continue boot run running exit code process service app application worker workers main master ' +
    'now during due uncaught unhandled must set initialization initialize initializing'
  ).split(' '),
);

const LEAST_WORDS = 2;

/** Whether an error line says that the process ends, and why: `Missing environment variable STRIPE_KEY, exiting`. */
export function statesEnd({ kind, severityRank, voices }: Member): boolean {
  if (kind !== 'message' || severityRank < ERROR_RANK) return false;
  return voices.every(({ line }) => {
    const head = headOf(line);
    const words = (head.toLowerCase().match(/\p{L}{3,40}/gu) ?? []).filter((word) => !isGenericWord(word));
    return ENDING.test(head) && words.filter((word) => !OF_ENDS.has(word)).length >= LEAST_WORDS;
  });
}
