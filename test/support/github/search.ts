import { repositoryName } from './answers.ts';
import { validationFailed } from './refusal.ts';
import { parseQuery, type Query, wordsOf } from './search-query.ts';
import { type Issue, isPull, type Pull, type Tracker, threadsHere } from './tracker.ts';

export interface SearchBehaviour {
  /** Items created or changed less than this before `now` are not found yet: GitHub indexes minutes late. */
  lagMs: number;
  /** Answers `incomplete_results: true` and leaves out every second hit. */
  incomplete: boolean;
  /** Answers 503. */
  fail: boolean;
  /** Whether the server has a semantic search; without it a hybrid one is answered by words. */
  hybrid: boolean;
}

export interface Hit {
  thread: Issue | Pull;
  score: number;
}

type Field = 'title' | 'body' | 'comments';
type Fields = Record<Field, string[]>;

/** Issues and pull requests that match, best first; for equal matches the one changed last, then the higher number. */
export function searchThreads(tracker: Tracker, q: string, lagMs: number, now: Date): Hit[] {
  const query = parseQuery(q);
  refuseWhatGitHubRefuses(tracker, qualifiers(query));
  const fields = searchedFields(query);
  const indexed = threadsHere(tracker).filter((thread) => now.getTime() - Date.parse(thread.updated_at) >= lagMs);
  return indexed
    .map((thread) => ({ thread, text: textOf(thread, fields) }))
    .filter(({ thread, text }) => matches(tracker, query, thread, text))
    .map(({ thread, text }) => ({ thread, score: scoreOf(query, text) }))
    .sort((a, b) => b.score - a.score || newestFirst(a.thread, b.thread));
}

/**
 * What a semantic search finds beside the words themselves, as far as a test needs it: threads with at least half of the
 * words, in any order, the closest first.
 */
export function searchByMeaning(tracker: Tracker, q: string, lagMs: number, now: Date): Hit[] {
  const query = parseQuery(q);
  refuseWhatGitHubRefuses(tracker, qualifiers(query));
  const fields = searchedFields(query);
  const wanted = new Set(textsOf(query).flat());
  return threadsHere(tracker)
    .filter((thread) => now.getTime() - Date.parse(thread.updated_at) >= lagMs)
    .filter((thread) =>
      qualifiers(query).every(({ name, value }) => qualifies(tracker, name, value.toLowerCase(), thread)),
    )
    .map((thread) => {
      const words = new Set(Object.values(textOf(thread, fields)).flat());
      return { thread, score: [...wanted].filter((word) => words.has(word)).length / Math.max(1, wanted.size) };
    })
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score || newestFirst(a.thread, b.thread));
}

/**
 * Why GitHub answers a query by its words though it was asked for their meaning; empty when it need not.
 * https://docs.github.com/rest/search/search#search-issues-and-pull-requests
 */
