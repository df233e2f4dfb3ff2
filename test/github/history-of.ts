import { getHistory } from '../../src/github/history.ts';
import { getIssue } from '../../src/github/issues.ts';
import { generateMarker } from '../../src/github/marker.ts';
import type { HistoryInput } from '../support/github/history.ts';
import { connected } from './connect.ts';

export const closed = { state: 'closed', closed_at: '2025-09-11T18:03:00Z' } as const;
/** As it stands in what we wrote. */
export const marker = generateMarker({ fingerprint: `lg1${'a'.repeat(16)}`, run: '1', draft: '1-1' });

/** The history of one of the planted issues. */
export async function historyOf(number: number, more: Partial<HistoryInput>): ReturnType<typeof getHistory> {
  const { github } = await connected(more);
  const issue = await getIssue(github, number);
  if (issue === null) throw new Error(`#${number} is not planted`);
  return getHistory(github, issue);
}
