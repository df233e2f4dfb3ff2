import type { GitHub } from '../github/client.ts';
import { readOwnLabels } from '../github/history.ts';
import { addLabels, ensureLabels, getIssue, removeLabel } from '../github/issues.ts';
import type { IssueChange } from '../model/draft.ts';
import type { Issue } from '../model/issue.ts';
import { type Posting, settle, write } from './posting.ts';

/** Makes sure the labels exist. Returns those that do; an issue without a label is better than no issue. */
export async function prepareLabels(posting: Posting, names: readonly string[]): Promise<string[]> {
  await settle(posting, 'ensure-labels', 'repeated', 'makes only what is missing');
  if (names.length === 0) return [];
  return write(
    posting,
    'ensure-labels',
    (sure) => ensureLabels(sure, names),
    (labels) => labels.join(', '),
  );
}

/** Adds the labels that an issue lacks, and takes none away. Returns notes on those that could not be set. */
export async function addMissingLabels(
  posting: Posting,
  issue: { readonly number: number; readonly labels: readonly string[] },
  names: readonly string[],
): Promise<string[]> {
  // GitHub takes `Bug` and `bug` for the same label.
  const there = new Set(issue.labels.map((label) => label.toLowerCase()));
  const missing = names.filter((name) => !there.has(name.toLowerCase()));
  await settle(posting, 'add-labels', missing.length === 0 ? 'done' : 'repeated', 'the labels as they are now');
  const usable = await prepareLabels(posting, missing);
  if (usable.length === 0) return labelNotes(missing, []);
  const added = await write(
    posting,
    'add-labels',
    (sure) => addLabels(sure, issue.number, usable),
    (allowed) => (allowed ? usable.join(', ') : 'not allowed'),
  );
  return labelNotes(missing, added ? usable : []);
}

/**
 * Takes off what new labels have taken the place of: only where those are on the issue, and only what is still ours, since
 * a person may have set it again while the draft waited. Returns notes on those that could not be taken off.
 */
export async function removeOutdatedLabels(
  posting: Posting,
  issue: Issue,
  { labels, outdatedLabels = [] }: Pick<IssueChange, 'labels' | 'outdatedLabels'>,
): Promise<string[]> {
  const { github } = posting.deps;
  await settle(posting, 'remove-labels', 'repeated', 'takes off only what is there');
  if (!outdatedLabels.some((label) => issue.labels.includes(label))) return [];
  const now = await getIssue(github, issue.number);
  const there = new Set(now?.labels.map((label) => label.toLowerCase()));
  if (now === null || !labels.every((label) => there.has(label.toLowerCase()))) return [];
  const ours = (await readOwnLabels(github, now)).filter((label) => outdatedLabels.includes(label));
  const left: string[] = [];
  for (const label of ours) {
    const remove = (sure: GitHub) => removeLabel(sure, issue.number, label);
    const isOff = await write(posting, 'remove-labels', remove, (off) => (off ? label : 'not allowed'));
    if (!isOff) left.push(label);
  }
  return left.length === 0 ? [] : [`The token may not take off ${left.join(', ')}: left on.`];
}

export function labelNotes(wanted: readonly string[], set: readonly string[]): string[] {
  const left = wanted.filter((name) => !set.includes(name));
  return left.length === 0 ? [] : [`The token may not set ${left.join(', ')}: left out.`];
}
