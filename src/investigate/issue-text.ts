import { kindsIn, type NamedKinds } from './error-kinds.ts';
import { stableWords, wordsOf } from './vocabulary.ts';

/** A sentence of an issue, ready for comparing. */
export interface Sentence {
  /** All words in order, each between spaces, so that a phrase is a substring. */
  readonly phrase: string;
  /** The words without values, as those of a line from the log. */
  readonly stable: readonly string[];
  /** Names as they stand, in lower case: `websocket` finds `WebSocket`. */
  readonly names: ReadonlySet<string>;
  readonly named: NamedKinds;
}

/** An issue as its text reads: what its title says, and its body sentence by sentence. */
export interface IssueText {
  readonly title: Sentence;
  /** As the issue spells it. */
  readonly shownTitle: string;
  /** Its parts between colons, commas and dashes, each without values. */
  readonly titleClauses: readonly { readonly text: string; readonly words: readonly string[] }[];
  readonly sentences: readonly Sentence[];
  readonly whole: Sentence;
  /** What it has in quotation marks or code type: words of a program, not its author's. */
  readonly marked: readonly { readonly text: string; readonly words: readonly string[] }[];
  /** `a feature request`, `a question` …: what it is when it is no report of an error; else null. */
  readonly otherThan: string | null;
  /** Whether only its labels say so. */
  readonly byLabel: boolean;
  /** Whether it asks for an improvement, which is what a line of advice wants as well. */
  readonly improvement: boolean;
  /** Whether it lists many problems, so that sharing one of them says nothing. */
  readonly digest: boolean;
}

/** An issue may be pages long; what it is about stands at its top. */
const LONGEST_BODY = 20_000;
const LONGEST_TITLE = 300;
const MOST_SENTENCES = 200;
/** Different kinds of error in one sentence, or in lists and lines of their own: nobody reports so many at once. */
const DIGEST_KINDS = 5;
const DIGEST_EXCEPTIONS = 4;

export function readIssue({
  title,
  body,
  labels,
}: {
  title: string;
  body: string;
  labels: readonly string[];
}): IssueText {
  const text = body.slice(0, LONGEST_BODY);
  const sentences = sentencesOf(text).slice(0, MOST_SENTENCES).map(readSentence);
  const byTitle = purposeByTitle(title);
  const purpose = byTitle ?? purposeByLabel(labels);
  return {
    title: readSentence(title),
    shownTitle: title,
    titleClauses: title
      .slice(0, LONGEST_TITLE)
      .split(/: | [-–—|] |[;(,]/)
      .map((part) => ({ text: part.trim(), words: stableWords(part) })),
    sentences,
    whole: readSentence(`${title}\n${text}`),
    marked: markedIn(`${title}\n${text}`),
    otherThan: purpose,
    byLabel: byTitle === null,
    improvement: purpose === 'an improvement' || purpose === null,
    digest: isDigest(title, text, sentences),
  };
}

export function readSentence(text: string): Sentence {
  return {
    phrase: ` ${wordsOf(text).join(' ')} `,
    stable: stableWords(text),
    names: new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []),
    named: kindsIn(text),
  };
}

const MOST_MARKED = 100;

