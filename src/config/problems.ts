import type { z } from 'zod';
import { nearMiss } from './near-miss.ts';
import type { KeyPath } from './yaml-file.ts';

/** Something wrong with a value, in words that follow the place: `12:5 components[0].importance: "hihg" is not …`. */
interface Problem {
  readonly path: KeyPath;
  readonly sentence: string;
  /** Lines that go on with a sentence too long for one. */
  readonly more: readonly string[];
}

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema._JSONSchema;

/** What zod found wrong with a value, in a person's words: one problem per place, unknown keys one by one. */
export function problemsOf(issues: readonly Issue[], value: unknown, schema: JsonSchema): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) problems.push({ ...unknownKey([...issue.path, key], key, schema), more: [] });
      continue;
    }
    const place = written(issue.path);
    if (seen.has(place)) continue;
    seen.add(place);
    const found = valueAt(value, issue.path);
    const sentence = sentenceOf(issue, found);
    problems.push({
      path: issue.path,
      sentence: place === '' ? sentence : `${place}: ${sentence}`,
      more: moreOf(issue),
    });
  }
  return problems;
}

/** A rule of the schema's own may give them with its message. */
function moreOf(issue: Issue): string[] {
  const more: unknown = issue.code === 'custom' ? issue.params?.more : undefined;
  return Array.isArray(more) ? more.map(String) : [];
}

/** `components[0].importance` */
function written(path: KeyPath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

function sentenceOf(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return found === undefined
        ? `is missing; it must be ${nameOfType(issue.expected)}`
        : `must be ${nameOfType(issue.expected)}, not ${shown(found)}${hintFor(issue.expected, found)}`;
    case 'invalid_value':
      return notOneOf(issue.values.map(String), found);
    case 'invalid_format':
      return `${shown(found)} is not ${issue.message}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      if (issue.origin === 'array') return `needs at least ${issue.minimum} entries; add some or remove it`;
      return `must be at least ${Number(issue.minimum) + (issue.inclusive === false ? 1 : 0)}, not ${shown(found)}`;
    case 'too_big':
      if (issue.origin === 'array') return `may have ${issue.maximum} entries at most; take some away`;
      if (issue.origin === 'string') return `may have ${issue.maximum} characters at most; shorten it`;
      return `must be at most ${issue.maximum}, not ${shown(found)}`;
    default:
      return issue.message;
  }
}

function notOneOf(known: readonly string[], found: unknown): string {
  const near = typeof found === 'string' ? nearMiss(found, known) : null;
  const what = found === undefined ? 'is missing; it must be' : `${shown(found)} is not`;
  return `${what} one of ${known.join(', ')}${near === null ? '' : `, did you mean ${near}?`}`;
}

function unknownKey(path: KeyPath, key: string, schema: JsonSchema): Omit<Problem, 'more'> {
  const name = `Unknown key \`${clipped(written(path))}\``;
  if (key === '<<') return { path, sentence: `${name}: merge keys are not read; write the values out` };
  const known = keysAt(schema, path.slice(0, -1));
  const near = nearMiss(key, known);
  if (near !== null) return { path, sentence: `${name}, did you mean \`${near}\`?` };
  const section = sectionWith(schema, key);
  if (section !== null) return { path, sentence: `${name}; it belongs under \`${section}\`` };
  return { path, sentence: `${name}; known here: ${known.join(', ')}` };
}

function keysAt(schema: JsonSchema, path: KeyPath): string[] {
  let here: JsonSchema | undefined = schema;
  for (const step of path) {
    if (typeof here !== 'object') return [];
    if (typeof step !== 'number') here = here.properties?.[String(step)];
    else here = Array.isArray(here.items) ? undefined : here.items;
  }
  return typeof here === 'object' ? Object.keys(here.properties ?? {}) : [];
}

/** The top-level key that has this one under it, for a setting that was written one level too high. */
function sectionWith(schema: JsonSchema, key: string): string | null {
  if (typeof schema !== 'object') return null;
  for (const [section, inner] of Object.entries(schema.properties ?? {})) {
    if (typeof inner === 'object' && Object.hasOwn(inner.properties ?? {}, key)) return section;
  }
  return null;
}

function valueAt(value: unknown, path: KeyPath): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = Object.entries(here).find(([key]) => key === String(step))?.[1];
  }
  return here;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

const nameOfType = (expected: string): string => TYPE_NAMES[expected] ?? expected;

/** The value as the file has it, short; JSON keeps control characters from the terminal. */
function shown(found: unknown): string {
  if (found === null) return 'empty';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return 'a map';
  return clipped(JSON.stringify(found) ?? String(found));
}

const clipped = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

function hintFor(expected: string, found: unknown): string {
  if (expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')) {
    return `; put it in quotes: "${String(found)}"`;
  }
  if (expected === 'array' && typeof found === 'string') return `; write it as a list: [${shown(found)}]`;
  if (found === null) return '; give a value or remove the line';
  return '';
}
