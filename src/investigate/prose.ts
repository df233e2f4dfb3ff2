import { type Outage, outageOf } from '../assess/outage.ts';
import type { Config } from '../config/schema.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Fix } from '../model/issue.ts';
import type { Report } from '../model/report.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import { count, formatNumber, times } from '../wording/words.ts';
import { describeSighting, type Sighting } from './sighting.ts';
import { type Symptom, symptomOf } from './symptom.ts';
import { describeSymptom, type SymptomProse } from './symptom-prose.ts';

/**
 * The prose of a report without a model: from what the cluster's own words mean, its facts, and the configured
 * components. It says what is not known where a reader would ask. `fix` is what was merged for the issue this belongs
 * to.
 */
export function writeProse(cluster: Cluster, assessment: Assessment, config: Config, fix: Fix | null): Report['prose'] {
  const outage = outageOf(cluster);
  const seen = describeSighting(cluster, config.sourceRoots);
  const symptom = symptomOf(cluster);
  const prose = describeSymptom(symptom, seen, cluster.facts, outage !== null);
  const keepsEnding = outage !== null && onlyEnds(outage);
  return {
    impact: sentences(...impactOf(cluster, outage, seen, prose)),
    // How often and when is the evidence's to say: it moves on, and this text stays.
    currentBehaviour: sentences(prose.current, currentOutage(outage, symptom)),
    expectedBehaviour:
      outage === null
        ? prose.expected
        : keepsEnding
          ? 'The container keeps running.'
          : 'The service starts, or the deploy fails before it takes traffic.',
    analysis: sentences(prose.reading, ...analysisOf(cluster, assessment, seen)),
    nextAction: sentences(prose.next, outage === null || keepsEnding ? '' : rollBack(seen), compareWith(fix, cluster)),
  };
}

/** Components, with journey, owner and money, stand in a list of their own, as configured. */
function impactOf(cluster: Cluster, outage: Outage | null, seen: Sighting, prose: SymptomProse): string[] {
  const names = cluster.facts.services.map(({ name }) => name).filter((name) => name !== '');
  return [...(outage === null ? [prose.consequence] : outageImpact(outage, names, seen)), whoIsAffected(cluster, seen)];
}

/** The evidence is brought up to date, and this text stays. */
const WHEN_FOUND = 'When it was found,';

/** Asked of every error; a warning that names nobody need not apologise for it. */
function whoIsAffected({ facts }: Cluster, seen: Sighting): string {
  if (seen.users !== null) return `${WHEN_FOUND} the entries named ${seen.users}.`;
  const asked = SEVERITY_RANK[facts.severity] >= SEVERITY_RANK.ERROR;
  return asked ? 'No entry has a user field, so how many people are affected is not known.' : '';
}

function outageImpact(outage: Outage, services: readonly string[], seen: Sighting): string[] {
  const unknown = 'Whether an older revision still serves cannot be told from these entries.';
  const areSeveral = services.length > 1;
  // The revisions are those of several services then.
  const where = seen.whereRunning === '' || areSeveral ? '' : `, ${seen.whereRunning}`;
  const [service = 'The service'] = services;
  if (outage.loop === null)
    return [areSeveral ? '**Several services do not start.**' : `**${service} does not start**${where}.`, unknown];
  const { exits, seconds, interval } = outage.loop;
  if (areSeveral) {
    const ended = `${WHEN_FOUND} they exited ${times(exits)} in ${count(seconds, 'second')}, taken together.`;
    return [`**Several services do not stay up.** ${ended}`, unknown];
  }
  const pace = interval === null ? '' : `, once every ${formatNumber(interval)} s`;
  return [
    `**${service} does not stay up.** ${WHEN_FOUND} it exited ${times(exits)} in ${count(seconds, 'second')}${pace}${where}.`,
    unknown,
  ];
}

/** Kubernetes says of a container that it ended, not when: it may have run for days before. */
function onlyEnds({ loop, cannotStart }: Outage): boolean {
  return loop === null && /back-off restarting failed container|CrashLoopBackOff/i.test(cannotStart?.template ?? '');
}

function currentOutage(outage: Outage | null, symptom: Symptom): string {
  if (outage === null) return '';
  if (outage.loop !== null) return 'The process ends with it, is started again, and fails the same way.';
  if (symptom.kind === 'kubernetes') return '';
  return onlyEnds(outage)
    ? 'The container ended, and Kubernetes waits before it starts it again.'
    : 'The process does not get past start-up.';
}

function analysisOf(cluster: Cluster, { trend }: Assessment, seen: Sighting): string[] {
  const unplaced = seen.place === null && cluster.facts.places.length > 0;
  return [
    unplaced ? 'The entries name only the log call itself, not the code that made it.' : '',
    cluster.patterns.length > 1
      ? 'Other messages belong to it as its symptoms; they are listed with the reason each was joined.'
      : '',
    trend.kind === 'first-seen' ? 'New: the run before this one did not have it.' : '',
  ];
}

function rollBack(seen: Sighting): string {
  return `If that takes longer than a deploy, roll back to the last revision that started${seen.whereRunning.startsWith('on revision ') ? `, before ${seen.whereRunning.slice('on revision '.length)}` : ''}.`;
}

/** Whether it is deployed is for the verdict; that it was not enough or is not there yet, a reader wants to know first. */
function compareWith(fix: Fix | null, { facts }: Cluster): string {
  if (fix === null || Date.parse(fix.mergedAt) > Date.parse(facts.lastSeen)) return '';
  return `Compare with #${fix.pull}, merged ${fix.mergedAt.slice(0, 10)} as the fix.`;
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
