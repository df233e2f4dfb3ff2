import { describe, expect, it } from 'vitest';
import { publishDraft, reconcile } from '../../src/publish/publish.ts';
import { ledgerOf } from '../../src/store/ledger.ts';
import { newIssueDraft, REPOSITORY } from '../support/drafts.ts';
import { addApproved, startScene } from '../support/publishing.ts';

const ISSUES = `/repos/${REPOSITORY}/issues`;
const bodyOf = (run: string) => {
  const { content } = newIssueDraft({ run });
  return content.action === 'create' ? content.body : '';
};

describe('when GitHub fails', () => {
  it('before anything is written, the draft stays approved', async () => {
    const scene = await startScene();
    const down = { kind: 'answer', status: 503 } as const;
    for (let n = 1; n <= 3; n++) scene.tracker.failNext({ method: 'GET', path: ISSUES, nth: n, fault: down });
    const draft = await addApproved(scene.store, newIssueDraft());
    const outcome = await publishDraft(draft.id, scene.deps());
    expect(outcome).toMatchObject({ status: 'postponed', state: { status: 'approved', hash: draft.hash } });
    expect(outcome).toMatchObject({ message: expect.stringContaining('Nothing was posted; post again later.') });
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'created' });
  });

  it('to allow it for now, the draft stays approved', async () => {
    const scene = await startScene();
    const fault = { kind: 'answer', status: 403, body: { message: 'Resource not accessible' } } as const;
    scene.tracker.failNext({ method: 'POST', path: ISSUES, fault });
    const draft = await addApproved(scene.store, newIssueDraft());
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'postponed',
      state: { status: 'approved' },
    });
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'created' });
    expect(scene.tracker.issues()).toHaveLength(1);
  });

  it('to allow it for now, the next run tries again, and only what was tried', async () => {
    const scene = await startScene();
    const fault = { kind: 'answer', status: 403, body: { message: 'Resource not accessible' } } as const;
    scene.tracker.failNext({ method: 'POST', path: ISSUES, fault });
    const draft = await addApproved(scene.store, newIssueDraft());
    await addApproved(scene.store, newIssueDraft({ n: 2, fingerprint: 'lg1bbbbbbbbbbbbbbbb' }));
    await publishDraft(draft.id, scene.deps());
    expect(await reconcile(scene.deps())).toMatchObject([{ draft: draft.id, status: 'posted', how: 'created' }]);
    expect(scene.tracker.issues()).toHaveLength(1);
  });

  it('and the signal came, no other draft is tried', async () => {
    const scene = await startScene();
    const fault = { kind: 'answer', status: 403, body: { message: 'Resource not accessible' } } as const;
    const drafts = [newIssueDraft(), newIssueDraft({ n: 2, fingerprint: 'lg1bbbbbbbbbbbbbbbb' })];
    for (const draft of drafts) {
      scene.tracker.failNext({ method: 'POST', path: ISSUES, fault });
      await publishDraft((await addApproved(scene.store, draft)).id, scene.deps());
    }
    const ending = new AbortController();
    const checkpoint = (name: string) => name === 'finish: recorded' && ending.abort();
    expect(await reconcile(scene.deps({ signal: ending.signal, checkpoint }))).toMatchObject([{ status: 'posted' }]);
    expect(await reconcile(scene.deps())).toMatchObject([{ status: 'posted' }]);
  });

  it('before the first write, the next run tries again, and only what was tried', async () => {
    const scene = await startScene();
    const down = { kind: 'answer', status: 503 } as const;
    for (let nth = 1; nth <= 6; nth++) scene.tracker.failNext({ method: 'GET', path: ISSUES, nth, fault: down });
    const draft = await addApproved(scene.store, newIssueDraft());
    await addApproved(scene.store, newIssueDraft({ n: 2, fingerprint: 'lg1bbbbbbbbbbbbbbbb' }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'postponed' });
    expect(await reconcile(scene.deps())).toMatchObject([{ draft: draft.id, status: 'postponed' }]);
    expect(await reconcile(scene.deps())).toMatchObject([{ draft: draft.id, status: 'posted', how: 'created' }]);
    expect(await reconcile(scene.deps())).toEqual([]);
    expect(scene.tracker.issues()).toHaveLength(1);
  });

  it('to be read at all, in the words of before, the draft is not given up for it', async () => {
    const scene = await startScene();
    const draft = await addApproved(scene.store, newIssueDraft());
    for (let time = 0; time < 2; time++) {
      scene.tracker.failNext({ method: 'GET', path: ISSUES, fault: { kind: 'answer', status: 404 } });
      expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
        status: 'postponed',
        state: { status: 'approved' },
      });
    }
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted' });
  });

  it('the draft itself, it is not tried again by itself', async () => {
    const scene = await startScene();
    const draft = await addApproved(scene.store, newIssueDraft({}, { title: 'x'.repeat(300) }));
    const outcome = await publishDraft(draft.id, scene.deps());
    expect(outcome).toMatchObject({ status: 'failed', message: expect.stringMatching(/422.*Nothing was posted\./s) });
    await expect(publishDraft(draft.id, scene.deps())).rejects.toThrow(
      /422.*To try it again as it is: .* drafts approve/s,
    );
  });

  for (const kind of ['answer lost', 'reset'] as const) {
    it(`to answer (${kind}), the next try looks first`, async () => {
      const scene = await startScene();
      scene.tracker.failNext({ method: 'POST', path: ISSUES, fault: { kind } });
      const draft = await addApproved(scene.store, newIssueDraft());
      const outcome = await publishDraft(draft.id, scene.deps());
      expect(outcome).toMatchObject({ status: 'postponed', state: { status: 'posting' } });
      expect(outcome).toMatchObject({ message: expect.stringContaining('looks on GitHub first') });
      expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
        status: 'posted',
        how: 'created',
        issue: 600,
      });
      expect(scene.tracker.issues()).toHaveLength(1);
      const outcomes = (await ledgerOf(scene.store, draft.id)).map(({ step, outcome: ended }) => `${step} ${ended}`);
      const tried = ['ensure-labels done', `create-issue ${kind === 'reset' ? 'absent' : 'done'}`];
      expect(outcomes).toEqual(kind === 'reset' ? [...tried, 'ensure-labels done', 'create-issue done'] : tried);
    });
  }

  it('to answer at once, the next try waits as long as the request may still arrive', async () => {
    const scene = await startScene();
    scene.tracker.failNext({ method: 'POST', path: ISSUES, fault: { kind: 'reset' } });
    const draft = await addApproved(scene.store, newIssueDraft());
    let clock = Date.parse('2025-09-12T23:31:00Z');
    const waits: number[] = [];
    const arrives = {
      method: 'POST',
      path: '/issues',
      body: { title: 'T', body: bodyOf('2025-09-12T23-30-00Z') },
    } as const;
    const timing = {
      clock: () => clock,
      settleMs: 10_000,
      wait: async (milliseconds: number) => {
        waits.push(milliseconds);
        clock += milliseconds;
        await scene.person(arrives.method, arrives.path, arrives.body);
      },
    };
    await publishDraft(draft.id, scene.deps({ timing }));
    clock += 4_000;
    expect(await publishDraft(draft.id, scene.deps({ timing }))).toMatchObject({ status: 'posted', issue: 600 });
    expect(waits).toEqual([6_000]);
    expect(scene.tracker.issues()).toHaveLength(1);
  });
});
