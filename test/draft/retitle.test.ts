import { describe, expect, it } from 'vitest';
import { draftFor } from '../../src/draft/draft.ts';
import type { DraftInput } from '../../src/draft/input.ts';
import { decision, draftInput, history, issue, regressed, updateInput } from '../support/drafting.ts';
import { change, newIssue } from './content-of.ts';

const FILED = 'GCP-new | P2 | Sessions are gone';

/** Our own issue under a title, and what is to be drafted about it. */
async function ours(title: string, more: Partial<DraftInput>): Promise<DraftInput> {
  const { body } = await newIssue(draftInput());
  return updateInput(
    history({ own: true, byUs: true, ownLabels: ['P2'], issue: issue({ body, title, labels: ['P2'] }) }),
    more,
  );
}

const ESCALATED = { priority: 'P0', previousPriority: 'P2' } as const;
const REGRESSED = {
  priority: 'P1',
  previousPriority: 'P2',
  decision: decision({ action: 'update', issue: 169, verdict: regressed() }),
} as const;

describe('the title of an issue that is there', () => {
  it.each([
    ['more urgent', FILED, ESCALATED, 'GCP-escalated | P0 | Sessions are gone'],
    ['back after its fix', FILED, REGRESSED, 'GCP-regression | P1 | Sessions are gone'],
    ['more urgent, after it was back', 'GCP-regression | P2 | x', ESCALATED, 'GCP-regression | P0 | x'],
    [
      'back, and has no room for that',
      `GCP-new | P2 | ${'x'.repeat(240)}`,
      REGRESSED,
      `GCP-new | P1 | ${'x'.repeat(240)}`,
    ],
    ['back, and a person has named it', 'GCP-new | P2 | Sign-in', REGRESSED, 'GCP-regression | P1 | Sign-in'],
    ['back, and people hold it for worse', 'GCP-new | P0 | Sign-in', REGRESSED, 'GCP-regression | P0 | Sign-in'],
  ])('follows once its problem is %s', async (_, title, more, expected) => {
    const content = await change(await ours(title, more));
    expect(content.title).toEqual({ from: title, to: expected });
  });

  it.each([
    ['a person wrote it', 'Sign-in is broken', ESCALATED],
    ['it says so already', 'GCP-escalated | P0 | Sessions are gone', ESCALATED],
    ['a reviewer lowered it', 'GCP-new | P3 | Sign-in', { priority: 'P2', previousPriority: 'P2' } as const],
    ['the problem became less urgent', FILED, { priority: 'P3', previousPriority: 'P2' } as const],
    ['only the counts moved', FILED, { priority: 'P0', previousPriority: 'P0' } as const],
  ])('stays where %s', async (_, title, more) => {
    const { content } = draftFor(await ours(title, more));
    expect(content === null || content.action === 'create' ? undefined : content.title).toBeUndefined();
  });

  it('stays where the issue is somebody else’s, though it looks like ours', async () => {
    const content = await change(updateInput(history({ issue: issue({ title: FILED }) }), ESCALATED));
    expect(content.title).toBeUndefined();
  });

  it('and the label tell the priority to which a regression raised it', async () => {
    const content = await change(await ours(FILED, REGRESSED));
    expect(content).toMatchObject({ labels: ['P1'], title: { to: expect.stringContaining('| P1 |') } });
  });
});
