import { addTo } from '../add-to.ts';
import { compareText } from '../compare.ts';
import type { Member } from '../member.ts';
import { isErrorType } from '../skeleton/traces/error-type.ts';
import { logEntryOf } from '../summary/kept-entry.ts';
import { isHalf, timeShare } from './co-occurrence.ts';
import { type Complaint, describeComplaint } from './complaint.ts';
import { DATABASE, isDatabase } from './dependency.ts';
import { instancesOf } from './instances.ts';
import type { Link } from './link.ts';
import { splitByMemory } from './memory.ts';
import { peerIn } from './peer.ts';
import { isPoolTimeout } from './pool-timeout.ts';
import { servicesOf } from './services.ts';

/** A pattern that complains, and whom it names as out of reach. */
interface Plaintiff {
  readonly index: number;
  readonly member: Member;
  readonly complaint: Complaint;
  readonly peer: string | null;
}

/**
 * Patterns of one service that say, each in its own words, that the same dependency cannot be reached or that memory runs
 * out. That tokens are refused is no such state: it may be so for many reasons, and only shared traces tell (see
 * shared-ids.ts).
 */
export function linksByComplaint(members: readonly Member[], complaints: readonly (readonly Complaint[])[]): Link[] {
  const links: Link[] = [];
  const byService = groupByService(
    members.flatMap((member, index) => plaintiffsOf(member, index, complaints[index] ?? [])),
  );
  for (const [service, plaintiffs] of [...byService].sort(([a], [b]) => compareText(a, b))) {
    for (const party of partiesOf(plaintiffs, service)) {
      const [first] = party;
      if (first === undefined || party.length < 2 || differInCodesOnly(party)) continue;
      const what = party.every(({ member }) => isPoolTimeout(member))
        ? 'no connection of the pool is free'
        : describeComplaint(party.find(({ complaint }) => complaint.about !== DATABASE)?.complaint ?? first.complaint);
      const where = service === '' ? '' : ` in ${service}`;
      links.push({
        members: party.map(({ index }) => index),
        rule: `joined: ${party.length} patterns say that ${what}${where}`,
      });
    }
  }
  return links;
}

function plaintiffsOf(member: Member, index: number, complaints: readonly Complaint[]): Plaintiff[] {
  return complaints
    .filter(({ trouble, about }) => trouble === 'memory' || (trouble === 'unreachable' && about !== ''))
    .map((complaint) => ({ index, member, complaint, peer: constantPeer(member) }));
}

/** Events of a platform name no service: they count for those of the instances that they name. */
function groupByService(plaintiffs: readonly Plaintiff[]): Map<string, Plaintiff[]> {
  const servicesOn = new Map<number, Set<string>>();
  for (const { member } of plaintiffs) {
    for (const service of servicesOf(member)) {
      for (const instance of instancesOf(member)) {
        servicesOn.set(instance, (servicesOn.get(instance) ?? new Set()).add(service));
      }
    }
  }
  const groups = new Map<string, Plaintiff[]>();
  for (const plaintiff of plaintiffs) {
    const named = servicesOf(plaintiff.member);
    const around = instancesOf(plaintiff.member).flatMap((instance) => [...(servicesOn.get(instance) ?? [])]);
    const services = new Set(named.length > 0 ? named : around.length > 0 ? around : ['']);
    for (const service of services) addTo(groups, service, plaintiff);
  }
  return groups;
}

/** Splits the complaints of one service by what they are about. */
function partiesOf(plaintiffs: readonly Plaintiff[], service: string): Plaintiff[][] {
  const memory = plaintiffs.filter(({ complaint }) => complaint.trouble === 'memory');
  // Machines have memory of their own; the instances of a service are alike.
  const owners = service === '' ? splitByResource(memory) : [memory];
  const unreachable = Map.groupBy(
    plaintiffs.filter(({ complaint }) => complaint.trouble === 'unreachable'),
    ({ complaint }) => complaint.about,
  );
  // "The database" is the one that others name, if they name but one.
  const databases = [...unreachable.keys()].filter(isDatabase);
  const [named] = databases;
  const unnamed = unreachable.get(DATABASE);
  if (named !== undefined && databases.length === 1 && unnamed !== undefined) {
    unreachable.set(named, [...(unreachable.get(named) ?? []), ...unnamed]);
    unreachable.delete(DATABASE);
  }
  return [...owners.flatMap(splitByMemory), ...[...unreachable.values()].flatMap(splitPoolTimeouts)];
}

