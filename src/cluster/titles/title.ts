import type { ThrownError } from '../../model/cluster.ts';
import { compareText } from '../compare.ts';
import { describeException, innermostFrame, shortType } from '../exception.ts';
import { complaintsOf } from '../joins/complaint.ts';
import { DATABASE, dependencyIn } from '../joins/dependency.ts';
import { causesBeside } from '../joins/said.ts';
import { firstLine, type Member, type Voice, withoutBlanks } from '../member.ts';
import { SLOT, skeletonOf } from '../skeleton/skeleton.ts';
import { isSlip } from '../slips.ts';
import { logEntryOf } from '../summary/kept-entry.ts';
import { saidAfterCategory } from './after-category.ts';
import { BLANK, blankSlots, type Span } from './blank-slots.ts';
import { consequenceOf } from './consequence.ts';
import { constantsOf } from './constants.ts';
import { clipAtWord, headlineOf, LONGEST_HEADLINE, leadsUp } from './headline.ts';
import { insideMethod } from './inside-method.ts';
import { saidSpan } from './log-head.ts';
import { saidInLogfmt } from './logfmt.ts';
import { saidInJson } from './structured.ts';
import { saidInTabs } from './tabbed.ts';
import { unwrap } from './unwrap.ts';
import { countWords } from './words.ts';

const LEAST_WORDS = 3;

/** What a runtime says of every slip of its kind, wherever it is made. */
const STOCK =
  /^(?:Object reference not set to an instance|Sequence contains (?:no|more than one)|Index was out|Nullable object must have a value|Specified cast is not valid|called `(?:Option|Result)::unwrap\(\)` on a)/;

/** A title in its two halves: what the problem is, and what it does to the process (`: container exits`, or empty). */
export interface TitleParts {
  readonly subject: string;
  readonly consequence: string;
}

/** What a title by code is made of, from the root pattern and what its problem does to the service. */
export function titleParts(root: Member, members: readonly Member[]): TitleParts {
  const consequence = consequenceOf(root, members);
  const longest = LONGEST_HEADLINE - consequence.length;
  const subject = subjectOf(speakerOf(root, members), longest);
  const unreached = unreachedIn(root);
  if (unreached === null || dependencyIn([subject]) !== null) return { subject, consequence };
  return { subject: clipAtWord(`${unreached}: ${subject}`, longest), consequence };
}

/** At most about 90 characters; `mark` = what tells it from other titles, such as ` in load`. */
export function joinTitle({ subject, consequence }: TitleParts, mark: string): string {
  const said = subject.endsWith(mark) ? subject.slice(0, subject.length - mark.length) : subject;
  return `${clipAtWord(said, LONGEST_HEADLINE - mark.length - consequence.length)}${mark}${consequence}`;
}

/** The root, unless it is a bare line of a request log and another pattern says in words what went wrong. */
function speakerOf(root: Member, members: readonly Member[]): Member {
  if (!root.isWordless) return root;
  const telling = members.filter(
    ({ isWordless, kind, severityRank }) =>
      !isWordless &&
      (kind === 'message' || kind === 'exception' || kind === 'call') &&
      severityRank >= root.severityRank,
  );
  const [speaker = root] = telling.sort(
    (a, b) =>
      b.severityRank - a.severityRank || a.tokens.length - b.tokens.length || compareText(a.fingerprint, b.fingerprint),
  );
  return speaker;
}

/** What the root pattern cannot reach, where that is known. */
function unreachedIn(root: Member): string | null {
  const about = complaintsOf(root).find(({ trouble }) => trouble === 'unreachable')?.about ?? '';
  return about === '' ? null : about === DATABASE ? 'Database' : about;
}

function subjectOf(root: Member, longest: number): string {
  if (root.isWordless) return wordlessTitle(root.tokens, longest);
  const thrown = root.kind === 'exception' ? exceptionTitle(root, longest) : '';
  if (thrown !== '') return thrown;
  const logged = root.voices.map(loggedBy).filter((text) => text !== null);
  if (logged.length === root.voices.length) {
    const below = headlineOf(blankWhatDiffers(logged, root), longest);
    if (below !== '') return below;
  }
  const lines = root.voices.map((voice) => voice.line);
  const constants = constantsOf(root, lines);
  const { line, span, blanked } = blankedLine(lines, firstLineOf(root.tokens), constants);
  const said =
    (blanked === null ? '' : headlineOf(blanked, longest)) || headlineOf(line.slice(span.start, span.end), longest);
  if (/^[A-Z]+(?:_[A-Z]+)*$/.test(said) && isCall(root)) return clipAtWord(`Calls answered with ${said}`, longest);
  return (
    clipAtWord(withCause(said, root), longest) ||
    clipAtWord(line.replace(/[\p{Cc}\s]+/gu, ' ').trim(), longest) ||
    '(no message)'
  );
}

