import { plainMessage } from '../plain-message.ts';
import type { Redactor } from '../redact.ts';
import { type KnownWording, Wordings } from '../wording/wordings.ts';
import type { Plan } from './plan.ts';
import { type Marks, VALUE } from './shapes.ts';

/** What reads the line at hand. */
interface LineReader {
  readonly redactor: Redactor;
  readonly marks: Marks;
  /** The text of a field, mended. */
  textOf(field: number): string;
  /** What stands beside a message (`said`; `message` redacted), and whether something in it was hidden. */
  exceptionOf(said: string, message: string): { exception: string | null; hidden: boolean };
}

const QUOTE = 0x22;
const COLON = 0x3a;
const SPACE = 0x20;
const MINUS = 0x2d;
const ZERO = 0x30;

/**
 * Finds what is known of lines whose message and exception have the wording of the line at hand; finds it out where it is
 * the second of them. Null where the line must be looked at for itself.
 */
export function createWordingReader({ redactor, marks, textOf, exceptionOf }: LineReader) {
  const wordings = new Wordings();
  const { starts, ends } = marks;

  const hold = (bytes: Buffer, view: DataView, plan: Plan, message: number): boolean => {
    wordings.begin();
    if (!wordings.part(bytes, view, message, starts[message] ?? 0, ends[message] ?? 0)) return false;
    const { exception } = plan;
    for (let i = 0; i < exception.length; i += 1) {
      const field = exception[i] ?? 0;
      const start = starts[field] ?? 0;
      const end = ends[field] ?? 0;
      if (plan.kinds[field] !== VALUE.text && hasOddNumber(bytes, start, end)) return false;
      if (!wordings.part(bytes, view, field, start, end)) return false;
    }
    return true;
  };

  const findOut = (fields: readonly number[]) => {
    const [field = 0] = fields;
    const text = textOf(field);
    const said = plainMessage(text);
    const message = redactor.text(said);
    const { exception, hidden } = fields.length === 1 ? NOTHING : exceptionOf(said, message);
    return { message, exception, hidesText: message !== said, hidesException: hidden };
  };

  /** Whether the message is none, or something in the fields may be told by its numbers only, or be equal to another. */
  const dependsOnNumbers = (bytes: Buffer, fields: readonly number[], exception: string | null): boolean => {
    const [field = 0] = fields;
    const text = textOf(field);
    if (text.trim() === '' || redactor.looksAtNumbers(text)) return true;
    if (fields.length === 1) return false;
    const alone = exceptionOf('', '').exception;
    if (exception !== alone) return true;
    // An error above a stack is compared with the message by itself.
    const parts = alone === null ? [] : [alone, alone.split('\n', 1)[0] ?? ''];
    if (parts.some((part) => redactor.looksAtNumbers(part) || isNearlyIn(part, text))) return true;
    return fields.some((each) => redactor.looksAtNumbers(bytes.toString('utf8', starts[each] ?? 0, ends[each] ?? 0)));
  };

  return (bytes: Buffer, view: DataView, plan: Plan): KnownWording | null => {
    const { message } = plan;
    if (message === null) return null;
    if (!hold(bytes, view, plan, message)) return null;
    const found = wordings.find();
    if (found !== undefined) return found;
    if (!wordings.comesAgain()) return null;

    const fields = [message, ...plan.exception];
    const own = findOut(fields);
    if (dependsOnNumbers(bytes, fields, own.exception)) return null;
    const from = fields.map((field) => starts[field] ?? 0);
    const to = fields.map((field) => ends[field] ?? 0);
    const kept = Buffer.from(bytes.subarray(Math.min(...from), Math.max(...to)));
    wordings.vary(bytes, from, to);
    try {
      const other = findOut(fields);
      const { hidesText, hidesException } = own;
      const isAlike =
        other.hidesText === hidesText &&
        other.hidesException === hidesException &&
        (other.exception === null) === (own.exception === null);
      if (!isAlike) return null;
      const wording: KnownWording = {
        other: { message: other.message, exception: other.exception },
        hidesText,
        hidesException,
        hasException: own.exception !== null,
        severity: undefined,
      };
      wordings.add(wording);
      return wording;
    } finally {
      kept.copy(bytes, Math.min(...from));
    }
  };
}

const NOTHING = { exception: null, hidden: false } as const;

/** Whether a text may stand in another one with other numbers. */
function isNearlyIn(a: string, b: string): boolean {
  return withoutDigits(b).includes(withoutDigits(a));
}

function withoutDigits(text: string): string {
  return text.replace(/[0-9a-f]/gi, '');
}

/** Whether a number beside a name is written otherwise than a text would have it: `1.50`, `-0`. */
function hasOddNumber(bytes: Uint8Array, start: number, end: number): boolean {
  if (isNumberStart(bytes[start])) return true;
  for (let at = start; at < end; at += 1) {
    if (bytes[at] !== COLON || bytes[at - 1] !== QUOTE) continue;
    let digit = at + 1;
    while (bytes[digit] === SPACE) digit += 1;
    if (!isNumberStart(bytes[digit])) continue;
    if (bytes[digit] === MINUS) return true;
    while (isNumberStart(bytes[digit])) digit += 1;
    if (bytes[digit] === 0x2e || ((bytes[digit] ?? 0) | 0x20) === 0x65) return true;
  }
  return false;
}

function isNumberStart(byte = 0): boolean {
  return byte === MINUS || (byte >= ZERO && byte <= ZERO + 9);
}
