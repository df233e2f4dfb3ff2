import { PRIORITIES, type Priority } from '../model/assessment.ts';
import type { Verdict } from '../model/issue.ts';
import { hasRisen } from './priority.ts';
import { sanitiseInline } from './sanitise.ts';

const CATEGORIES = ['regression', 'escalated', 'new', 'active-dev'] as const;
export type Category = (typeof CATEGORIES)[number];

/** What a template of titles can name. */
interface Fields {
  readonly category: Category;
  readonly priority: Priority;
  readonly name: string;
  readonly service: string;
}

/** GitHub takes 256 characters. */
export const LONGEST_TITLE = 256;
const LEAST_NAME = 20;
/** Stands for the name where the rest is measured. */
const EDGE = 'x';
const FIELD = /\{(category|priority|name|service)\}/g;
/** What a field may be filled with. */
const PATTERNS: Readonly<Record<keyof Fields, string>> = {
  category: CATEGORIES.join('|'),
  priority: PRIORITIES.join('|'),
  name: '.*',
  service: '.*',
};

/** Why an issue is written now: the fix did not hold, it got worse, it was never seen before, or none of these. */
export function categoryOf(facts: {
  readonly verdict: Verdict | null;
  readonly priority: Priority;
  readonly previousPriority: Priority | null;
}): Category {
  if (facts.verdict?.kind === 'regressed') return 'regression';
  if (facts.previousPriority === null) return 'new';
  return hasRisen(facts) ? 'escalated' : 'active-dev';
}

/**
 * Fills a title template: `{category}`, `{priority}`, `{name}`, `{service}`. One line of inert text, at most 256
 * characters; where it is too long the name gives way, since the rest says what kind of issue it is.
 */
export function draftTitle(template: string, fields: Fields): string {
  const room = LONGEST_TITLE - sanitiseInline(fill(template, { ...fields, name: EDGE })).length + EDGE.length;
  const name = sanitiseInline(fields.name, Math.max(LEAST_NAME, room));
  return sanitiseInline(fill(template, { ...fields, name }), LONGEST_TITLE);
}

/**
 * A title with another category or priority in it. The name stays as it is, whoever wrote it. Null where the title does
 * not follow the template, since a person wrote it anew, or would be too long for GitHub.
 */
export function refillTitle(
  title: string,
  template: string,
  fields: Partial<Pick<Fields, 'category' | 'priority'>>,
): string | null {
  const said = readTitle(title, template);
  const filled = said === null ? '' : fill(template, { ...said, ...fields });
  return said === null || filled.length > LONGEST_TITLE ? null : filled;
}

/** What a title that follows the template says in each of its fields; null where it does not follow it. */
export function readTitle(title: string, template: string): Partial<Fields> | null {
  const named = new Set<string>();
  const pattern = template
    .split(FIELD)
    .map((part, at) => {
      if (!isField(part, at)) return part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
      if (named.has(part)) return `\\k<${part}>`;
      named.add(part);
      return `(?<${part}>${PATTERNS[part]})`;
    })
    .join('');
  // At most 256 characters, and two fields that match any text: no pattern that takes long.
  const match = new RegExp(`^${pattern}$`, 'u').exec(title);
  return match === null ? null : { ...match.groups };
}

function fill(template: string, fields: Partial<Fields>): string {
  return template
    .split(FIELD)
    .map((part, at) => (isField(part, at) ? (fields[part] ?? '') : part))
    .join('');
}

/** Of what a template was split into at its fields, every other part is the name of one. */
function isField(_part: string, at: number): _part is keyof Fields {
  return at % 2 === 1;
}
