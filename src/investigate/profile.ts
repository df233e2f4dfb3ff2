import { shortType, topOwnFrame } from '../cluster/exception.ts';
import { messageOf } from '../collect/message.ts';
import { isLoggingPlace } from '../collect/place.ts';
import type { Cluster } from '../model/cluster.ts';
import { PLACEHOLDER } from '../model/placeholder.ts';
import { thrownText } from '../wording/thrown.ts';
import { type ErrorKind, kindsIn } from './error-kinds.ts';
import { readMessageLines } from './message-lines.ts';
import { symptomOf } from './symptom.ts';
import { fileName, isTellingFunction, shortFunction, type Term, termsOf } from './terms.ts';
import { COMMON_WORDS, EMPTY_WORDS, stableWords, wordsOf } from './vocabulary.ts';

/** A cluster as it can be recognised in an issue, sorted by who chose the words: the code, or whoever wrote an entry. */
export interface Profile {
  /** Names that come from the code: never what stands between quotation marks, which may be anybody's input. */
  readonly names: readonly string[];
  /** Those of them that the message itself says, heaviest first. */
  readonly spokenNames: readonly string[];
  /** What the message itself is about, where the runtime worded it: the module, attribute or middleware. */
  readonly subject: string | null;
  /** The setting and the other words of a line that proposes to change it; null for any other line. */
  readonly advice: { readonly setting: string; readonly words: readonly string[] } | null;
  /** Quoted values and plain words of the message. */
  readonly words: readonly string[];
  /** Values that every example quotes; different ones mean different problems. */
  readonly values: readonly string[];
  /** Those of them that several entries quote: hardly anybody's input. */
  readonly steadyValues: readonly string[];
  /** Exception types without their package. */
  readonly types: readonly string[];
  readonly places: readonly CodePlace[];
  /** What a message names by a word that is none, such as `text-embedding-005`, the same in every entry. */
  readonly identifiers: readonly string[];
  /** Functions of our own code that called it, innermost first. */
  readonly callers: readonly string[];
  /** The services that logged it. */
  readonly services: readonly string[];
  /** The lines that say what went wrong. */
  readonly shownLines: readonly string[];
  /** The same as stemmed words. */
  readonly lines: readonly (readonly string[])[];
  /** The stemmed words of these lines that whoever wrote the code chose: nothing between quotation marks. */
  readonly ownWords: ReadonlySet<string>;
  /** Their parts between colons and dashes. */
  readonly clauses: readonly { readonly text: string; readonly words: readonly string[] }[];
  readonly kinds: ReadonlySet<ErrorKind>;
  /** Every word of it, stemmed: what a title says beyond these is about something else. */
  readonly known: ReadonlySet<string>;
}

export interface CodePlace {
  readonly file: string;
  readonly module: string;
  readonly function: string;
  readonly line: string;
}

const LONGEST_TEXT = 2000;
const LONGEST_LINE = 600;
const LEAST_IDENTIFIER = 6;
const PLACEHOLDERS = new RegExp(PLACEHOLDER, 'g');
const CODE: readonly Term['kind'][] = ['symbol', 'function', 'module', 'file'];

