import { messageOf } from '../collect/message.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Fix } from '../model/issue.ts';
import type { SearchRecord } from '../model/report.ts';

/** Everything that prose about a cluster may rest on: its facts and entries, the evidence, the config, what was found. */
export function backingOf(cluster: Cluster, assessment: Assessment, search: SearchRecord, fix: Fix | null): string[] {
  const frames = [cluster.rootCause, ...cluster.patterns.flatMap(({ thrown }) => thrown)].flatMap(
    (error) => error?.frames ?? [],
  );
  const { places, timeline: _, ...facts } = cluster.facts;
  return [
    JSON.stringify(facts),
    ...places.map(({ file, module, function: name, line }) => `${file}:${line} ${module} ${name} ${line}`),
    ...frames.map(({ file, function: name, line, code }) => `${file}:${line} ${name} ${code}`),
    ...(cluster.rootCause === null ? [] : [`${cluster.rootCause.type}: ${cluster.rootCause.message}`]),
    ...cluster.patterns.flatMap(({ template, examples }) => [
      template,
      // An entry without words is quoted as its payload.
      ...examples.map(messageOf),
      ...examples.flatMap(textsIn),
    ]),
    ...assessment.evidence.map(({ id, name, value, unit }) => `${id} ${name} ${value} ${unit ?? ''}`),
    ...assessment.rules,
    ...assessment.components.flatMap(textsIn),
    ...search.candidates.flatMap(({ number, title, url }) => [`#${number} ${title}`, url]),
    ...search.pulls.flatMap(({ number, title, url, mergedAt }) => [`#${number} ${title} ${mergedAt ?? ''}`, url]),
    ...(fix === null ? [] : [`#${fix.pull} ${fix.title} ${fix.mergedAt}`, fix.url]),
    ...search.steps.flatMap(({ hits }) => hits.map((number) => `#${number}`)),
  ];
}

/** All strings and numbers of a value, unescaped, so that a quotation is found as it stands. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
