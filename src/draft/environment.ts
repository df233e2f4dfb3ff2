import type { PhrasingContent } from 'mdast';
import { settingOf } from '../collect/origin.ts';
import type { Cluster } from '../model/cluster.ts';
import { formatNumber } from '../wording/words.ts';
import type { DraftInput } from './input.ts';
import { text } from './markdown.ts';
import { inertCode, inertNodes } from './sanitise.ts';

const LONGEST_VALUE = 60;
const MOST_FACTS = 12;
const MOST_SERVICES = 3;
/** Facts of the environment that stand elsewhere, or change with every start. */
const ELSEWHERE = /^(?:service(?: name)?|project id|revision.*|instance.*|container(?! name$).*)$/i;
/** What the run says of a label that tells entries apart: no entry's value of it is the environment. */
const MANY = /^more than \d/;

interface Fact {
  readonly name: string;
  /** Null where the entries have different ones. */
  readonly value: string | null;
}

/** Where this problem was logged: the service, and what its own examples say, never those of another problem of the run. */
export function environmentOf({ run, cluster }: DraftInput): PhrasingContent[][] {
  const many = new Set(run.context.filter(({ value }) => MANY.test(value)).map(({ name }) => name));
  const services = servicesOf(cluster);
  const facts: Fact[] = [
    ...services,
    { name: 'project', value: run.project },
    ...placesOf(cluster, many).filter(({ value }) => services.every((service) => service.value !== value)),
  ];
  return facts
    .filter(({ value }) => value !== '' && (value ?? '').length <= LONGEST_VALUE)
    .slice(0, MOST_FACTS)
    .map(({ name, value }) => [...inertNodes(name), text(' '), value === null ? text('several') : inertCode(value)]);
}

function servicesOf({ facts }: Cluster): Fact[] {
  const names = facts.services.map(({ name }) => name).filter((name) => name !== '');
  if (names.length > MOST_SERVICES) return [{ name: `${formatNumber(names.length)} services`, value: null }];
  return names.map((value) => ({ name: 'service', value }));
}

/** Labels that people set count only where all examples have them alike: they may be anything. */
function placesOf({ patterns }: Cluster, many: ReadonlySet<string>): Fact[] {
  const own = patterns.filter(({ part }) => part !== 'shared');
  const settings = own.flatMap(({ examples }) => examples.map(settingOf));
  const resources = settings.map(({ resourceType, resource }) => ({
    ...Object.fromEntries(Object.entries(resource).map(([name, value]) => [name.replaceAll('_', ' '), value])),
    'resource type': resourceType,
  }));
  const labels = settings.map((setting) => setting.labels);
  const known = new Set(resources.flatMap((resource) => Object.keys(resource)));
  const facts = [
    ...shared(resources),
    ...shared(labels).filter(({ name, value }) => value !== null && !many.has(name) && !known.has(name)),
  ];
  return facts.filter(({ name }) => !ELSEWHERE.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Each name that all of them have, with the value that all of them have. */
function shared(all: readonly Readonly<Record<string, string>>[]): Fact[] {
  const [first = {}, ...others] = all;
  return Object.entries(first).flatMap(([name, value]) => {
    if (!others.every((one) => Object.hasOwn(one, name))) return [];
    return [{ name, value: others.every((one) => one[name] === value) ? value : null }];
  });
}