/**
 * What is said in the first line that the template fits, blanked; of the first line, null where it fits none: one of a few
 * `orders` may be `1 order`.
 */
function blankedLine(
  lines: readonly string[],
  template: readonly string[],
  constants: readonly string[],
): { line: string; span: Span; blanked: string | null } {
  for (const line of lines) {
    const span = saidSpan(line);
    const blanked = withCount(line.slice(span.start), blankSlots(line, template, constants, span));
    if (blanked !== null) return { line, span, blanked };
  }
  const [line = ''] = lines;
  return { line, span: saidSpan(line), blanked: null };
}

/** What an example says without the form that a logger or a library gave it; null where there is no such form. */
function loggedBy({ message, line }: Voice): string | null {
  const form =
    saidAfterCategory(message) ??
    saidInLogfmt(message) ??
    saidInTabs(message) ??
    saidInJson(message) ??
    rootCauseIn(message);
  if (form !== null) return firstLine(unwrap(form));
  const { start, end } = saidSpan(line);
  const said = line.slice(start, end);
  const text = withoutBlanks(message);
  const below = text.slice(text.indexOf(line) + line.length);
  const plain = saidInJson(said) ?? firstLine(unwrap(end === line.length ? `${said}${below}` : said));
  return plain === said.trim() ? null : plain;
}

/** The cause that a message of several lines names as such: Dataflow's do. */
function rootCauseIn(message: string): string | null {
  return /^\s{0,40}Root cause: (\S.{5,300})$/m.exec(message.slice(0, 8_000))?.[1] ?? null;
}

/** Entries of an audit log name a method and how the call ended. */
function isCall({ summary }: Member): boolean {
  return summary.examples.every((example) => logEntryOf(example).protoPayload !== undefined);
}

/** `readiness check failed` says too little, if its payload says why. */
function withCause(said: string, root: Member): string {
  if (root.voices.some(({ thrown }) => thrown.length > 0)) return said;
  const causes = root.voices.map((_voice, example) => causesBeside(root, example)[0] ?? '');
  const [cause = ''] = causes;
  if (said === '' || causes.includes('')) return said;
  const template = commonTokens(causes.map(skeletonOf));
  const why = headlineOf(blankSlots(cause, template, []) ?? cause);
  return countWords(why) < 2 || said.includes(why) ? said : `${said}: ${why}`;
}

/** The root exception's message; with its type and place where the message alone would say too little. */
function exceptionTitle(root: Member, longest: number): string {
  const errors = root.voices.map(tellingError).filter((error) => error !== undefined);
  const [error] = errors;
  if (error === undefined) return '';
  const message = tellingLine(error.message);
  const said = headlineOf(
    blankWhatDiffers(
      errors.map((other) => tellingLine(other.message)),
      root,
    ),
    longest,
  );
  const type = shortType(error.type);
  if (STOCK.test(message)) return clipAtWord(`${said}${placeOf(error)}`, longest);
  if (countWords(message) >= LEAST_WORDS) {
    const isName = proseWords(message) < 2 && error.type !== 'panic';
    return leadsUp(said) || isName || said.startsWith('…') ? clipAtWord(`${type}: ${said}`, longest) : said;
  }
  return clipAtWord(`${said === '' ? type : `${type}: ${said}`}${placeOf(error)}`, longest);
}

