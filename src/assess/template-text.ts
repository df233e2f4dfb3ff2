import { messageOf } from '../collect/message.ts';
import type { Pattern } from '../model/cluster.ts';

type Written = Pick<Pattern, 'template' | 'example'>;

/** Templates and messages are looked at up to here. */
const LONGEST = 2_000;
const SLOT = '<*>';

/**
 * The parts that all messages of a pattern share, as they were written, in order; what changes stands between them.
 * A template's tokens are joined by one space (`exit ( <*> ) .`), its example has the spaces of the log (`exit(3).`):
 * the two are laid over each other with white space left out. null where they do not agree.
 */
export function sharedText({ template, example }: Written): string[] | null {
  const line = firstLine(example);
  const packed = pack(line);
  const positions = Array.from({ length: line.length }, (_, at) => at).filter((at) => /\S/.test(line[at] ?? ''));
  const behind = (at: number): number => (at === 0 ? 0 : (positions[at - 1] ?? 0) + 1);
  // `#` stands for a run of digits inside a word, unless the message has one itself.
  const pieces = template
    .slice(0, LONGEST)
    .split(/(<\*>|#)/)
    .map(pack)
    .filter((piece) => piece !== '');

  const shared: string[] = [];
  let start = 0;
  let at = 0;
  let open = false;
  for (const [index, piece] of pieces.entries()) {
    const digits = piece === '#' ? (/^\d+/.exec(packed.slice(at, at + LONGEST))?.[0].length ?? 0) : 0;
    if (piece === SLOT || (digits > 0 && !open)) {
      // The space before what changes belongs to what stays.
      if (!open) shared.push(line.slice(start, positions[at] ?? line.length));
      open = piece === SLOT;
      at += digits;
      start = behind(at);
      continue;
    }
    const isLast = index === pieces.length - 1;
    const found = !open ? at : isLast ? packed.length - piece.length : packed.indexOf(piece, at);
    if (found < at || !packed.startsWith(piece, found)) return null;
    if (open) start = behind(found);
    open = false;
    at = found + piece.length;
  }
  if (!open && at !== packed.length) return null;
  return [...shared, open ? '' : line.slice(start)];
}

/** A pattern for people: `Container called exit(<*>).` One line. */
export function readableTemplate(pattern: Written): string {
  return sharedText(pattern)?.join(SLOT) ?? pattern.template;
}

/** The same within a sentence: `Container called exit(…).` */
export function quotableTemplate(pattern: Written): string {
  return sharedText(pattern)?.join('…') ?? closedUp(pattern.template.replaceAll(SLOT, '…'));
}

/** Marks of punctuation stand at their words, as in a sentence. */
function closedUp(text: string): string {
  return text.replace(/ (?=[,;:.!?)\]}](?: |$))|(?<=(?:^| )[([{]) /g, '');
}

/** The first line of what an entry says. */
export function firstLine(example: Pattern['example']): string {
  return (messageOf(example).split('\n', 1)[0] ?? '').slice(0, LONGEST).trim();
}

function pack(value: string): string {
  return value.replace(/\s+/g, '');
}
