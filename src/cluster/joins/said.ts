import { firstLine, type Member } from '../member.ts';
import { oncePer } from '../once-per.ts';
import { type KeptEntry, logEntryOf } from '../summary/kept-entry.ts';

/** Fields of a payload in which loggers keep what went wrong beside the message: zap, logrus, zerolog, pino, Spring. */
const CAUSE_FIELDS = ['error', 'err', 'cause', 'reason', 'detail', 'details', 'errorMessage', 'error_message'] as const;
/** Most payloads have none of them, and reading JSON takes time. */
const MENTION = /"(?:err|error|cause|reason|details?|error_?message)" ?:/i;
/** An error that is an object has its text in one of these. */
const TEXT_FIELDS = ['message', 'msg', 'value', 'detail', 'reason'] as const;
const LONGEST = 1_000;

/** One line per field in which the payload of an example says more of its trouble than the message does. */
export function causesBeside({ summary }: Member, example: number): readonly string[] {
  const kept = summary.examples[example];
  return kept === undefined ? [] : causesIn(kept);
}

const causesIn = oncePer((kept: KeptEntry): readonly string[] => {
  // A text that was found beside the message, wherever that was; a stack trace is read elsewhere.
  const beside = kept.exception === null || kept.exception.includes('\n') ? [] : [kept.exception.slice(0, LONGEST)];
  if (!MENTION.test(kept.json)) return beside;
  const { jsonPayload } = logEntryOf(kept);
  if (jsonPayload === undefined) return beside;
  const causes: string[] = [];
  for (const name of CAUSE_FIELDS) {
    const value = Object.hasOwn(jsonPayload, name) ? jsonPayload[name] : undefined;
    const text = firstLine(textOf(value)).slice(0, LONGEST);
    if (text !== '' && !kept.message.startsWith(text)) causes.push(text);
  }
  return causes.length === 0 ? beside : causes;
});

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const fields = Object.entries(value);
  for (const name of TEXT_FIELDS) {
    const found = fields.find(([key]) => key === name)?.[1];
    if (typeof found === 'string' && found !== '') return found;
  }
  return '';
}
