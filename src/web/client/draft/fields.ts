import type { EditRequest } from '../../../review/requests.ts';
import type { DraftView } from '../../views.ts';

/** What stands in the editor, as it is typed. */
export interface Fields {
  readonly title: string;
  readonly markdown: string;
  /** Parted by commas. */
  readonly labels: string;
  readonly priority: DraftView['priority'];
  /** `new` or an issue's number. */
  readonly target: string;
}

export function fieldsOf({ title, markdown, content, priority }: DraftView): Fields {
  return {
    title,
    markdown: markdown ?? '',
    labels: content.labels.join(', '),
    priority,
    target: content.action === 'create' ? 'new' : String(content.issue),
  };
}

/** What was changed, and nothing else; a sentence where that cannot be asked for. */
export function changesOf(draft: DraftView, fields: Fields): Omit<EditRequest, 'seen'> | string {
  const before = fieldsOf(draft);
  const changes: Omit<EditRequest, 'seen'> = {};
  if (fields.title !== before.title) {
    if (fields.title.trim() === '') return 'An issue needs a title.';
    changes.title = fields.title;
  }
  if (fields.markdown !== before.markdown) changes.markdown = fields.markdown;
  if (fields.labels !== before.labels) {
    changes.labels = fields.labels
      .split(',')
      .map((label) => label.trim())
      .filter(Boolean);
  }
  if (fields.priority !== before.priority) changes.priority = fields.priority;
  const target = fields.target.trim().replace(/^#/, '');
  if (target !== before.target) {
    if (target !== 'new' && !/^[1-9]\d{0,8}$/.test(target)) return 'The target is an issue’s number, or the word new.';
    changes.target = target === 'new' ? 'new' : Number(target);
  }
  return changes;
}
