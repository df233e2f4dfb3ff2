import { createRandom, type Random } from '../../../bench/entries/random.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import { timeAt } from '../story.ts';
import type { Line } from '../triaging.ts';
import { FAMILIES, type Family, valuesFrom } from './families.ts';

/** Something that a maintainer should fix. Hours count from the beginning. */
export interface Problem {
  readonly family: Family;
  /** One, or all that share the code. */
  readonly services: readonly string[];
  readonly begins: number;
  /** The pull request that mends it; null = nobody does. */
  readonly fix: { readonly pull: number; readonly merged: number } | null;
  /** When it is back after the fix; null = the fix holds. */
  readonly back: number | null;
}

/** A line of the log, and what it is a sign of; null = nothing. */
export interface TrueLine extends Line {
  readonly id: string;
  readonly service: string;
  readonly severity: string;
  readonly revision: string;
  readonly instance: string;
  readonly received: string;
  readonly problem: Problem | null;
}

/** What really happened. */
export interface Truth {
  readonly hours: number;
  readonly services: readonly string[];
  readonly problems: readonly Problem[];
  readonly lines: readonly TrueLine[];
  /** The hours at which each revision of a service took over; the first at 0. */
  readonly deploys: ReadonlyMap<string, readonly number[]>;
}

const SERVICES = ['api', 'worker'] as const;
/** The old revision goes on serving for so long after a deploy, in minutes. */
const OVERLAP = 20;
/** In seconds. */
const LONGEST_DELAY = 6 * 3600;
const FIRST_PULL = 10;

/** So many weeks of some services, the same for the same seed. */
export function makeTruth(seed: number, hours: number): Truth {
  const random = createRandom(seed);
  const chance = (share: number): boolean => random.fraction() < share;
  const between = (from: number, to: number): number => from + random.int(Math.max(1, to - from));
  const families = shuffled(FAMILIES, random).slice(0, between(3, 6));
  const deploys = new Map(
    SERVICES.map((service): [string, number[]] => {
      const some = Array.from({ length: Math.ceil(hours / 8) }, () => 2 * between(1, hours / 2));
      return [service, [...new Set([0, ...some])].sort((a, b) => a - b)];
    }),
  );
  const problems = families.map((family, index): Problem => {
    const services = chance(0.3) ? SERVICES : [random.pick(SERVICES)];
    const begins = between(0, Math.ceil(hours / 2));
    // Nothing is merged within minutes of a deploy, which is at an even hour: who sees only the log would take that for
    // one with the fix.
    const merged = 2 * Math.ceil(between(begins + 2, begins + Math.ceil(hours / 3)) / 2);
    const fix = chance(0.6) ? { pull: FIRST_PULL + index, merged } : null;
    const deployed = Math.max(...services.map((service) => holderOf(fix, deploys.get(service) ?? [])?.hour ?? hours));
    const back = fix !== null && chance(0.5) ? deployed + between(2, 14) : null;
    return { family, services, begins, fix, back };
  });
  const lines: TrueLine[] = [];
  const values = valuesFrom(random);
  const write = (
    hour: number,
    minute: number,
    service: string,
    what: Pick<TrueLine, 'message' | 'severity' | 'problem'>,
  ): void => {
    const { number, isOld } = serving(deploys.get(service) ?? [], hour, minute, chance(0.4));
    if (what.problem !== null && isMended(what.problem, number, deploys.get(service) ?? [], hour)) return;
    const at = timeAt(hour, minute, random.int(60));
    const revision = revisionName(service, number);
    const instance = `${revision}-${random.int(isOld ? 1 : 3)}`;
    // Now and then an entry comes hours after it happened.
    const seconds = random.int(chance(0.03) ? LONGEST_DELAY : 20);
    const received = new Date(Date.parse(at) + seconds * 1000).toISOString();
    const id = String(lines.length);
    lines.push({ ...what, id, at, received, service, revision, instance, labels: { instanceId: instance } });
  };
  for (let hour = 0; hour < hours; hour += 1) {
    for (const service of SERVICES) {
      for (const minute of [2, 22, 42])
        write(hour, minute, service, { message: 'ready', severity: 'INFO', problem: null });
    }
    for (const problem of problems) {
      if (hour < problem.begins || !chance(0.6)) continue;
      const { severity, tell } = problem.family;
      const service = problem.services[random.int(problem.services.length)] ?? 'api';
      const times = chance(0.04) ? 70 : between(1, 6);
      for (let time = 0; time < times; time += 1) {
        const number = (deploys.get(service) ?? []).filter((at) => at <= hour).length;
        write(hour, random.int(60), service, { message: tell(values, number), severity, problem });
      }
    }
  }
  return { hours, services: SERVICES, problems, lines: lines.sort(inOrder), deploys };
}

/** `api-00002-rev`; they count from 1. */
export function revisionName(service: string, number: number): string {
  return `${service}-${String(number).padStart(5, '0')}-rev`;
}

/** Which revision answers, counted from 1: for a while after a deploy some requests still reach the one before. */
function serving(
  deploys: readonly number[],
  hour: number,
  minute: number,
  isLate: boolean,
): { number: number; isOld: boolean } {
  const number = deploys.filter((at) => at <= hour).length;
  const isOld = isLate && minute < OVERLAP && number > 1 && deploys.includes(hour);
  return { number: isOld ? number - 1 : number, isOld };
}

/** The revision of a service that has the fix, by its number, and when it took over: the first one after the merge. */
export function holderOf(fix: Problem['fix'], deploys: readonly number[]): { number: number; hour: number } | null {
  const index = fix === null ? -1 : deploys.findIndex((hour) => hour > fix.merged + 1);
  return index === -1 ? null : { number: index + 1, hour: deploys[index] ?? 0 };
}

function isMended({ fix, back }: Problem, revision: number, deploys: readonly number[], hour: number): boolean {
  const holder = holderOf(fix, deploys);
  return holder !== null && revision >= holder.number && (back === null || hour < back);
}

function inOrder(a: TrueLine, b: TrueLine): number {
  return Date.parse(a.at) - Date.parse(b.at) || Number(a.id) - Number(b.id);
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((one) => ({ one, place: random.fraction() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

/** To look them all up takes a while, and every cluster of a life asks. */
const byIdOf = new WeakMap<Truth, ReadonlyMap<string, TrueLine>>();

/** The one problem whose lines a cluster shows as its examples; null = several, or none. */
export function problemOf({ patterns }: Cluster, truth: Truth): Problem | null {
  const byId = byIdOf.get(truth) ?? new Map(truth.lines.map((line) => [line.id, line]));
  byIdOf.set(truth, byId);
  const examples = patterns.flatMap((pattern) => pattern.examples);
  const [problem = null, ...others] = new Set(examples.map(({ insertId = '' }) => byId.get(insertId)?.problem ?? null));
  return others.length > 0 ? null : problem;
}
