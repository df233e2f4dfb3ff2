import { topOwnFrame } from '../cluster/exception.ts';
import { isLoggingPlace } from '../collect/place.ts';
import { repositoryPlace } from '../config/source-roots.ts';
import type { Cluster } from '../model/cluster.ts';
import { countDistinct } from '../wording/words.ts';
import { tellingLine } from './telling-line.ts';

/** How a cluster was seen, in phrases that sentences are made of. Every number in them is one of the cluster's facts. */
export interface Sighting {
  /** `on revision x`, `on revisions x and y`, `on several revisions`, or empty */
  readonly whereRunning: string;
  /** Code type: `app/setup.py:23`, or function and module; null when the entries name only the log call. */
  readonly place: string | null;
  /** The function alone, in code type, or null. */
  readonly function: string | null;
  /** `the log says` and the line that says what is wrong in code type: a quotation names whose words it holds. */
  readonly quote: string;
  /** `3 users`, `at least 10,000 users`, or null when no entry names one. */
  readonly users: string | null;
}

const LONGEST_QUOTE = 200;

/** `sourceRoots` leads from paths in stack traces to paths in the repository. */
export function describeSighting(cluster: Cluster, sourceRoots: Readonly<Record<string, string>>): Sighting {
  const { facts } = cluster;
  const names = facts.revisions.map(({ name }) => name).filter((name) => name !== '');
  return {
    whereRunning: onRevisions(names),
    ...placeOf(cluster, sourceRoots),
    quote: quoteOf(cluster),
    users: facts.users.count === 0 ? null : countDistinct(facts.users, 'user'),
  };
}

/** In code type, whatever it holds. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', ' ')}\``;
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
  const frame = topOwnFrame(cluster.rootCause);
  if (frame !== null) {
    const named = frame.function !== '' && !frame.function.startsWith('<');
    return {
      place: code(repositoryPlace(frame, sourceRoots)),
      function: named ? code(frame.function) : null,
    };
  }
  const place = cluster.patterns[0]?.facts.places.find((one) => !isLoggingPlace(one));
  if (place === undefined) return { place: null, function: null };
  const inFunction = place.function === '' ? null : code(place.function);
  if (place.file !== '') return { place: code(repositoryPlace(place, sourceRoots)), function: inFunction };
  if (place.module === '') return { place: inFunction, function: inFunction };
  const line = place.line === '' ? '' : `, line ${place.line}`;
  return {
    place: inFunction === null ? `${code(place.module)}${line}` : `${inFunction} (${code(place.module)}${line})`,
    function: inFunction,
  };
}

/** A quotation that names its source. */
function quoteOf(cluster: Cluster): string {
  const { by, first, line } = tellingLine(cluster, LONGEST_QUOTE);
  return first === '' ? `${by} ${code(line)}` : `${by} ${code(first)}, with ${code(line)}`;
}
