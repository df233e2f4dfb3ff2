import { compareText } from '../cluster/compare.ts';
import { type Choice, emptySample, keep, type Sample, settle } from '../cluster/summary/sample.ts';
import { hashText } from '../collect/hash.ts';
import type { CollectedEntry, Setting } from '../model/entry.ts';

/** With more values than this a label tells entries apart, not the environment. */
const FEW = 3;
/** Labels are free text: more names than this are not kept. */
const MOST_NAMES = 60;
/** Services and settings remembered as noted already; a log whose entries each have a label of their own has any number. */
const MOST_NOTED = 1_000;

/** What Google Cloud itself says of an entry; kept however many labels there are. */
const OWN_NAMES = new Set(['service', 'resource type']);
const CHOICE: Choice = { limit: MOST_NAMES, hashOf: (name) => (OWN_NAMES.has(name) ? 0 : hashText(name)) };

/** Gathers what the kept entries say of where they ran: resource type, region, labels. */
export interface Environment {
  add(entry: CollectedEntry): void;
  seen(): SeenEnvironment;
}

/** Names in order of code unit with their values, sorted; null where there are more than three. Plain data. */
export type SeenEnvironment = readonly { readonly name: string; readonly values: readonly string[] | null }[];

/** The values of each name; null once there are too many. */
type Names = Sample<Set<string> | null>;

/** Holds few names and few values of each, whatever comes; which ones depends on the set of entries alone. */
export function createEnvironment(): Environment {
  const names: Names = emptySample();
  const services = new Set<string>();
  const settings = new Set<Setting>();
  return {
    add({ service, setting }) {
      if (isNew(services, service)) note(names, 'service', [service]);
      if (isNew(settings, setting)) noteSetting(names, setting);
    },
    seen: () => seenIn(names),
  };
}

/** What was seen by any of them; neither the order nor how they are put together matters. */
export function mergeEnvironments(all: readonly SeenEnvironment[]): SeenEnvironment {
  const merged: Names = emptySample();
  for (const seen of all) for (const { name, values } of seen) note(merged, name, values);
  return seenIn(merged);
}

/** For people: values that differ are listed while they are few, else counted. */
export function environmentFacts(seen: SeenEnvironment): { name: string; value: string }[] {
  return seen.map(({ name, values }) => ({ name, value: values?.join(', ') ?? `more than ${FEW} values` }));
}

function noteSetting(names: Names, { resourceType, resource, labels }: Setting): void {
  note(names, 'resource type', [resourceType]);
  for (const [key, value] of Object.entries(resource)) {
    if (key !== 'service_name') note(names, key.replaceAll('_', ' '), [value]);
  }
  for (const [key, value] of Object.entries(labels)) note(names, key, [value]);
}

/** Whether it is not among those that are remembered; to note one again does no harm. */
function isNew<Thing>(noted: Set<Thing>, thing: Thing): boolean {
  if (noted.has(thing)) return false;
  if (noted.size >= MOST_NOTED) noted.clear();
  noted.add(thing);
  return true;
}

function note(names: Names, name: string, found: readonly string[] | null): void {
  const known = names.kept.get(name);
  if (known === null) return;
  if (found === null) {
    keep(names, name, null, CHOICE);
    return;
  }
  const values = known ?? new Set();
  for (const value of found) if (value !== '') values.add(value);
  if (values.size > FEW) keep(names, name, null, CHOICE);
  else if (known === undefined && values.size > 0) keep(names, name, values, CHOICE);
}

function seenIn(names: Names): SeenEnvironment {
  return [...settle(names, CHOICE).kept]
    .map(([name, values]) => ({ name, values: values === null ? null : [...values].sort() }))
    .sort((a, b) => compareText(a.name, b.name));
}
