import type { DraftInput } from './input.ts';

/** GitHub takes so many. */
const MOST_ASSIGNEES = 10;

/** Who is to be assigned to a new issue, as configured and from nowhere else: for its components, else for all issues. */
export function assigneesOf({ assessment, config }: Pick<DraftInput, 'assessment' | 'config'>): string[] {
  const touched = new Set(assessment.components.map(({ name }) => name));
  const named = config.components.filter(({ name }) => touched.has(name)).flatMap(({ assignees }) => assignees);
  return [...new Set(named.length > 0 ? named : config.issue.assignees)].slice(0, MOST_ASSIGNEES);
}
