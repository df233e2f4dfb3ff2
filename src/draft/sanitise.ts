import type { PhrasingContent } from 'mdast';
import { mendMojibake } from '../collect/mojibake.ts';
import { decodeEntities } from './entities.ts';
import { composeUnicode, stripAnsi, stripControls, stripInvisible } from './invisible.ts';
import { breakCommand, breakLinks, breakMentions, breakReferences, indentCommands, quietWords } from './live.ts';
import { code } from './markdown.ts';
import { breakComments, stripComments, stripTags } from './tags.ts';

type Step = (text: string) => string;

/**
 * Text by strangers, in DESIGN.md's order (section 8); what each step stops is said where it is written. Mojibake is
 * mended before control characters go, since some of its bytes look like them.
 */
const CHARACTERS: readonly Step[] = [
  composeUnicode,
  decodeEntities,
  mendMojibake,
  stripAnsi,
  stripInvisible,
  stripControls,
];
const PROSE: readonly Step[] = [...CHARACTERS, stripComments, stripTags, oneLine];
const PLAIN: readonly Step[] = [...PROSE, breakMentions, breakReferences, breakCommand, breakLinks];
// What stands in code is shown to the letter: nothing is decoded, no tag is one, nothing is live.
const CODE: readonly Step[] = [
  composeUnicode,
  mendMojibake,
  stripAnsi,
  stripInvisible,
  stripControls,
  breakComments,
  indentCommands,
  cutLines,
];

const LONGEST_TEXT = 2_000;
/** Longer text is no sentence. */
const LONGEST_NODES = 600;
const LONGEST_NAME = 300;
/** Longer lines in a fence are no code that anybody reads. */
const LONGEST_LINE = 2_000;
const LONGEST_CODE = 20_000;
const CUT_NOTE = '… (cut)';

/**
 * One line of plain text that stays inert wherever it is put, a title or a Markdown text node. Idempotent.
 * Where backticks can be had, `inertNodes` reads better.
 */
export function sanitiseInline(value: string, longest = LONGEST_TEXT): string {
  return cut(settle(PLAIN, clipRaw(value)), longest);
}

/** Text for a fence or backticks, where GitHub brings nothing to life. Keeps its lines. Idempotent. */
export function sanitiseCode(value: string, longest = LONGEST_CODE): string {
  return cut(settle(CODE, clipRaw(value)), longest);
}

/** What inline nodes may keep: live references to these issues, and how much text. */
export interface InertOptions {
  readonly allowedIssues?: ReadonlySet<number>;
  /** What stands before the text: it may end with a closing keyword. */
  readonly before?: string;
  readonly longest?: number;
}

/** A stranger's text as inline nodes on one line: what would come to life stands in backticks. */
export function inertNodes(value: string, options: InertOptions = {}): PhrasingContent[] {
  const { allowedIssues = new Set(), before = '', longest = LONGEST_NODES } = options;
  return quietWords(cut(settle(PROSE, clipRaw(value)), longest), allowedIssues, before);
}

/** A stranger's name, value or short text in backticks. */
export function inertCode(value: string, longest = LONGEST_NAME): PhrasingContent {
  return code(sanitiseCode(value, longest));
}

/** The characters alone made safe, lines and Markdown kept: what is then parsed as Markdown. */
export function sanitiseCharacters(value: string): string {
  return settle(CHARACTERS, clipRaw(value));
}

/** More rounds than this only an attack needs. */
const MOST_ROUNDS = 12;

/**
 * The chain until it changes nothing, since what one step takes out can close a gap for an earlier one
 * (`&l<b>t;`). Text that is still moving after that loses the characters that make nesting possible.
 */
function settle(steps: readonly Step[], value: string): string {
  let text = value;
  for (let round = 0; round < 2 * MOST_ROUNDS; round++) {
    const next = steps.reduce((current, step) => step(current), text);
    if (next === text) return text;
    text = round < MOST_ROUNDS ? next : next.replace(/[&<>\u001b]/g, ' ');
  }
  return text;
}

/** What is far beyond every limit is not worth the work. */
function clipRaw(value: string): string {
  const most = 4 * LONGEST_CODE;
  return value.length <= most ? value : `${value.slice(0, most).toWellFormed()}${CUT_NOTE}`;
}

function cut(value: string, longest: number): string {
  return value.length <= longest
    ? value
    : `${value
        .slice(0, longest - CUT_NOTE.length)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}${CUT_NOTE}`;
}

function cutLines(value: string): string {
  return value
    .split('\n')
    .map((line) => cut(line, LONGEST_LINE).trimEnd())
    .join('\n');
}

function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}
