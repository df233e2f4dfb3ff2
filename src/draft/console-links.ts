import type { Link } from 'mdast';
import { sharedText } from '../assess/template-text.ts';
import { SCHEDULER } from '../collect/origin.ts';
import { textsHeld } from '../investigate/texts-in.ts';
import type { Pattern } from '../model/cluster.ts';
import type { LogEntry } from '../model/entry.ts';
import { PLACEHOLDER } from '../model/placeholder.ts';
import type { DraftInput } from './input.ts';
import { link } from './markdown.ts';

const CONSOLE = 'https://console.cloud.google.com';
const MOST_GROUPS = 3;
const LONGEST_PHRASE = 100;

/** Logs Explorer on these entries and this window; null without a project. */
export function logsLink({ run, cluster }: DraftInput): Link | null {
  const { project, window } = run;
  const root = cluster.patterns[0];
  if (project === '' || root === undefined) return null;
  const range = `${window.since}/${window.until}`;
  const url = `${CONSOLE}/logs/query;query=${encode(queryFor(root))};timeRange=${encode(range)}${suffixOf(project)}`;
  return link(url, 'Logs Explorer');
}

/** Error Reporting where it knows the error; none without a project. */
export function errorReportingLinks({ run: { project }, cluster }: DraftInput): Link[] {
  if (project === '') return [];
  const groups = cluster.facts.errorGroups.filter((group) => /^[\w-]{1,200}$/.test(group)).slice(0, MOST_GROUPS);
  return groups.map((group, index) =>
    link(
      `${CONSOLE}/errors/detail/${group}${suffixOf(project)}`,
      `Error Reporting${groups.length > 1 ? ` ${index + 1}` : ''}`,
    ),
  );
}

function suffixOf(project: string): string {
  return `?project=${encode(project)}`;
}

/** Labels of a resource that hold from start to start and say whose entries these are. */
const IDENTIFYING = [
  ...(['service_name', 'cluster_name', 'namespace_name', 'container_name', 'job_name', 'queue_id'] as const),
  ...(['workflow_id', 'function_name', 'module_id', 'database_id', 'subscription_id', 'topic_id'] as const),
  ...(['backend_service_name', 'backend_target_name', 'url_map_name', 'forwarding_rule_name'] as const),
];

/** Only what holds of all examples. https://cloud.google.com/logging/docs/view/logging-query-language */
function queryFor(pattern: Pattern): string {
  const type = shared(pattern, ({ resource }) => resource?.type);
  const names = [...IDENTIFYING, ...(type === SCHEDULER ? ['job_id'] : [])];
  // An entry that no example stands for may be of another service.
  const labels = names.flatMap((name) => {
    const value = shared(pattern, ({ resource }) => resource?.labels?.[name]);
    const isOneOfSeveral =
      pattern.facts.services.length > 1 && pattern.facts.services.some((one) => one.name === value);
    return value === undefined || isOneOfSeveral ? [] : [`resource.labels.${name}=${quoted(value)}`];
  });
  const phrase = phraseOf(pattern);
  return [
    ...(type === undefined ? [] : [`resource.type=${quoted(type)}`]),
    ...labels,
    ...(phrase === null ? otherwise(pattern) : [quoted(phrase)]),
  ].join('\n');
}

/** What all examples have alike; nothing where it is longer than a link may be. */
function shared<Value>({ examples }: Pattern, read: (entry: LogEntry) => Value | undefined): Value | undefined {
  const [first, ...others] = examples.map(read);
  const isShort = typeof first !== 'string' || first.length <= LONGEST_LABEL;
  return isShort && others.every((value) => value === first) ? first : undefined;
}

/** Where nothing that they say is alike: the status of the request and the severity, where the entries have them. */
function otherwise(pattern: Pattern): string[] {
  const { severities } = pattern.facts;
  const status = shared(pattern, ({ httpRequest }) => httpRequest?.status);
  const severity = shared(pattern, (entry) => entry.severity);
  const isOnly = severities.length === 1 && severities[0]?.severity === severity;
  return [
    ...(typeof status === 'number' ? [`httpRequest.status=${status}`] : []),
    ...(isOnly ? [`severity=${severity}`] : []),
  ];
}

/** What the log itself may hold otherwise: mended characters, and placeholders of what was redacted. */
const CHANGED_BY_US = new RegExp(`[^ -~]+|${PLACEHOLDER.source}`);
/** A message may be put together out of fields: each of them may stand by itself. */
const BETWEEN_FIELDS = /: | {2,}|[.!] /;
const LEAST_PHRASE = 4;
/** What was thrown is looked at up to here. */
const LONGEST_THROWN = 2_000;
const MOST_PIECES = 50;
/** What Cloud Logging lets a label be, about. */
const LONGEST_LABEL = 200;

/**
 * The longest piece of the message that all entries of the pattern share and that stands in a field of theirs; of a stack
 * trace, what was thrown. Null where there is none.
 */
function phraseOf(pattern: Pattern): string | null {
  const thrown = pattern.thrown.map(({ type, message }) =>
    atWord(pattern.template.includes(message) ? message : type, LONGEST_THROWN),
  );
  const pieces = (sharedText(pattern) ?? thrown)
    .flatMap((piece) => piece.split(CHANGED_BY_US))
    .flatMap((piece) => [piece, ...piece.split(BETWEEN_FIELDS)])
    .map((piece) => atWord(piece.trim(), LONGEST_PHRASE))
    .filter((piece) => piece.length >= LEAST_PHRASE)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const held = pattern.examples.map(textsHeld);
  const stands = (piece: string) => held.every((texts) => texts.some((text) => text.includes(piece)));
  return pieces.slice(0, MOST_PIECES).find(stands) ?? null;
}

/** A search is for whole words. */
function atWord(piece: string, longest: number): string {
  if (piece.length <= longest) return piece;
  const head = piece.slice(0, longest);
  return head.slice(0, Math.max(head.lastIndexOf(' '), 0)) || head;
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** encodeURIComponent leaves brackets, which Markdown gives a meaning, and `'`. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
