import { messageOf } from '../collect/message.ts';
import type { Config } from '../config/schema.ts';
import { repositoryPlace } from '../config/source-roots.ts';
import type { AffectedComponent, Assessment, Evidence } from '../model/assessment.ts';
import type { Backing } from '../model/backing.ts';
import type { Cluster, Facts, Frame, Pattern } from '../model/cluster.ts';
import type { LogEntry } from '../model/entry.ts';
import type { Fix } from '../model/issue.ts';
import type { SearchRecord } from '../model/report.ts';
import { countSeverities } from '../wording/severities.ts';
import { thrownText } from '../wording/thrown.ts';
import { count, formatDistinct, secondsBetween } from '../wording/words.ts';
import { symptomOf } from './symptom.ts';
import { textsIn } from './texts-in.ts';

/** Everything that prose about a cluster may rest on: its facts and entries, the evidence, the config, what was found. */
export function backingOf(
  cluster: Cluster,
  assessment: Assessment,
  search: SearchRecord,
  fix: Fix | null,
  sourceRoots: Config['sourceRoots'],
): Backing[] {
  return [
    ...assessment.evidence.map(evidenceBacking),
    ...factsBacking(cluster.facts),
    ...placesBacking(cluster, sourceRoots),
    ...assessment.rules.map((text): Backing => ({ id: 'priority', kind: 'evidence', text })),
    ...assessment.components.flatMap(componentBacking),
    ...namesBacking(cluster),
    ...searchBacking(search),
    ...(fix === null ? [] : [trackerBacking(fix.pull, `${fix.title} ${fix.how} ${fix.mergedAt} ${fix.url}`)]),
    ...cluster.patterns.flatMap(({ template, examples }) => [
      { id: 'log:template', kind: 'stranger' as const, text: template },
      ...examples.flatMap(entryBacking),
    ]),
    ...(cluster.rootCause === null
      ? []
      : [
          {
            id: 'log:exception',
            kind: 'stranger' as const,
            text: thrownText(cluster.rootCause),
          },
        ]),
  ];
}

function evidenceBacking({ id, name, value, unit, by }: Evidence): Backing {
  return { id, kind: by ?? 'evidence', text: `${name}: ${value}${unit === undefined ? '' : ` ${unit}`}` };
}

/** What is counted of all entries, each in words of its own, so that a number is known by its noun. */
function factsBacking(facts: Facts): Backing[] {
  const { services, revisions, statuses, severities, firstSeen, lastSeen } = facts;
  const span = secondsBetween(firstSeen, lastSeen);
  const rows: readonly (readonly [string, string])[] = [
    ['entries', count(facts.count, 'entry', 'entries')],
    ['seen', `first ${firstSeen}, last ${lastSeen}${span === null ? '' : `, ${span} seconds between them`}`],
    ['severities', `${facts.severity}: ${countSeverities(severities)}`],
    [
      'services',
      `${count(services.length, 'service')}: ${services.map((one) => `${one.name} (${one.count})`).join(', ')}`,
    ],
    ['revisions', count(revisions.length, 'revision')],
    ...revisions.map((one) => ['revision', `${one.name} (${one.count}), ${one.firstSeen} to ${one.lastSeen}`] as const),
    ...(['instances', 'users', 'traces'] as const)
      // None named is not none.
      .filter((name) => facts[name].count > 0)
      .map((name) => [name, `${formatDistinct(facts[name])} ${name}`] as const),
    ...statuses.map((one) => ['statuses', `HTTP status ${one.status}: ${count(one.count, 'request')}`] as const),
    ['groups', `${count(facts.errorGroups.length, 'group')}: ${facts.errorGroups.join(', ')}`],
  ];
  return rows.map(([name, text]): Backing => ({ id: `facts:${name}`, kind: 'evidence', text }));
}

/** Where it was logged and thrown, as the container and as the repository call it. */
function placesBacking({ facts, rootCause, patterns }: Cluster, sourceRoots: Config['sourceRoots']): Backing[] {
  const frames = [rootCause, ...patterns.flatMap(({ thrown }) => thrown)].flatMap((error) => error?.frames ?? []);
  const places = [...facts.places, ...patterns.flatMap((pattern) => pattern.facts.places)];
  const texts = [
    ...frames.map((frame) => `${whereOf(frame, sourceRoots)} ${frame.function}`),
    ...places.map((place) => `${whereOf(place, sourceRoots)} ${place.module} ${place.function}`),
  ];
  return [...new Set(texts)].map((text): Backing => ({ id: 'place', kind: 'evidence', text }));
}

