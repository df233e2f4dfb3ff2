import type { Link } from 'mdast';
import type { Pattern } from '../model/cluster.ts';
import type { DraftInput } from './input.ts';
import { link } from './markdown.ts';
import { sharedText } from './template-text.ts';

const CONSOLE = 'https://console.cloud.google.com';
const MOST_GROUPS = 3;
const LONGEST_PHRASE = 100;

/** Logs Explorer on these entries and this window; Error Reporting where it knows the error. None without a project. */
export function consoleLinks({ run, cluster }: DraftInput): Link[] {
  const { project, window } = run;
  const root = cluster.patterns[0];
  if (project === '' || root === undefined) return [];
  const range = `${window.since}/${window.until}`;
  const suffix = `?project=${encode(project)}`;
  const logs = `${CONSOLE}/logs/query;query=${encode(queryFor(root))};timeRange=${encode(range)}${suffix}`;
  const groups = cluster.facts.errorGroups.filter((group) => /^[\w-]{1,200}$/.test(group)).slice(0, MOST_GROUPS);
  return [
    link(logs, 'Logs Explorer'),
    ...groups.map((group, index) =>
      link(`${CONSOLE}/errors/detail/${group}${suffix}`, `Error Reporting${groups.length > 1 ? ` ${index + 1}` : ''}`),
    ),
  ];
}

/** https://cloud.google.com/logging/docs/view/logging-query-language */
function queryFor(pattern: Pattern): string {
  const { resource } = pattern.example;
  const service = resource?.labels?.service_name;
  return [
    ...(resource?.type === undefined ? [] : [`resource.type=${quoted(resource.type)}`]),
    ...(service === undefined ? [] : [`resource.labels.service_name=${quoted(service)}`]),
    ...phraseOf(pattern).map(quoted),
  ].join('\n');
}

/** What the log itself may hold otherwise: mended characters, and placeholders of what was redacted. */
const CHANGED_BY_US = /[^ -~]+|\[[a-z]+(?:-[a-z]+)*-[0-9a-f]{4}\]/;

/** The longest piece of the message that all entries of the pattern share; of a stack trace, what was thrown. */
function phraseOf(pattern: Pattern): string[] {
  const thrown = pattern.thrown.map(({ type, message }) => (pattern.template.includes(message) ? message : type));
  const pieces = (sharedText(pattern) ?? thrown)
    .flatMap((piece) => piece.split(CHANGED_BY_US))
    .map((piece) => piece.trim())
    .filter((piece) => piece.length >= 4);
  const [longest] = pieces.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return longest === undefined ? [] : [longest];
}

function quoted(value: string): string {
  return `"${value.slice(0, LONGEST_PHRASE).replace(/["\\]/g, '\\$&')}"`;
}

/** encodeURIComponent leaves brackets, which Markdown gives a meaning, and `'`. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
