import { SEVERITY_RANK } from '../../model/severity.ts';
import { headOf } from '../head.ts';
import { isKill, isMemoryKill } from '../kind.ts';
import { ERROR_RANK, type Member } from '../member.ts';
import { isHalf, type Share } from './co-occurrence.ts';
import type { Complaint } from './complaint.ts';
import { instancesOf } from './instances.ts';
import { clip, type Link } from './link.ts';
import { statesOtherCause } from './own-cause.ts';
import { servicesOf } from './services.ts';

/** A sign may come that much before or after the outage itself, in seconds. */
const SLACK_SECONDS = 600;

/** `/healthz`, `/api/health/ready`, `/actuator/health`, `/_ah/health` */
const HEALTH_PATH =
  /(?:^|\/)(?:_?health(?:z|[-_]?checks?)?|_?ready(?:z)?|readiness|livez?|liveness|heartbeat|ping)(?:\/|$)/i;
const HEALTH_LINE =
  /\b(?:health|readiness|liveness|start-?up)[ -]?(?:checks?|probes?|status)\b.{0,200}\b(?:fail\w*|unhealthy|down|not ready|not ok|timed? ?out|unavailable|50\d)\b|\b(?:is|reports?|marked|became) (?:unhealthy|not ready)\b|\b(?:returning|answering|replied|responding)(?: with)? 503\b/i;
/** https://cloud.google.com/run/docs/troubleshooting: what a caller gets when the instance is gone, or there is none. */
const LOST_INSTANCE = /\bconnection to the instance had an error\b|\bupstream connect error or disconnect\b/i;
const NO_INSTANCE = /\bno available instance\b|\bno healthy upstream\b|\binstance could not start\b/i;

/** What says that a service is down without saying why. */
type Sign = 'failed health check' | 'failed start' | 'lost instance' | 'refused request' | 'kill';

interface Outage {
  readonly group: number;
  readonly members: readonly Member[];
  readonly services: ReadonlySet<string>;
  readonly instances: ReadonlySet<number>;
  readonly killsForMemory: boolean;
  readonly firstSeconds: number;
  readonly lastSeconds: number;
}

/**
 * Signs that a service is down (health checks that fail, starts that time out, requests that lose their instance) go to
 * the problem that takes it down, where exactly one does: something it needs and cannot reach, or an end of its process
 * that has a cause. A sign that states a cause of its own stays apart. `complaints` are those of each pattern.
 */
export function linksByOutage(
  members: readonly Member[],
  groupOf: (index: number) => number,
  complaints: readonly (readonly Complaint[])[],
): Link[] {
  const signs = new Map<number, Sign>();
  for (const [index, member] of members.entries()) {
    const sign = signOf(member);
    if (sign !== null) signs.set(index, sign);
  }
  if (signs.size === 0) return [];
  const groups = Map.groupBy(members.keys(), groupOf);
  const outages = [...groups]
    .filter(([, indexes]) => indexes.some((index) => !signs.has(index)))
    .filter(([, indexes]) => indexes.some((index) => takesDown(members[index], complaints[index] ?? [])))
    .map(([group, indexes]) =>
      outageOf(
        group,
        indexes.map((index) => members[index]).filter((m) => m !== undefined),
      ),
    );
  const links: Link[] = [];
  for (const [index, sign] of signs) {
    const member = members[index];
    const company = groups.get(groupOf(index)) ?? [];
    if (member === undefined || !company.every((other) => signs.has(other))) continue;
    const found = theOneOutage(member, sign, outages);
    if (found === null) continue;
    const line = clip(member.voices[0]?.line || member.tokens.join(' '));
    links.push({ members: [index, found.group], rule: `joined: '${line}' is a ${sign}${where(member, found)}` });
  }
  return links;
}

/** A line that reports a failed health check: what it says of the cause, somebody else says better. */
export function isHealthLine({ kind, voices }: Member): boolean {
  return kind === 'message' && voices.every(({ line }) => HEALTH_LINE.test(headOf(line)));
}

function signOf(member: Member): Sign | null {
  const { kind, voices, tokens, isWordless, severityRank } = member;
  if (severityRank < SEVERITY_RANK.WARNING) return null;
  const line = headOf(voices[0]?.line ?? '');
  if (kind === 'cannot-start') return 'failed start';
  if (kind === 'exit' && isKill(line) && !isMemoryKill(line)) return 'kill';
  if (LOST_INSTANCE.test(line)) return 'lost instance';
  if (kind === 'http-error') {
    if (NO_INSTANCE.test(line)) return 'refused request';
    return HEALTH_PATH.test(isWordless ? (tokens[1] ?? '') : line) ? 'failed health check' : null;
  }
  return isHealthLine(member) ? 'failed health check' : null;
}

/** Something that ends the process, or that the service needs and does not reach. */
function takesDown(member: Member | undefined, complaints: readonly Complaint[]): boolean {
  if (member === undefined) return false;
  const { kind, severityRank, voices } = member;
  if (kind === 'exit' || kind === 'worker-death') return severityRank >= SEVERITY_RANK.WARNING;
  if (voices.some(({ message }) => isMemoryKill(message))) return true;
  return severityRank >= ERROR_RANK && complaints.some(({ trouble }) => trouble === 'unreachable');
}

function outageOf(group: number, members: readonly Member[]): Outage {
  const extents = members.map(({ summary }) => summary.extent);
  return {
    group,
    members,
    services: new Set(members.flatMap(servicesOf)),
    instances: new Set(members.flatMap(instancesOf)),
    killsForMemory: members.some(({ voices }) => voices.some(({ message }) => isMemoryKill(message))),
    firstSeconds: Math.min(...extents.map(({ firstSeconds }) => firstSeconds)),
    lastSeconds: Math.max(...extents.map(({ lastSeconds }) => lastSeconds)),
  };
}

function theOneOutage(member: Member, sign: Sign, outages: readonly Outage[]): Outage | null {
  const possible = outages.filter(
    (outage) =>
      coincide(member, outage) &&
      (sign !== 'kill' || outage.killsForMemory) &&
      (sharedInstances(member, outage).covered > 0 || servicesOf(member).some((name) => outage.services.has(name))) &&
      outage.members.some((other) => !statesOtherCause(member, other)),
  );
  const sameInstances = possible.filter((outage) => {
    const share = sharedInstances(member, outage);
    return share.covered > 0 && isHalf(share);
  });
  const [found, ...others] = sign === 'lost instance' || sameInstances.length > 0 ? sameInstances : possible;
  return found === undefined || others.length > 0 ? null : found;
}

function coincide({ summary: { extent } }: Member, { firstSeconds, lastSeconds }: Outage): boolean {
  return extent.firstSeconds >= firstSeconds - SLACK_SECONDS && extent.lastSeconds <= lastSeconds + SLACK_SECONDS;
}

function sharedInstances(member: Member, { instances }: Outage): Share {
  const own = instancesOf(member);
  return { covered: own.filter((instance) => instances.has(instance)).length, observable: own.length };
}

function where(member: Member, outage: Outage): string {
  const { covered, observable } = sharedInstances(member, outage);
  if (covered > 0 && isHalf({ covered, observable }))
    return `, and nothing else takes down ${covered} of the ${observable} ${observable === 1 ? 'instance' : 'instances'} it came from`;
  const service = servicesOf(member).find((name) => outage.services.has(name)) ?? 'its service';
  return `, and nothing else takes ${service} down`;
}