/** By the one resource that all examples come from; who has several goes with nobody. */
function splitByResource(plaintiffs: readonly Plaintiff[]): Plaintiff[][] {
  const byResource = Map.groupBy(plaintiffs, ({ member: { summary } }) => {
    const resources = new Set(summary.examples.map((example) => JSON.stringify(logEntryOf(example).resource ?? {})));
    const [resource = null] = resources;
    return resources.size === 1 ? resource : null;
  });
  byResource.delete(null);
  return [...byResource.values()];
}

/** A pool that has no connection left is that of a dependency that is away only where others say so, there and then. */
function splitPoolTimeouts(plaintiffs: readonly Plaintiff[]): Plaintiff[][] {
  const pools = plaintiffs.filter(({ member }) => isPoolTimeout(member));
  const others = plaintiffs.filter((plaintiff) => !pools.includes(plaintiff));
  const outages = others.map(({ member }) => member.summary.occurrences);
  const near = pools.filter(({ member }) => {
    const share = timeShare(member.summary.occurrences, outages, 'around');
    return share.covered > 0 && isHalf(share);
  });
  return [...splitByPeer([...others, ...near]), ...splitByPeer(pools.filter((pool) => !near.includes(pool)))];
}

/** Two hosts of one kind are two problems; who names no host goes with the only one there is. */
function splitByPeer(plaintiffs: readonly Plaintiff[]): Plaintiff[][] {
  const named = new Set(plaintiffs.map(({ peer }) => peer).filter((peer) => peer !== null));
  // A host whose name is not found has a port elsewhere.
  const full = (peer: string | null): string | null => {
    const [only, ...others] = [...named].filter((other) => other.startsWith(`${peer}:`));
    return only !== undefined && others.length === 0 ? only : peer;
  };
  const peers = new Set([...named].map(full));
  const kinds = Map.groupBy(peers, kindOfPeer);
  // A name and an address may be one and the same, a socket and they are not.
  const isOne = kinds.has('socket') ? peers.size === 1 : [...kinds.values()].every((same) => same.length === 1);
  if (isOne) return [[...plaintiffs]];
  return [...Map.groupBy(plaintiffs, ({ peer }) => full(peer))]
    .filter(([peer]) => peer !== null)
    .map(([, party]) => party);
}

function kindOfPeer(peer: string | null): 'address' | 'name' | 'socket' {
  if (peer?.startsWith('/') === true) return 'socket';
  return /^(?:\[|[\d.]+:)/.test(peer ?? '') ? 'address' : 'name';
}

/** The peer that all examples name, if they all name one. */
function constantPeer({ voices }: Member): string | null {
  const peers = new Set(
    voices.map(({ message, line, thrown }) =>
      peerIn((thrown.length === 0 ? [message] : [line, ...thrown.map((error) => error.message)]).join('\n')),
    ),
  );
  const [peer = null] = peers;
  return peers.size === 1 ? peer : null;
}

/** `Redis failed: ECONNRESET` and `Redis failed: ETIMEDOUT` were told apart on purpose. */
function differInCodesOnly(party: readonly Plaintiff[]): boolean {
  const shapes = new Set(
    party.map(({ member }) => member.tokens.map((token) => (isCode(token) ? '' : token)).join(' ')),
  );
  return shapes.size === 1;
}

function isCode(token: string): boolean {
  return /^[A-Z][A-Z0-9_]{2,}$/.test(token) || isErrorType(token.replace(/:$/, ''), true);
}
