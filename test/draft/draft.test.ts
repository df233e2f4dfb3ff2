import { describe, expect, it } from 'vitest';
import { draftFor } from '../../src/draft/draft.ts';
import { generateMarker } from '../../src/github/marker.ts';
import {
  cluster,
  decision,
  draftInput,
  history,
  issue,
  ownComment,
  regressed,
  updateInput,
  verdict,
} from '../support/drafting.ts';
import { change } from './content-of.ts';

describe('a closed issue whose error is back', () => {
  const body = `Written by us.\n\n${generateMarker({ fingerprint: cluster().fingerprint, run: 'r', draft: 'r-1' })}`;
  const closed = history({ own: true, issue: issue({ body, state: 'closed', closedAt: '2025-09-11T18:02:00Z' }) });

  it('is reopened with a comment that says how that is known', async () => {
    const input = updateInput(closed, { decision: decision({ action: 'reopen', issue: 169, verdict: regressed() }) });
    const content = await change(input);
    expect(content).toMatchObject({ action: 'reopen', issue: 169, evidenceHome: { in: 'body' } });
    expect(content.comment).toContain('**Back after the fix.** #421 (merged 2025-09-11 18:02 UTC) is in');
  });

  it('is explained also when it is reopened a second time', async () => {
    const input = updateInput(closed, { decision: decision({ action: 'reopen', issue: 169, verdict: regressed() }) });
    const told = { ...closed, ownComments: [ownComment((await change(input)).comment ?? '')] };
    const again = await change({ ...input, investigation: { ...input.investigation, target: told } });
    expect(again.comment).toContain('**Back after the fix.**');
  });

  it('without a known fix is called seen again', async () => {
    const reasons = ['#169 was closed on 2025-09-11 18:02 UTC, and no merged pull request is known to have fixed it'];
    const input = updateInput(closed, {
      decision: decision({ action: 'reopen', issue: 169, verdict: verdict('closed_without_fix', { reasons }) }),
    });
    expect((await change(input)).comment).toContain('**Seen again.** #169 was closed on 2025-09-11 18:02 UTC');
  });
});

describe('what is not verified', () => {
  const unverified = (number: number | null) =>
    decision({ action: 'unverified', issue: number, reasons: ['search failed'] });

  it('is drafted for a person to look at, as a new issue where none is known', async () => {
    const { decision: kept, content } = await draftFor(draftInput({ decision: unverified(null) }));
    expect(kept.action).toBe('unverified');
    expect(content?.action).toBe('create');
  });

  it('is drafted as an update of the open issue that is known', async () => {
    const { decision: kept, content } = await draftFor(updateInput(history(), { decision: unverified(169) }));
    expect(kept.action).toBe('unverified');
    expect(content).toMatchObject({ action: 'update', issue: 169 });
  });

  it('reopens nothing', async () => {
    const closed = history({ issue: issue({ state: 'closed', closedAt: '2025-09-11T18:02:00Z' }) });
    expect((await draftFor(updateInput(closed, { decision: unverified(169) }))).content).toBeNull();
  });

  it('writes nothing to an issue that could not be read', async () => {
    const input = draftInput({ decision: unverified(169) });
    const { content, decision: kept } = await draftFor(input);
    expect(content).toBeNull();
    expect(kept.reasons.at(-1)).toBe('#169 was not read, so nothing is drafted for it');
  });
});

it('drafts nothing for what is skipped', async () => {
  const skip = decision({ action: 'skip', reasons: ['muted'] });
  expect(await draftFor(draftInput({ decision: skip }))).toEqual({ decision: skip, content: null });
});
