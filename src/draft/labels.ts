import { PRIORITIES } from '../model/assessment.ts';
import type { DraftInput } from './input.ts';
import { sanitiseInline } from './sanitise.ts';

const MOST_LABELS = 4;
/** GitHub takes 50 characters. */
const LONGEST_LABEL = 50;
const OURS = 'log-gardener';
/** `P1`, `priority: p1`; not `http1.1`. */
const PRIORITY = /(?<![a-z0-9])p[0-3](?![a-z0-9])/i;

/** The configured labels with their fields filled in, each once, at most four. */
export function labelsForNewIssue(
  templates: readonly string[],
  fields: { readonly priority: string; readonly service: string },
): string[] {
  const labels = templates.map((template) =>
    sanitiseInline(
      template.replace(/\{(priority|service)\}/g, (_, field: keyof typeof fields) => fields[field]),
      LONGEST_LABEL,
    ),
  );
  return [...new Set(labels.filter((label) => label !== ''))].slice(0, MOST_LABELS);
}

/**
 * What an update adds, never more than it has to: a label that people took off must not come back with every run. Our
 * own on the first contact; the priority when it rose, where that is the news or a lower one that we set stands there,
 * unless the issue has that or a higher one.
 *
 * @param event `isMoreUrgent`: than in the last run of this service, or never seen there. That a reviewer lowered the
 * priority meanwhile is no reason to raise it again.
 */
export function labelsForUpdate(
  { config, priority, run }: DraftInput,
  { labels, ownLabels }: { readonly labels: readonly string[]; readonly ownLabels: readonly string[] },
  event: { readonly isFirstContact: boolean; readonly isEscalation: boolean; readonly isMoreUrgent: boolean },
): string[] {
  const isToRise = event.isEscalation || (event.isMoreUrgent && tellsPriority({ config, run }, ownLabels));
  const asked = [
    ...(event.isFirstContact ? config.issue.labels.filter((template) => template === OURS) : []),
    ...(isToRise && !hasPriority(labels, priority) ? prioritiesAmong(config.issue.labels) : []),
  ];
  return labelsForNewIssue(asked, { priority, service: run.service }).filter((label) => !labels.includes(label));
}

/**
 * The priorities that we put on the issue ourselves, once another is added: two of them side by side contradict each
 * other. What a person set stays.
 */
export function outdatedLabels(labelling: Labelling, ownLabels: readonly string[], added: readonly string[]): string[] {
  return tellsPriority(labelling, added)
    ? ownPriorities(labelling, ownLabels).filter((label) => !added.includes(label))
    : [];
}

/** Whether one of some labels tells a priority as the config has it. */
export function tellsPriority(labelling: Labelling, labels: readonly string[]): boolean {
  return ownPriorities(labelling, labels).length > 0;
}

/** What labels are made of. */
interface Labelling {
  readonly config: DraftInput['config'];
  readonly run: Pick<DraftInput['run'], 'service'>;
}

/** Those of some labels that tell a priority as the config has it. */
function ownPriorities({ config, run }: Labelling, labels: readonly string[]): string[] {
  const templates = prioritiesAmong(config.issue.labels);
  const all = PRIORITIES.flatMap((priority) => labelsForNewIssue(templates, { priority, service: run.service }));
  return labels.filter((label) => all.includes(label));
}

function prioritiesAmong(templates: readonly string[]): string[] {
  return templates.filter((template) => template.includes('{priority}'));
}

/** Whether some label tells this priority or a higher one. */
export function hasPriority(labels: readonly string[], least: string): boolean {
  return labels.some((label) => {
    const said = PRIORITY.exec(label)?.[0].toUpperCase();
    return said !== undefined && said <= least;
  });
}