function whereOf(
  place: Pick<Frame, 'file'> & { readonly line: number | string | null },
  sourceRoots: Config['sourceRoots'],
): string {
  const line = place.line === null || place.line === '' ? '' : `, line ${place.line}`;
  return `${repositoryPlace(place, {})} ${repositoryPlace(place, sourceRoots)}${line}`;
}

/** Money stands here, and nowhere else. */
function componentBacking({ because, revenue, links, ...component }: AffectedComponent): Backing[] {
  const texts = [component.name, component.importance, component.journey ?? '', component.owner ?? ''];
  const money = revenue === null ? [] : [`revenue: ${revenue}`];
  const more = links.flatMap(({ title, url }) => [title, url]);
  return [
    { id: `config:${component.name}`, kind: 'config', text: [...texts, ...money, ...more].join('\n') },
    { id: `name:${component.name}`, kind: 'evidence', text: because },
  ];
}

/**
 * Names that code read off the entries: types, what a symptom is about, the words of a template that are no values. They
 * may be used without a quotation, and back no number.
 */
function namesBacking(cluster: Cluster): Backing[] {
  const symptom = Object.entries(symptomOf(cluster)).flatMap(([field, value]) =>
    field === 'kind' || field === 'from' || field === 'to' ? [] : textsIn(value),
  );
  const thrown = [cluster.rootCause, ...cluster.patterns.flatMap((pattern) => pattern.thrown)];
  const types = thrown.flatMap((error) =>
    error === null ? [] : [error.type, ...error.frames.map(({ code }) => code)],
  );
  const words = [
    ...cluster.patterns.map(namesInTemplate),
    ...(cluster.rootCause === null ? [] : [namesIn(cluster.rootCause.message)]),
  ];
  return [...symptom, ...types, ...words].flatMap((text): Backing[] =>
    text === '' ? [] : [{ id: 'name:entries', kind: 'evidence', text }],
  );
}

function namesInTemplate({ template }: Pattern): string {
  return namesIn(template.replaceAll('<*>', ' '));
}

/** A name of code has a mark of one: an underscore, a dot, a capital inside, or nothing but capitals. No address is one. */
function namesIn(text: string): string {
  const words = text.match(/(?<![\w.:/@-])[A-Za-z_][\w.]{1,80}\w(?![\w/@-]|:\/)/g) ?? [];
  const names = words.filter(
    (word) => /_|[a-z][A-Z]|\w\.\w|^[A-Z][A-Z0-9]+$/.test(word) && !/\.(?:com|net|org|io|dev|app|example)$/i.test(word),
  );
  return [...new Set(names)].join(' ');
}

function trackerBacking(number: number, text: string): Backing {
  return { id: `#${number}`, kind: 'tracker', text: `#${number} ${text}` };
}

function searchBacking({ candidates, pulls, steps }: SearchRecord): Backing[] {
  return [
    ...candidates.map(({ number, title, url, state }) => trackerBacking(number, `${title} ${state} ${url}`)),
    ...pulls.map(({ number, title, url, mergedAt, state }) =>
      trackerBacking(number, `${title} ${state} ${mergedAt ?? ''} ${url}`),
    ),
    ...steps.flatMap(({ hits }) => hits.map((number) => trackerBacking(number, ''))),
  ];
}

/** When and where an entry was written is a fact; what it says is not. An entry without words is quoted as its payload. */
function entryBacking(entry: LogEntry): Backing[] {
  const { insertId = '', timestamp = '', receiveTimestamp = '', severity = '' } = entry;
  return [
    { id: `entry:${insertId}`, kind: 'evidence', text: `${timestamp} ${receiveTimestamp} ${severity}` },
    { id: `log:${insertId}`, kind: 'stranger', text: [messageOf(entry), ...textsIn(entry)].join('\n') },
  ];
}