function markedIn(text: string): { text: string; words: string[] }[] {
  const found = text.match(/`[^`\n]{2,200}`|"[^"\n]{2,200}"|[“„«‘][^”“»’\n]{2,200}[”“»’]/g) ?? [];
  return found
    .slice(0, MOST_MARKED)
    .map((marked) => marked.slice(1, -1).trim())
    .map((inside) => ({ text: inside, words: stableWords(inside) }));
}

export function mentions({ phrase, names }: Sentence, name: string): boolean {
  const words = wordsOf(name);
  return names.has(name.toLowerCase()) || (words.length > 0 && phrase.includes(` ${words.join(' ')} `));
}

/** Lines that a person broke are joined; list items, table rows and lines of code stay apart. */
function sentencesOf(body: string): string[] {
  const paragraphs: string[] = [];
  let fenced = false;
  let open = false;
  for (const line of body.split('\n')) {
    const text = line.trim();
    if (text.startsWith('```')) fenced = !fenced;
    const apart = fenced || /^(?:[-*+>|#`]|\d{1,3}[.)] )/.test(text);
    const before = paragraphs.at(-1);
    if (open && !apart && text !== '' && before !== undefined) paragraphs[paragraphs.length - 1] = `${before} ${text}`;
    else if (text !== '') paragraphs.push(text);
    open = text !== '' && !fenced;
  }
  return paragraphs
    .flatMap((paragraph) => paragraph.split(/(?<=[.!?;]) (?=\P{Ll})/u))
    .filter((text) => text.trim() !== '');
}

const PURPOSES: readonly { what: string; label: RegExp; title: RegExp }[] = [
  { what: 'about a test', label: /^(?:tests?|flaky|flaky[- ]test)$/, title: /\bflaky\b/ },
  {
    what: 'about documentation',
    label: /^(?:docs?|documentation)$/,
    title: /^(?:docs?|document|documentation|describe|explain)\b|\bdocs? for\b|^readme\b/,
  },
  {
    what: 'a question',
    label: /^(?:question|support|discussion|help)$/,
    title: /^(?:how (?:to|do|can|should)|what is|where|is it|can we|should we|question)\b|\?$/,
  },
  {
    what: 'a chore',
    label: /^(?:chore|dependencies|refactor(?:ing)?|maintenance|tech[- ]debt|cleanup)$/,
    title:
      /^(?:chore|upgrade|bump|rename|refactor|migrate|move|rotate|clean ?up|delete|replace|switch|deprecate|deploying)\b/,
  },
  {
    what: 'a feature request',
    label: /^(?:feature|feature[- ]request|new feature|proposal|idea)$/,
    title:
      /^(?:add|support|allow|introduce|implement|offer|feature|feature request|feat|proposal|rfc|let|make it|provide|enable|create)\b/,
  },
  {
    what: 'an improvement',
    label: /^(?:enhancement|improvement|performance)$/,
    title: /^(?:improve|optimi[sz]e|tune|speed up|reduce|increase|size)\b/,
  },
];

/** A title may begin with where it is: `SearchIndexer: rename a setting`. */
function purposeByTitle(title: string): string | null {
  const starts = title
    .toLowerCase()
    .split(/: |\] | - /)
    .map((part) => part.trim());
  return PURPOSES.find((purpose) => starts.some((part) => purpose.title.test(part)))?.what ?? null;
}

/** Whoever calls it a bug as well means that first. */
function purposeByLabel(labels: readonly string[]): string | null {
  const bare = labels.map((label) => label.toLowerCase().replace(/^(?:type|kind|category)\s?[:/-]\s?/, ''));
  if (bare.some((label) => /^(?:bug|defect|regression|incident|error)$/.test(label))) return null;
  return PURPOSES.find((purpose) => bare.some((label) => purpose.label.test(label)))?.what ?? null;
}

function isDigest(title: string, body: string, sentences: readonly Sentence[]): boolean {
  const collects =
    /\b(?:digest|round-?up|overview|checklist|summary of|known (?:issues|errors|alerts|problems)|epic|tracking issue|(?:nightly|daily|weekly|monthly) (?:report|notes|summary|alerts|errors|review)|list of (?:all|known|open)|retro(?:spective)?|meeting notes|release notes|changelog)\b/i;
  // A title that claims what others would report, `all errors go here`, says nothing of any.
  const claims =
    /\b(?:all|any|every) [^.!?]{0,100}(?:errors?|alerts?|problems?|issues?|warnings?) (?:go(?:es)? here|belongs? |here\b|to this)/i;
  if (claims.test(title) || collects.test(title) || /^\s*(?:digest\b|list of (?:all|known)\b)/i.test(body)) return true;
  const kinds = new Set(sentences.flatMap(({ named }) => [...named.kinds]));
  const listing = sentences.filter(({ named }) => named.kinds.size > 0).length;
  if (sentences.some(({ named }) => named.kinds.size >= DIGEST_KINDS)) return true;
  const exceptions = new Set(body.match(/\b[A-Z][A-Za-z]{2,60}(?:Error|Exception)\b/g) ?? []);
  return (
    (kinds.size >= DIGEST_KINDS && listing >= DIGEST_KINDS) || (exceptions.size >= DIGEST_EXCEPTIONS && kinds.size >= 3)
  );
}