export function reasonsToFallBack(q: string, hybrid: boolean): string[] {
  if (!hybrid) return ['service_unavailable'];
  const query = parseQuery(q);
  const reasons: string[] = [];
  if (textsOf(query).length === 0) reasons.push('no_text_terms');
  if (/(?:^|\s)"/.test(q)) reasons.push('quoted_text');
  if (/\sOR\s/.test(q)) reasons.push('or_boolean_not_supported');
  if (qualifiers(query).some(({ value }) => /^(?:pr|pull-request)$/.test(value))) reasons.push('non_issue_target');
  return reasons;
}

function textsOf(query: Query): (readonly string[])[] {
  if (query.kind === 'all' || query.kind === 'any') return query.of.flatMap(textsOf);
  return query.kind === 'text' && query.words.length > 0 ? [query.words] : [];
}

function refuseWhatGitHubRefuses(tracker: Tracker, named: readonly { name: string; value: string }[]): void {
  const invalid = (message: string) => validationFailed({ message, resource: 'Search', field: 'q', code: 'invalid' });
  const kinds = named.filter(({ name }) => name === 'is' || name === 'type').map(({ value }) => value);
  if (!kinds.some((kind) => /^(issue|pr|pull-request)$/.test(kind))) {
    throw invalid("Query must include 'is:issue' or 'is:pull-request'");
  }
  const repositories = named.filter(({ name }) => name === 'repo').map(({ value }) => value.toLowerCase());
  if (repositories.length > 0 && !repositories.includes(repositoryName(tracker).toLowerCase())) {
    throw invalid(
      'The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.',
    );
  }
}

function newestFirst(a: Issue | Pull, b: Issue | Pull): number {
  return Date.parse(b.updated_at) - Date.parse(a.updated_at) || b.number - a.number;
}

function qualifiers(query: Query): { name: string; value: string }[] {
  if (query.kind === 'all' || query.kind === 'any') return query.of.flatMap(qualifiers);
  return query.kind === 'qualifier' ? [query] : [];
}

/** `in:title,body` says where to look; without it everywhere. */
function searchedFields(query: Query): Set<Field> {
  const named = qualifiers(query)
    .filter(({ name }) => name === 'in')
    .flatMap(({ value }) => value.split(','));
  const known = (['title', 'body', 'comments'] as const).filter((field) => named.includes(field));
  return new Set<Field>(known.length === 0 ? ['title', 'body', 'comments'] : known);
}

function textOf(thread: Issue | Pull, fields: ReadonlySet<Field>): Fields {
  const words = (field: Field, text: () => string) => (fields.has(field) ? wordsOf(text()) : []);
  return {
    title: words('title', () => thread.title),
    body: words('body', () => thread.body),
    comments: words('comments', () => thread.comments.map((comment) => comment.body).join('\n')),
  };
}

function matches(tracker: Tracker, query: Query, thread: Issue | Pull, text: Fields): boolean {
  switch (query.kind) {
    case 'all':
      return query.of.every((part) => matches(tracker, part, thread, text));
    case 'any':
      return query.of.some((part) => matches(tracker, part, thread, text));
    case 'not':
      return !matches(tracker, query.of, thread, text);
    case 'text':
      return query.words.length === 0 || occurrences(query.words, text) > 0;
    case 'qualifier':
      return qualifies(tracker, query.name, query.value.toLowerCase(), thread);
  }
}

function qualifies(tracker: Tracker, name: string, value: string, thread: Issue | Pull): boolean {
  switch (name) {
    case 'in':
      return true;
    case 'repo':
      return value === repositoryName(tracker).toLowerCase();
    case 'is':
    case 'type':
    case 'state':
      return hasQuality(value, thread);
    case 'label':
      return value.split(',').some((wanted) => thread.labels.some((label) => label.toLowerCase() === wanted.trim()));
    case 'author':
      return thread.author.toLowerCase() === (value === '@me' ? tracker.viewer : value).toLowerCase();
    default:
      // A word with a colon is read as a qualifier. One that nobody knows finds nothing.
      return false;
  }
}

function hasQuality(value: string, thread: Issue | Pull): boolean {
  switch (value) {
    case 'issue':
      return !isPull(thread);
    case 'pr':
    case 'pull-request':
      return isPull(thread);
    case 'open':
    case 'closed':
      return thread.state === value;
    case 'merged':
      return isPull(thread) && thread.merged_at !== null;
    case 'unmerged':
      return isPull(thread) && thread.merged_at === null;
    default:
      return false;
  }
}

/** How often the words occur one after the other, in any field. */
function occurrences(words: readonly string[], text: Fields): number {
  return timesIn(words, text.title) + timesIn(words, text.body) + timesIn(words, text.comments);
}

function timesIn(words: readonly string[], text: readonly string[]): number {
  return text.filter((_, start) => words.every((word, offset) => text[start + offset] === word)).length;
}

/** A word in the title weighs four in the body or a comment; many times in one field count little more than a few. */
function scoreOf(query: Query, text: Fields): number {
  if (query.kind === 'all' || query.kind === 'any') return query.of.reduce((sum, part) => sum + scoreOf(part, text), 0);
  if (query.kind !== 'text') return 0;
  const weigh = (field: Field) => Math.min(timesIn(query.words, text[field]), 3);
  return 4 * weigh('title') + weigh('body') + weigh('comments');
}
