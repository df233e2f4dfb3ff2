import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { publishDraft } from '../../src/publish/publish.ts';
import { addDraft, getDraft, setDraftState } from '../../src/store/drafts.ts';
import { issueFor, recordIssue } from '../../src/store/issues.ts';
import { ledgerOf } from '../../src/store/ledger.ts';
import { newIssueDraft, REPOSITORY } from '../support/drafts.ts';
import { addApproved, OURS, ownIssue, startScene } from '../support/publishing.ts';

const ISSUES = `/repos/${REPOSITORY}/issues`;
const bodyOf = (run: string) => {
  const { content } = newIssueDraft({ run });
  return content.action === 'create' ? content.body : '';
};

describe('posting a new issue', () => {
  it('creates it as approved, with labels that were missing, and remembers it', async () => {
    const scene = await startScene();
    const draft = await addApproved(scene.store, newIssueDraft());
    const outcome = await publishDraft(draft.id, scene.deps());
    expect(outcome).toMatchObject({ status: 'posted', how: 'created', issue: 600, notes: [] });
    const { title, body } = draft.content.action === 'create' ? draft.content : {};
    expect(scene.tracker.issues()).toMatchObject([{ number: 600, title, body, labels: ['log-gardener', 'P1'] }]);
    const stored = await getDraft(scene.store, draft.id);
    expect(stored?.state).toEqual(outcome.state);
    expect(outcome.state).toMatchObject({ status: 'posted', issue: 600, url: expect.stringMatching(/\/issues\/600$/) });
    expect(await issueFor(scene.store, draft)).toEqual({ issue: 600, login: OURS, commentedAt: null });
  });

  it('is refused where the draft is for another repository than the one that is open', async () => {
    const scene = await startScene();
    const draft = await addApproved(scene.store, { ...newIssueDraft(), repository: 'acme/elsewhere' });
    await expect(publishDraft(draft.id, scene.deps())).rejects.toThrow(
      `Draft ${draft.id} is for acme/elsewhere, and was to be posted to ${REPOSITORY}.`,
    );
    expect(scene.tracker.changed.size).toBe(0);
    expect((await getDraft(scene.store, draft.id))?.state.status).toBe('approved');
    expect(await ledgerOf(scene.store, draft.id)).toEqual([]);
  });

  it('writes every intent down before, and its outcome after', async () => {
    const scene = await startScene();
    const draft = await addApproved(scene.store, newIssueDraft());
    const whileAsked: unknown[] = [];
    const checkpoint = (name: string) => {
      if (name === 'create-issue: intended') whileAsked.push(scene.tracker.issues().length);
    };
    await publishDraft(draft.id, scene.deps({ checkpoint }));
    expect(whileAsked).toEqual([0]);
    expect(await ledgerOf(scene.store, draft.id)).toMatchObject([
      { step: 'ensure-labels', outcome: 'done', hash: draft.hash },
      { step: 'create-issue', outcome: 'done', hash: draft.hash, detail: '#600' },
    ]);
  });

  it('does it once, however often it is asked to', async () => {
    const scene = await startScene();
    const draft = await addApproved(scene.store, newIssueDraft());
    const first = await publishDraft(draft.id, scene.deps());
    const requests = scene.tracker.requests.length;
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'posted',
      issue: 600,
      state: first.state,
    });
    expect(scene.tracker.issues()).toHaveLength(1);
    expect(scene.tracker.requests).toHaveLength(requests);
  });

  it('is done once when many ask at the same time', async () => {
    const scene = await startScene();
    const draft = await addApproved(scene.store, newIssueDraft());
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => publishDraft(draft.id, scene.deps())));
    expect(outcomes.map(({ status }) => status)).toEqual(['posted', 'posted', 'posted', 'posted']);
    expect(scene.tracker.issues()).toHaveLength(1);
  });

  it.each([
    ['the older first', 'found'],
    ['the newer first', 'superseded by two-1, which is posted'],
  ])('is done once for drafts of two runs that were approved both, %s', async (order, other) => {
    const scene = await startScene();
    const drafts = [newIssueDraft({ run: 'one' }), newIssueDraft({ run: 'two' })];
    for (const draft of drafts) await addApproved(scene.store, draft);
    const inOrder = order === 'the older first' ? drafts : drafts.toReversed();
    const [first, second] = await Promise.all(inOrder.map(({ id }) => publishDraft(id, scene.deps())));
    expect(first).toMatchObject({ status: 'posted', how: 'created' });
    expect(second?.status === 'posted' ? second.how : second?.message).toContain(other);
    expect(scene.tracker.issues()).toHaveLength(1);
  });

  it('costs four requests where the labels exist', async () => {
    const labels = [{ name: 'log-gardener' }, { name: 'P1' }];
    const scene = await startScene({ labels, issues: [ownIssue(511, 'about something else')] });
    const draft = await addApproved(scene.store, newIssueDraft());
    const before = scene.tracker.requests.length;
    await publishDraft(draft.id, scene.deps());
    expect(scene.tracker.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET ${ISSUES}`,
      `GET /repos/${REPOSITORY}/labels`,
      `POST ${ISSUES}`,
      // For a twin that another store made meanwhile.
      `GET ${ISSUES}`,
    ]);
  });
});

describe('a new issue is not made', () => {
  it('where one with our marker has appeared: that one is recorded', async () => {
    const scene = await startScene({ issues: [ownIssue(512, bodyOf('another'))] });
    const draft = await addApproved(scene.store, newIssueDraft());
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'found', issue: 512 });
    expect(scene.tracker.issues()).toHaveLength(1);
    expect(scene.tracker.changed.size).toBe(0);
  });

  it('where one with our marker has appeared, though GitHub lists none under our login', async () => {
    const scene = await startScene({
      issues: [ownIssue(512, bodyOf('another'), { created_at: '2025-09-12T23:30:30Z' })],
    });
    const nothing = { kind: 'answer', status: 200, body: [] } as const;
    scene.tracker.failNext({ method: 'GET', path: ISSUES, fault: nothing });
    const draft = await addApproved(scene.store, newIssueDraft());
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'found', issue: 512 });
    const queries = scene.tracker.requests.filter(({ path }) => path === ISSUES).map(({ query }) => query);
    expect(queries).toEqual([expect.stringContaining('creator='), expect.stringContaining('since=')]);
    expect(scene.tracker.changed.size).toBe(0);
  });

  it('where one by a trusted author has appeared', async () => {
    const issues = [ownIssue(512, bodyOf('another'), { author: 'old-bot' })];
    const scene = await startScene({ issues }, ['Old-Bot']);
    const draft = await addApproved(scene.store, newIssueDraft());
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'found', issue: 512 });
  });

  it('where the store remembers an open issue that somebody else wrote', async () => {
    const scene = await startScene({ issues: [ownIssue(169, 'By hand.', { author: 'anna' })] });
    const draft = await addApproved(scene.store, newIssueDraft());
    await recordIssue(scene.store, draft, { issue: 169, login: OURS, commentedAt: null });
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'found', issue: 169 });
    expect(scene.tracker.issues()).toHaveLength(1);
  });

  it('where the one with our marker is closed and the draft does not know it', async () => {
    const closed = { state: 'closed', closed_at: '2025-09-11T08:00:00Z' } as const;
    const scene = await startScene({ issues: [ownIssue(512, bodyOf('another'), closed)] });
    const draft = await addApproved(scene.store, newIssueDraft());
    const outcome = await publishDraft(draft.id, scene.deps());
    expect(outcome).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('#512 tracks the same problem and is closed'),
    });
    expect(outcome).toMatchObject({ message: expect.stringContaining('Nothing was posted.') });
    expect(scene.tracker.changed.size).toBe(0);
  });

  it('without its marker, since it could not be found again', async () => {
    const scene = await startScene();
    const draft = await addApproved(scene.store, newIssueDraft({}, { body: 'A body without a marker.' }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('lost its hidden log-gardener marker'),
    });
    expect(scene.tracker.issues()).toEqual([]);
  });

  it('without approval', async () => {
    const scene = await startScene();
    await addDraft(scene.store, newIssueDraft());
    await expect(publishDraft(newIssueDraft().id, scene.deps())).rejects.toThrow(/waits for review.*drafts approve/);
    await expect(publishDraft('none', scene.deps())).rejects.toThrow(/no draft none/);
    expect(scene.tracker.issues()).toEqual([]);
  });

  it('when its content is not what was approved', async () => {
    const scene = await startScene();
    const draft = await addApproved(scene.store, newIssueDraft());
    const other = newIssueDraft({}, { title: 'Something else' });
    await scene.store.db
      .updateTable('drafts')
      .set({ content: JSON.stringify(other.content), hash: other.hash })
      .execute();
    await expect(publishDraft(draft.id, scene.deps())).rejects.toThrow(/not what was approved any more/);
    expect(scene.tracker.issues()).toEqual([]);
  });

  it('when it is rejected while another posts', async () => {
    const scene = await startScene();
    const draft = await addApproved(scene.store, newIssueDraft());
    const checkpoint = (name: string) => {
      if (name === 'leased') rejection = setDraftState(scene.store, draft.id, { from: ['approved'], to: rejected });
    };
    const rejected = { status: 'rejected', reason: 'noise', at: '2025-09-12T23:31:00Z' } as const;
    let rejection: Promise<boolean> = Promise.resolve(false);
    expect(await publishDraft(draft.id, scene.deps({ checkpoint }))).toMatchObject({
      status: 'failed',
      state: rejected,
      message: expect.stringContaining('was rejected (noise)'),
    });
    expect(await rejection).toBe(true);
    expect(scene.tracker.issues()).toEqual([]);
  });
});

describe('a new issue is made', () => {
  it('although a stranger copied our marker', async () => {
    const scene = await startScene({ issues: [ownIssue(512, bodyOf('another'), { author: 'mallory' })] });
    const draft = await addApproved(scene.store, newIssueDraft());
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'created', issue: 600 });
  });

  it('beside a closed one that the draft links: that was its decision', async () => {
    const closed = { state: 'closed', closed_at: '2025-09-11T08:00:00Z' } as const;
    const scene = await startScene({ issues: [ownIssue(51, bodyOf('another'), closed)] });
    const linking = newIssueDraft({}, { body: `Back after #51.\n\n${bodyOf('2025-09-12T23-30-00Z')}` });
    const draft = await addApproved(scene.store, linking);
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'created', issue: 600 });
  });

  it('with those assigned whom the draft names', async () => {
    const scene = await startScene();
    const asked: unknown[] = [];
    const sent = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => sent.mockRestore());
    const drafts = [
      newIssueDraft({}, { assignees: ['anna'] }),
      newIssueDraft({ n: 2, fingerprint: 'lg1bbbbbbbbbbbbbbbb' }),
    ];
    for (const draft of drafts) {
      await addApproved(scene.store, draft);
      expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', notes: [] });
    }
    for (const [address, { method, body } = {}] of sent.mock.calls) {
      if (method === 'POST' && String(address).endsWith('/issues')) asked.push(JSON.parse(String(body)).assignees);
    }
    expect(asked).toEqual([['anna'], undefined]);
  });

  it('without somebody who may not be assigned', async () => {
    const scene = await startScene();
    const errors = [{ value: 'anna', resource: 'Issue', field: 'assignees', code: 'invalid' }];
    const fault = { kind: 'answer', status: 422, body: { message: 'Validation Failed', errors } } as const;
    scene.tracker.failNext({ method: 'POST', path: ISSUES, fault });
    const draft = await addApproved(scene.store, newIssueDraft({}, { assignees: ['anna'] }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'posted',
      how: 'created',
      notes: ['GitHub does not let anna be assigned: left out.'],
    });
    expect(scene.tracker.issues()).toHaveLength(1);
  });

  it('without a label that the token may not make', async () => {
    const scene = await startScene({ labels: [{ name: 'P1' }] });
    const forbidden = { kind: 'answer', status: 403, body: { message: 'Resource not accessible' } } as const;
    scene.tracker.failNext({ method: 'POST', path: `/repos/${REPOSITORY}/labels`, fault: forbidden });
    const draft = await addApproved(scene.store, newIssueDraft());
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'posted',
      notes: ['The token may not set log-gardener: left out.'],
    });
    expect(scene.tracker.issues()).toMatchObject([{ labels: ['P1'] }]);
  });
});