/** Words that are no names: none in `sftp.tea.example`, which is all that Java says of an unknown host. */
function proseWords(text: string): number {
  return text.split(/\s+/, 20).filter((word) => /^\p{L}[\p{L}'’-]*[.,:;]?$/u.test(word)).length;
}

/** Says only that something below it failed. */
const HANDS_ON = /\b(?:threw (?:an )?exception|exception (?:was )?thrown|failed with (?:an )?exception)\.?$/i;

/**
 * The root exception, unless it says next to nothing (`Connection refused`) and one that followed from it says more. Of a
 * slip in the program the root says where it is, however short.
 */
function tellingError({ thrown }: Voice): ThrownError | undefined {
  const root = thrown.at(-1);
  if (root === undefined || isSlip(shortType(root.type), root.message) || describeException(root).specific) return root;
  // .NET's says only that there are others in it.
  const saying = thrown.filter(
    ({ type, message }) => shortType(type) !== 'AggregateException' && !HANDS_ON.test(firstLine(message)),
  );
  return (
    saying.findLast((error) => describeException({ ...error, message: tellingLine(error.message) }).specific) ?? root
  );
}

/** The first line, unless it only leads up to another: `Invalid invocation:`. */
function tellingLine(wrapped: string): string {
  const message = unwrap(wrapped);
  const first = firstLine(message);
  if (!first.endsWith(':')) return first;
  const [, ...rest] = message.split('\n', 12).filter((line) => line.trim() !== '');
  const values = rest.map((line) => firstLine(line).replace(/^\w{1,30} ?= ?"?/, ''));
  return values.find((value) => countWords(value) >= LEAST_WORDS) ?? first;
}

/**
 * The part of a template that stands for the first line that was not merely drawn: up to a mark such as `<trace>` (see
 * message-skeleton.ts).
 */
function firstLineOf(tokens: readonly string[]): readonly string[] {
  const end = tokens.findIndex((token) => token !== SLOT && /^<[a-z]+>$/.test(token));
  if (end === -1) return tokens;
  const isDrawn = end === 1 && /^([=*_#~-])\1+$/.test(tokens[0] ?? '');
  return isDrawn ? firstLineOf(tokens.slice(end + 1)) : tokens.slice(0, end);
}

/** The first of these lines, one per example, with BLANK for each value of it. */
function blankWhatDiffers(lines: readonly string[], root: Member): string {
  const [line = ''] = lines;
  const template = commonTokens(lines.map(skeletonOf));
  return withCount(line, blankSlots(line, template, constantsOf(root, lines))) ?? line;
}

/** How many of something there are, at the beginning of a sentence, where no time and no id stands so: `457 of 989 rows`. */
const COUNT = /^(?!(?:4[0-2]|50)\d (?!of ))\d{1,7}(?:\/\d{1,7})? \p{Ll}/u;

/** A line whose values are blanked, so that the one it begins with is taken for no part of a log's head. */
function withCount<Blanked extends string | null>(line: string, blanked: Blanked): Blanked | string {
  return blanked?.startsWith(BLANK) && COUNT.test(line) ? `…${blanked.slice(BLANK.length)}` : blanked;
}

function placeOf(error: ThrownError): string {
  const { function: name, file } = innermostFrame(error) ?? { function: '', file: '' };
  // Rust names no function.
  if (name === '' && error.type === 'panic' && /^[\w./-]{1,60}$/.test(file)) return ` in ${file}`;
  if (/^[\p{L}_$][\p{L}\p{N}_$.]{1,40}$/u.test(name)) return ` in ${name}`;
  return /[#>?!:(]/.test(name) ? insideMethod(name) : '';
}

/** What examples have in common, token by token; the first one's tokens where they are not of one length. */
function commonTokens([first = [], ...others]: readonly (readonly string[])[]): string[] {
  const alike = others.filter((other) => other.length === first.length);
  return first.map((token, i) => (alike.every((other) => other[i] === token) ? token : SLOT));
}

/** `GET /api/users/… answered with 500` */
function wordlessTitle([first = '', path = '', ...rest]: readonly string[], longest: number): string {
  const status = rest.at(-1);
  if (!/^\d{3}$/.test(status ?? '')) {
    const keys = [path, ...rest].filter((key) => key !== '').join(', ');
    return clipAtWord(keys === '' ? 'Entries without a message' : `Entries without a message: ${keys}`, longest);
  }
  const method = first === SLOT ? 'Requests' : first;
  const target = path === SLOT ? (first === SLOT ? '' : ' requests') : ` ${path.replaceAll(SLOT, '…')}`;
  return clipAtWord(`${method}${target} answered with ${status}`, longest);
}
