import { PRIORITIES } from '../model/assessment.ts';
import type { DraftInput } from './input.ts';
import { sanitiseInline } from './sanitise.ts';

const MOST_LABELS = 4;
/** GitHub takes 50 characters. */
const LONGEST_LABEL = 50;
const OURS = 'log-gardener';

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
 * own on the first contact; the new priority when it rose, unless the issue has that or a higher one.
 */
export function labelsForUpdate(
  { config, priority, run }: DraftInput,
  present: readonly string[],
  event: { readonly isFirstContact: boolean; readonly isEscalation: boolean },
): string[] {
  const asked = [
    ...(event.isFirstContact ? config.issue.labels.filter((template) => template === OURS) : []),
    ...(event.isEscalation && !hasPriority(present, priority)
      ? config.issue.labels.filter((template) => template.includes('{priority}'))
      : []),
  ];
  return labelsForNewIssue(asked, { priority, service: run.service }).filter((label) => !present.includes(label));
}

/**
 * The priorities that we put on the issue ourselves, once another is added: two of them side by side contradict each
 * other. What a person set stays.
 */
export function outdatedLabels(
  { config, run }: { readonly config: DraftInput['config']; readonly run: Pick<DraftInput['run'], 'service'> },
  ownLabels: readonly string[],
  added: readonly string[],
): string[] {
  const templates = config.issue.labels.filter((template) => template.includes('{priority}'));
  const ofPriorities = PRIORITIES.flatMap((priority) =>
    labelsForNewIssue(templates, { priority, service: run.service }),
  );
  const isNew = added.some((label) => ofPriorities.includes(label));
  return isNew ? ownLabels.filter((label) => ofPriorities.includes(label) && !added.includes(label)) : [];
}

function hasPriority(labels: readonly string[], least: string): boolean {
  const enough = PRIORITIES.filter((priority) => priority <= least);
  return labels.some((label) => enough.some((priority) => label.toUpperCase().includes(priority)));
}
