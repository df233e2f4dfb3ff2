import { addLabels, ensureLabels } from '../github/issues.ts';
import { type Posting, settle, write } from './posting.ts';

/** Makes sure the labels exist. Returns those that do; an issue without a label is better than no issue. */
export async function prepareLabels(posting: Posting, names: readonly string[]): Promise<string[]> {
  await settle(posting, 'ensure-labels', 'repeated', 'makes only what is missing');
  if (names.length === 0) return [];
  return write(
    posting,
    'ensure-labels',
    () => ensureLabels(posting.deps.github, names),
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
    () => addLabels(posting.deps.github, issue.number, usable),
    (allowed) => (allowed ? usable.join(', ') : 'not allowed'),
  );
  return labelNotes(missing, added ? usable : []);
}

export function labelNotes(wanted: readonly string[], set: readonly string[]): string[] {
  const left = wanted.filter((name) => !set.includes(name));
  return left.length === 0 ? [] : [`The token may not set ${left.join(', ')}: left out.`];
}