export function profileOf(cluster: Cluster): Profile {
  const terms = termsOf(cluster);
  const messages = messagesOf(cluster);
  const subject = subjectOf(cluster);
  const bare = withoutQuoted(messages.join('\n'));
  const isCode = ({ text, kind }: Term) => kind !== 'symbol' || text === subject || bare.includes(text);
  const names = terms.filter((term) => CODE.includes(term.kind) && isCode(term)).map(({ text }) => text);
  const words = terms
    .filter((term) => term.kind === 'word' || (term.kind === 'symbol' && !isCode(term)))
    .map(({ text }) => text);
  const lines = messages.map((message) => message.split('\n', 1)[0] ?? '').map((line) => line.slice(0, LONGEST_LINE));
  const types = typesOf(cluster, terms);
  const places = placesOf(cluster);
  const values = sharedValues(cluster);
  return {
    names,
    spokenNames: terms.filter((term) => term.kind === 'symbol' && isCode(term)).map(({ text }) => text),
    subject,
    advice: adviceOf(cluster, words),
    words,
    values,
    steadyValues: (cluster.patterns[0]?.examples.length ?? 0) > 1 ? values : [],
    types,
    places,
    callers: callersOf(cluster),
    identifiers: identifiersOf(cluster),
    services: cluster.facts.services.map(({ name }) => name).filter((name) => name !== ''),
    shownLines: lines,
    lines: distinctLines(lines),
    ownWords: new Set(lines.map(withoutQuoted).flatMap(stableWords)),
    clauses: lines
      .flatMap((line) => line.split(/: |, | [-–—] |[;(]/))
      .map((text) => ({ text: text.trim(), words: stableWords(text) })),
    kinds: kindsIn([...lines, ...types].join('\n')).kinds,
    known: new Set(
      [...lines, ...messages, ...types, ...terms.map(({ text }) => text), ...places.flatMap(wordsOfPlace)].flatMap(
        wordsOf,
      ),
    ),
  };
}

/** The root cause's message and the root pattern's, first lines first. */
function messagesOf(cluster: Cluster): string[] {
  const [root] = cluster.patterns;
  const cause = cluster.rootCause;
  const message = root === undefined ? '' : messageOf(root.example);
  const texts = [
    cause === null ? '' : thrownText(cause),
    // The first line of a bare stack trace says only that it is one.
    message.startsWith('Traceback ') ? '' : message,
    ...readMessageLines(cluster).complaints,
  ];
  return texts.map((text) => text.slice(0, LONGEST_TEXT)).filter((text) => text.trim() !== '');
}

/** A key that is missing may be a stranger's; the others are named by imports, attributes and checks in the code. */
function subjectOf(cluster: Cluster): string | null {
  const symptom = symptomOf(cluster);
  switch (symptom.kind) {
    case 'missing-module':
      return symptom.module;
    case 'missing-attribute':
    case 'missing-value':
      return symptom.attribute;
    case 'missing-name':
      return symptom.name;
    case 'missing-prerequisite':
      return symptom.what;
    case 'wrong-setting':
      return symptom.setting;
    default:
      return null;
  }
}

function adviceOf(cluster: Cluster, words: readonly string[]): Profile['advice'] {
  const symptom = symptomOf(cluster);
  return symptom.kind === 'advice' && symptom.setting !== null ? { setting: symptom.setting, words } : null;
}

/** What stands between two quotation marks, and what stands behind an equals sign. */
function withoutQuoted(text: string): string {
  return text.replaceAll(/(?<![\p{L}\p{N}])(["'`])[^"'`\n]{0,300}\1(?!\p{L})/gu, ' ').replaceAll(/=\S{1,300}/g, ' ');
}

/** Values in quotation marks, apostrophes aside. */
export function quotedValues(text: string): string[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}])(["'`])([^"'`\n]{2,100})\1(?!\p{L})/gu)].flatMap(([, , value]) =>
    value === undefined ? [] : [value.trim().toLowerCase()],
  );
}

function sharedValues(cluster: Cluster): string[] {
  const [root] = cluster.patterns;
  if (root === undefined) return [];
  const [first = [], ...others] = root.examples.map((example) =>
    quotedValues(messageOf(example).slice(0, LONGEST_TEXT)),
  );
  // An id differs tomorrow, and says nothing about the problem.
  return [
    ...new Set(first.filter((value) => !/\d{3}/.test(value) && others.every((values) => values.includes(value)))),
  ];
}

function typesOf(cluster: Cluster, terms: readonly Term[]): string[] {
  const thrown = [cluster.rootCause, ...(cluster.patterns[0]?.thrown ?? [])].filter((error) => error !== null);
  const named = terms.filter(({ kind }) => kind === 'exception').map(({ text }) => text);
  return [...new Set([...thrown.map(({ type }) => shortType(type)), ...named])];
}

/** Joined by hyphens, dots, slashes or, with a number in it, colons, and in every example: of one alone nobody knows what would change. */
export function identifiersOf({ patterns: [root] }: Cluster): string[] {
  const [first = '', ...others] = (root?.examples ?? []).map((entry) => messageOf(entry).slice(0, LONGEST_TEXT));
  if (others.length === 0) return [];
  const paths = (first.match(/(?<![\w:/.])(?:\/[a-z_][\w.-]{0,60}){2,8}/gi) ?? []).flatMap((path) => [
    path,
    path.slice(0, path.lastIndexOf('/')),
  ]);
  // What was redacted is called otherwise elsewhere.
  const bare = withoutQuoted(first).replace(PLACEHOLDERS, ' ');
  const joined = bare.match(/(?<![\p{L}\p{N}_]|[^/]\/)[\p{L}\p{N}_]+(?:[.@-][\p{L}\p{N}_]+)+/gu) ?? [];
  const numbered = (bare.match(/(?<![^\s(])\p{L}[\p{L}\p{N}]*(?::[\p{L}\p{N}]+)+(?=[\s,;)]|$)/gu) ?? []).filter(
    (token) => /\d/.test(token),
  );
  const named = [...paths.filter((path) => path.lastIndexOf('/') > 0), ...joined].filter((one) =>
    /\p{L}{3}/u.test(one),
  );
  return [...new Set([...named, ...numbered])].filter(
    (token) => token.length >= LEAST_IDENTIFIER && others.every((text) => text.includes(token)),
  );
}

const MOST_CALLERS = 3;

function callersOf({ rootCause }: Cluster): string[] {
  const own = (rootCause?.frames ?? []).filter((frame) => frame.own).toReversed();
  return own.slice(0, MOST_CALLERS).map((frame) => shortFunction(frame.function));
}

function placesOf(cluster: Cluster): CodePlace[] {
  // A library's error may have no frame of our own, where the one that was made of it has.
  const thrown = [cluster.rootCause, ...(cluster.patterns[0]?.thrown ?? [])];
  const frame = thrown.map((error) => topOwnFrame(error)).find((one) => one !== null) ?? null;
  const ofFrame =
    frame === null
      ? []
      : [
          {
            file: fileName(frame.file),
            module: '',
            function: shortFunction(frame.function),
            line: frame.line === null ? '' : String(frame.line),
          },
        ];
  const said = readMessageLines(cluster).places.map(({ path, line, function: name }) => ({
    file: fileName(path),
    module: '',
    function: shortFunction(name),
    line,
  }));
  const logged = (cluster.patterns[0]?.facts.places ?? []).slice(0, 3).filter((place) => !isLoggingPlace(place));
  return [
    ...ofFrame,
    ...said,
    ...logged.map(({ file, module, function: name, line }) => ({ file: fileName(file), module, function: name, line })),
  ].map((place) => (isTellingFunction(place.function) ? place : { ...place, function: '' }));
}

function wordsOfPlace({ file, module, function: name }: CodePlace): string[] {
  return [file, module, name];
}

function distinctLines(lines: readonly string[]): string[][] {
  const read = lines.map(stableWords).filter((words) => words.length > 0);
  return [...new Map(read.map((words) => [words.join(' '), words])).values()];
}

/** Whether a stemmed word could stand in the report of any problem. */
export function isTellingWord(word: string): boolean {
  return word.length > 2 && !EVERYDAY.has(word) && !/^\d+$/.test(word);
}

const EVERYDAY: ReadonlySet<string> = new Set(
  [...COMMON_WORDS, ...EMPTY_WORDS].flatMap((word) => [word, ...wordsOf(word)]),
);
