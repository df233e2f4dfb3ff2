import type { BlockContent, PhrasingContent } from 'mdast';
import { readableTemplate } from '../assess/template-text.ts';
import { topOwnFrame } from '../cluster/exception.ts';
import { isLoggingPlace } from '../collect/place.ts';
import { repositoryPath, repositoryPlace } from '../config/source-roots.ts';
import { saysSomething, tellingLine } from '../investigate/telling-line.ts';
import type { AffectedComponent } from '../model/assessment.ts';
import type { Cluster, Pattern } from '../model/cluster.ts';
import type { Place } from '../model/entry.ts';
import { thrownText } from '../wording/thrown.ts';
import { formatNumber } from '../wording/words.ts';
import { allowedLinksOf } from './allowed-links.ts';
import { errorReportingLinks } from './console-links.ts';
import { environmentOf } from './environment.ts';
import type { DraftInput } from './input.ts';
import { code, list, separated, text } from './markdown.ts';
import { proseLine } from './prose.ts';
import { inertCode, inertNodes } from './sanitise.ts';
import { suspectNodes } from './suspects.ts';

const LONGEST_ERROR = 280;
const MOST_PLACES = 3;
const MOST_REVISIONS = 5;
const MOST_OWNERS = 5;

/** Where, what exactly, on what; one line each, only those there is something to say about. */
export function technicalDetails(input: DraftInput): BlockContent[] {
  const { cluster, config } = input;
  const lines: [string, PhrasingContent[]][] = [
    ['Where', whereOf(cluster, config.sourceRoots)],
    ['Error', [inertCode(exactError(cluster))]],
    ['Pattern', patternOf(cluster.patterns[0])],
    ['Fingerprint', [code(cluster.fingerprint)]],
    ['Environment', separated(environmentOf(input), ', ')],
    ['Revisions when filed', revisionsOf(cluster)],
    ['Suspects, not proven', suspectsOf(input)],
    ['Known as', separated(errorReportingLinks(input), ' · ')],
    ['Owner', ownersOf(input.assessment.components)],
    ['Analysis', proseLine(input.investigation.report.prose.analysis, allowedLinksOf(input))],
  ];
  return [list(lines.flatMap(([name, nodes]) => (nodes.length === 0 ? [] : [[text(`${name}: `), ...nodes]])))];
}

/** What limits the list is for the worklog where there is no list. */
function suspectsOf(input: DraftInput): PhrasingContent[] {
  return input.investigation.suspects.length === 0 ? [] : suspectNodes(input.investigation, allowedLinksOf(input));
}

/** `AttributeError: 'function' object has no attribute 'can_handle'` as it was thrown; else what the entry says is wrong. */
export function exactError(cluster: Cluster): string {
  const { rootCause } = cluster;
  const thrown = rootCause === null ? '' : (thrownText(rootCause).split('\n', 1)[0] ?? '');
  return saysSomething(thrown) ? thrown : tellingLine(cluster, LONGEST_ERROR).line;
}

function whereOf(cluster: Cluster, sourceRoots: DraftInput['config']['sourceRoots']): PhrasingContent[] {
  const frame = topOwnFrame(cluster.rootCause);
  const raised = frame === null ? [] : [inertCode(repositoryPlace(frame, sourceRoots))];
  const named = cluster.facts.places.filter((place) => place.module !== '' || place.file !== '');
  const telling = named.filter((place) => !isLoggingPlace(place));
  if (telling.length > 0) {
    const logged = telling.slice(0, MOST_PLACES).map((place) => inertCode(loggedFrom(place, sourceRoots)));
    return [...raised, text(raised.length > 0 ? '; logged from ' : 'logged from '), ...separated(logged, ', ')];
  }
  const [place] = named;
  if (raised.length > 0 || place === undefined) return raised;
  return [
    text('logged from '),
    inertCode(loggedFrom(place, sourceRoots)),
    text(' (the log call itself, which says nothing)'),
  ];
}

/** `netra_backend.app.handlers.route_message:1271`, or the file where no module is named. */
export function loggedFrom(place: Place, sourceRoots: DraftInput['config']['sourceRoots']): string {
  const name = [place.module, place.function].filter((part) => part !== '').join('.');
  const line = place.line === '' ? '' : `:${place.line}`;
  return `${place.module === '' ? repositoryPath(place.file, sourceRoots) : name}${line}`;
}

/** Which parts change from entry to entry, where any do. */
function patternOf(root: Pattern | undefined): PhrasingContent[] {
  if (!root?.template.includes('<*>')) return [];
  return [inertCode(readableTemplate(root))];
}

/** Named, never pinged. */
function ownersOf(components: readonly AffectedComponent[]): PhrasingContent[] {
  const owned = components.flatMap(({ name, owner }) =>
    owner === null ? [] : [[...inertNodes(owner), text(' ('), ...inertNodes(name), text(')')]],
  );
  return separated(owned.slice(0, MOST_OWNERS), ', ');
}

function revisionsOf({ facts }: Cluster): PhrasingContent[] {
  const latest = facts.revisions
    .filter(({ name }) => name !== '')
    .toSorted((a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen) || (a.name < b.name ? -1 : 1));
  const shown = latest.slice(0, MOST_REVISIONS).map(({ name }) => [inertCode(name)]);
  const more = latest.length - shown.length;
  return [...separated(shown, ', '), ...(more > 0 ? [text(` and ${formatNumber(more)} more`)] : [])];
}
