import type { Priority } from '../model/assessment.ts';
import type { Verdict } from '../model/issue.ts';
import { isHigher } from './priority.ts';
import { sanitiseInline } from './sanitise.ts';

export type Category = 'regression' | 'escalated' | 'new' | 'active-dev';

/** GitHub takes 256 characters. */
const LONGEST_TITLE = 256;
const LEAST_NAME = 20;
/** Stands for the name where the rest is measured. */
const EDGE = 'x';

/** Why an issue is written now: the fix did not hold, it got worse, it was never seen before, or none of these. */
export function categoryOf(facts: {
  readonly verdict: Verdict | null;
  readonly priority: Priority;
  readonly previousPriority: Priority | null;
}): Category {
  if (facts.verdict?.kind === 'regressed') return 'regression';
  if (facts.previousPriority === null) return 'new';
  return isHigher(facts.priority, facts.previousPriority) ? 'escalated' : 'active-dev';
}

/**
 * Fills a title template: `{category}`, `{priority}`, `{name}`, `{service}`. One line of inert text, at most 256
 * characters; where it is too long the name gives way, since the rest says what kind of issue it is.
 */
export function draftTitle(
  template: string,
  fields: { readonly category: Category; readonly priority: Priority; readonly name: string; readonly service: string },
): string {
  const fill = (name: string): string =>
    template.replace(/\{(category|priority|name|service)\}/g, (_, field: keyof typeof fields) =>
      field === 'name' ? name : fields[field],
    );
  const room = LONGEST_TITLE - sanitiseInline(fill(EDGE)).length + EDGE.length;
  return sanitiseInline(fill(sanitiseInline(fields.name, Math.max(LEAST_NAME, room))), LONGEST_TITLE);
}
