import { describe, expect, it } from 'vitest';
import { generateMarker, parseMarkers } from '../../src/github/marker.ts';
import { publishDraft } from '../../src/publish/publish.ts';
import { setDraftState } from '../../src/store/drafts.ts';
import { changeDraft, commentOf } from '../support/drafts.ts';
import { addApproved, ownIssue, startScene } from '../support/publishing.ts';
import { body, NEW, OLD } from './bodies.ts';

describe('two runs that found the same', () => {
  const other = { run: '2025-09-12T23-29-59Z' };
  const telling = (given: object, news: string) => {
    const marker = parseMarkers(commentOf(given))[0];
    return `**Back after the fix.**\n\n${marker === undefined ? '' : generateMarker({ ...marker, news })}`;
  };

  it('tell it once', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))] });
    const drafts = [
      changeDraft(other, { issue: 394, comment: telling(other, 'regressed-421') }),
      changeDraft({}, { issue: 394, comment: telling({}, 'regressed-421') }),
    ];
    for (const draft of drafts) await addApproved(scene.store, draft);
    const outcomes = await Promise.all(drafts.map(({ id }) => publishDraft(id, scene.deps())));
    expect(scene.tracker.issues()[0]?.comments).toHaveLength(1);
    const notes = outcomes.flatMap((outcome) => (outcome.status === 'posted' ? outcome.notes : []));
    // The one that came second found it told, or was not needed any more.
    expect(notes.length + outcomes.filter(({ status }) => status === 'failed').length).toBe(1);
  });

  it('tell other news apart', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))] });
    const drafts = [
      changeDraft(other, { issue: 394, comment: telling(other, 'regressed-421') }),
      changeDraft({}, { issue: 394, comment: telling({}, 'priority-P0') }),
    ];
    for (const draft of drafts) {
      await addApproved(scene.store, draft);
      expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', notes: [] });
    }
    expect(scene.tracker.issues()[0]?.comments).toHaveLength(2);
  });

  it('make first contact once, and the second brings the evidence up to date', async () => {
    const scene = await startScene({ issues: [ownIssue(169, 'By hand.', { author: 'anna' })] });
    const home = { issue: 169, evidenceHome: { in: 'new-comment' } } as const;
    const drafts = [
      changeDraft(other, { ...home, comment: commentOf(other, `Seen.\n\n${OLD}`) }),
      changeDraft({}, { ...home, comment: commentOf({}, `Seen.\n\n${NEW}`) }),
    ];
    for (const draft of drafts) {
      await addApproved(scene.store, draft);
      expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted' });
    }
    expect(scene.tracker.issues()).toMatchObject([{ comments: [{ body: commentOf(other, `Seen.\n\n${NEW}`) }] }]);
    expect(scene.tracker.issues()[0]?.comments).toHaveLength(1);
  });

  it('do not turn the evidence back to an older one', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(''))] });
    const older = await addApproved(scene.store, changeDraft(other, { issue: 394, evidenceBlock: OLD }));
    const newer = await addApproved(scene.store, changeDraft({}, { issue: 394, evidenceBlock: NEW }));
    expect(await publishDraft(newer.id, scene.deps())).toMatchObject({ supersededRuns: [older.run] });
    expect(await publishDraft(older.id, scene.deps())).toMatchObject({
      status: 'failed',
      message: expect.stringContaining(`superseded by ${newer.id}, which is posted`),
    });
    const again = { status: 'approved', hash: older.hash, at: '2025-09-12T23:32:00Z' } as const;
    await setDraftState(scene.store, older.id, { from: ['rejected'], to: again });
    expect(await publishDraft(older.id, scene.deps())).toMatchObject({
      status: 'failed',
      message: `Draft ${newer.id} on the same problem is newer, and posted already. Nothing was posted.`,
    });
    expect(scene.tracker.issues()[0]?.body).toContain(NEW);
  });
});
