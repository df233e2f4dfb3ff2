import { messageOf } from '../collect/message.ts';
import type { Cluster } from '../model/cluster.ts';
import { isLoggingPlace, topOwnFrame } from './terms.ts';

/** How a cluster was seen, in phrases that sentences are made of. Every number in them is one of the cluster's facts. */
export interface Sighting {
  /** `15 times from 2025-09-12 09:15 to 23:26 UTC`, or `once, 2025-09-12 23:26 UTC` */
  readonly howOften: string;
  /** `on revision x`, `on revisions x and y`, `on several revisions`, or empty */
  readonly whereRunning: string;
  /** Code type: `app/setup.py:23`, or function and module; null when the entries name only the log call. */
  readonly place: string | null;
  /** The function alone, in code type, or null. */
  readonly function: string | null;
  /** The message's first line in code type. */
  readonly quote: string;
  /** `3 users`, `at least 10000 users`, or null when no entry names one. */
  readonly users: string | null;
}

const LONGEST_QUOTE = 200;

/** `sourceRoots` leads from paths in stack traces to paths in the repository. */
export function describeSighting(cluster: Cluster, sourceRoots: Readonly<Record<string, string>>): Sighting {
  const { facts } = cluster;
  const names = facts.revisions.map(({ name }) => name).filter((name) => name !== '');
  return {
    howOften:
      facts.count === 1
        ? `once, ${day(facts.firstSeen)} ${clock(facts.firstSeen)} UTC`
        : `${facts.count} times ${span(facts.firstSeen, facts.lastSeen)}`,
    whereRunning: onRevisions(names),
    ...placeOf(cluster, sourceRoots),
    quote: code(firstLineOf(cluster)),
    users:
      facts.users.count === 0 ? null : `${facts.users.atLeast ? 'at least ' : ''}${plural(facts.users.count, 'user')}`,
  };
}

/** The path as the repository has it. */
function repositoryPath(file: string, sourceRoots: Readonly<Record<string, string>>): string {
  const root = Object.keys(sourceRoots)
    .filter((prefix) => file.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0];
  return root === undefined ? file : `${sourceRoots[root] ?? ''}${file.slice(root.length)}`;
}

/** In code type, whatever it holds. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', ' ')}\``;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function onRevisions(names: readonly string[]): string {
  const [first, second, third] = names.map(code);
  if (first === undefined) return '';
  if (third !== undefined) return 'on several revisions';
  return second === undefined ? `on revision ${first}` : `on revisions ${first} and ${second}`;
}

function placeOf(
  cluster: Cluster,
  sourceRoots: Readonly<Record<string, string>>,
): Pick<Sighting, 'place' | 'function'> {
  const frame = topOwnFrame(cluster);
  if (frame !== null) {
    const path = repositoryPath(frame.file, sourceRoots);
    const named = frame.function !== '' && !frame.function.startsWith('<');
    return {
      place: code(frame.line === null ? path : `${path}:${frame.line}`),
      function: named ? code(frame.function) : null,
    };
  }
  const place = cluster.patterns[0]?.facts.places.find((one) => !isLoggingPlace(one));
  if (place === undefined) return { place: null, function: null };
  const inFunction = place.function === '' ? null : code(place.function);
  if (place.file !== '') {
    const path = repositoryPath(place.file, sourceRoots);
    return { place: code(place.line === '' ? path : `${path}:${place.line}`), function: inFunction };
  }
  if (place.module === '') return { place: inFunction, function: inFunction };
  const line = place.line === '' ? '' : `, line ${place.line}`;
  return {
    place: inFunction === null ? `${code(place.module)}${line}` : `${inFunction} (${code(place.module)}${line})`,
    function: inFunction,
  };
}

function firstLineOf(cluster: Cluster): string {
  const [root] = cluster.patterns;
  const cause = cluster.rootCause;
  const message = root === undefined ? '' : messageOf(root.example);
  // The first line of a bare stack trace says only that it is one.
  const trace = message.startsWith('Traceback ') && cause !== null;
  const line = (trace ? `${cause.type}: ${cause.message}` : message).split('\n', 1)[0]?.trim() ?? '';
  return (line.length > LONGEST_QUOTE ? clip(line) : line).replace(/[.\s]+$/, '');
}

/** At the end of a sentence where one ends in the second half, else between two words. */
function clip(line: string): string {
  const head = line.slice(0, LONGEST_QUOTE);
  const sentence = head.lastIndexOf('. ');
  return sentence > LONGEST_QUOTE / 2 ? head.slice(0, sentence + 1) : head.slice(0, Math.max(head.lastIndexOf(' '), 1));
}

function span(first: string, last: string): string {
  const from = `${day(first)} ${clock(first)}`;
  const to = day(first) === day(last) ? clock(last) : `${day(last)} ${clock(last)}`;
  return from === `${day(last)} ${clock(last)}` ? `within the minute ${from} UTC` : `from ${from} to ${to} UTC`;
}

function day(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}

function clock(time: string): string {
  return new Date(time).toISOString().slice(11, 16);
}

/** `a, b and c` */
export function joinWords(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
