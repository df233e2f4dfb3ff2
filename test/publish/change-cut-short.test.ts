import { describe, expect, it } from 'vitest';
import { getHistory } from '../../src/github/history.ts';
import { getIssue } from '../../src/github/issues.ts';
import { publishDraft } from '../../src/publish/publish.ts';
import { ledgerOf } from '../../src/store/ledger.ts';
import { changeDraft, commentOf } from '../support/drafts.ts';
import { addApproved, connect, OURS, ownIssue, type Scene, startScene } from '../support/publishing.ts';
import { body, CLOSED, NEW, OLD } from './bodies.ts';

describe('a change that is cut short by GitHub', () => {
  const draft = changeDraft({}, { action: 'reopen', issue: 169, comment: commentOf({}), labels: ['P1'] });

  it('says what stands already, and the next try adds only the rest', async () => {
    const scene = await startScene({ issues: [ownIssue(169, body(OLD), CLOSED)] });
    scene.tracker.failNext({ method: 'POST', path: /\/comments$/, fault: { kind: 'answer', status: 403 } });
    await addApproved(scene.store, draft);
    const outcome = await publishDraft(draft.id, scene.deps());
    expect(outcome).toMatchObject({ status: 'postponed', state: { status: 'posting' } });
    expect(scene.tracker.issues()).toMatchObject([{ state: 'open', body: body(NEW), comments: [] }]);
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'reopened' });
    expect(scene.tracker.issues()).toMatchObject([{ state: 'open', labels: ['P1'], comments: [{}] }]);
    expect(scene.tracker.issues()[0]?.comments).toHaveLength(1);
  });

  it('and closed again by somebody before the next try stays closed', async () => {
    const scene = await startScene({ issues: [ownIssue(169, body(OLD), CLOSED)] });
    scene.tracker.failNext({ method: 'POST', path: /\/comments$/, fault: { kind: 'answer', status: 403 } });
    await addApproved(scene.store, draft);
    await publishDraft(draft.id, scene.deps());
    await scene.person('PATCH', '/issues/169', { state: 'closed' });
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/then closed again by somebody.*Already posted: update-body.*reopen-issue/),
    });
    expect(scene.tracker.issues()).toMatchObject([{ state: 'closed', comments: [] }]);
  });

  it('says what it does not know, when somebody closed the issue before the next try', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))] });
    scene.tracker.failNext({ method: 'PATCH', path: /394$/, fault: { kind: 'answer lost' } });
    for (let n = 2; n <= 4; n++)
      scene.tracker.failNext({ method: 'GET', path: /394$/, nth: n, fault: { kind: 'reset' } });
    const update = await addApproved(scene.store, changeDraft({}, { issue: 394 }));
    expect(await publishDraft(update.id, scene.deps())).toMatchObject({ status: 'postponed' });
    await scene.person('PATCH', '/issues/394', { state: 'closed' });
    expect(await publishDraft(update.id, scene.deps())).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/closed meanwhile\..*Perhaps posted, since GitHub did not answer: update-body\.$/),
    });
  });

  it('after a lost answer to the comment has one comment in the end', async () => {
    const scene = await startScene({ issues: [ownIssue(169, body(OLD), CLOSED)] });
    scene.tracker.failNext({ method: 'POST', path: /\/comments$/, fault: { kind: 'answer lost' } });
    await addApproved(scene.store, draft);
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'postponed' });
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'reopened' });
    expect(scene.tracker.issues()[0]?.comments).toHaveLength(1);
  });

  /** What people do between the first try and the second. */
  const between = (scene: Scene, path: string, body: object) => ({
    timing: { settleMs: 0, againMs: 0, wait: () => scene.person('PATCH', path, body) },
  });
  const SECONDARY = { message: 'You have exceeded a secondary rate limit.' };
  const unclear = { kind: 'answer', status: 502, body: '<html>Bad gateway</html>' } as const;

  it('never writes over what a person wrote between two tries', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))] });
    scene.tracker.failNext({ method: 'PATCH', path: /394$/, fault: unclear });
    const { id } = await addApproved(scene.store, changeDraft({}, { issue: 394 }));
    const person = between(scene, '/issues/394', { body: `Bert: I am on it.\n${body(OLD)}` });
    expect(await publishDraft(id, scene.deps(person))).toMatchObject({ status: 'posted', how: 'updated' });
    expect(scene.tracker.issues()).toMatchObject([{ body: `Bert: I am on it.\n${body(NEW)}` }]);
    expect((await ledgerOf(scene.store, id)).map(({ outcome }) => outcome)).toEqual(['absent', 'done']);
  });

  it('stops where a pull request was merged between two tries, and the fix shows', async () => {
    const pulls = [{ number: 50, title: 'Fix', author: 'bert', created_at: '2025-09-11T08:00:00Z', closes: [394] }];
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))], pulls });
    scene.tracker.failNext({ method: 'PATCH', path: /394$/, fault: unclear });
    const { id } = await addApproved(scene.store, changeDraft({}, { issue: 394 }));
    const timing = { settleMs: 0, againMs: 0, wait: () => scene.person('PUT', '/pulls/50/merge') };
    expect(await publishDraft(id, scene.deps({ timing }))).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('#394 was closed meanwhile.'),
    });
    expect(scene.tracker.issues()).toMatchObject([{ body: body(OLD), state: 'closed' }]);
    const issue = await getIssue(scene.github, 394);
    const history = issue && (await getHistory(scene.github, issue));
    expect(history).toMatchObject({ fix: { pull: 50 }, closing: { means: { kind: 'pull', pull: 50 } } });
  });

  it('never writes over what a person added to our comment between two tries', async () => {
    const rolling = { id: 77, author: OURS, body: OLD, created_at: '2025-09-10T08:00:00Z' };
    const scene = await startScene({ issues: [ownIssue(169, 'By hand.', { author: 'anna', comments: [rolling] })] });
    scene.tracker.failNext({ method: 'PATCH', path: /comments\/77$/, fault: { kind: 'reset' } });
    const home = { in: 'comment', id: 77 } as const;
    const { id } = await addApproved(scene.store, changeDraft({}, { issue: 169, evidenceHome: home }));
    const person = between(scene, '/issues/comments/77', { body: `${OLD}\nBert: known.` });
    expect(await publishDraft(id, scene.deps(person))).toMatchObject({ status: 'posted' });
    expect(scene.tracker.issues()[0]?.comments.map((one) => one.body)).toEqual([`${NEW}\nBert: known.`]);
  });

  it.each([
    ['a secondary limit', { status: 403, headers: { 'retry-after': '7' }, body: SECONDARY }, 7_000],
    ['a bare 429', { status: 429 }, 60_000],
  ])('is made anew of what stands there after the wait that %s asks for', async (_, answer, milliseconds) => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))] });
    scene.tracker.failNext({ method: 'PATCH', path: /394$/, fault: { kind: 'answer', ...answer } });
    const { id } = await addApproved(scene.store, changeDraft({}, { issue: 394 }));
    const waits: number[] = [];
    const wait = async (time: number) => {
      waits.push(time);
      await scene.person('PATCH', '/issues/394', { body: `Bert: I am on it.\n${body(OLD)}` });
    };
    const patient = await connect(scene.tracker, [], 1);
    const outcome = await publishDraft(id, scene.deps({ github: patient, timing: { settleMs: 0, wait } }));
    expect(outcome).toMatchObject({ status: 'posted', how: 'updated' });
    expect(waits).toEqual([milliseconds]);
    expect(scene.tracker.issues()).toMatchObject([{ body: `Bert: I am on it.\n${body(NEW)}` }]);
    expect((await ledgerOf(scene.store, id)).map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
  });

  it('is left for later where GitHub asks to wait for an hour', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))] });
    const headers = { 'retry-after': '3600' };
    const fault = { kind: 'answer', status: 403, headers, body: SECONDARY } as const;
    scene.tracker.failNext({ method: 'PATCH', path: /394$/, fault });
    const { id } = await addApproved(scene.store, changeDraft({}, { issue: 394 }));
    const outcome = await publishDraft(id, scene.deps());
    expect(outcome).toMatchObject({ status: 'postponed', message: expect.stringContaining('Nothing was posted') });
    expect(scene.tracker.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('is left for later at once where the signal comes during the wait', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))] });
    scene.tracker.failNext({ method: 'PATCH', path: /394$/, fault: { kind: 'answer', status: 429 } });
    const { id } = await addApproved(scene.store, changeDraft({}, { issue: 394 }));
    const github = await connect(scene.tracker, [], 1);
    const ending = new AbortController();
    const checkpoint = (name: string) => {
      if (name === 'update-body: intended') setTimeout(() => ending.abort(), 200);
    };
    const began = performance.now();
    const deps = scene.deps({ github, timing: { settleMs: 0 }, signal: ending.signal, checkpoint });
    expect(await publishDraft(id, deps)).toMatchObject({ status: 'postponed', state: { status: 'approved' } });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(scene.tracker.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('is not made twice where only the answer was lost', async () => {
    const scene = await startScene({ issues: [ownIssue(169, body(NEW), CLOSED)] });
    scene.tracker.failNext({ method: 'PATCH', path: /169$/, fault: { kind: 'answer lost' } });
    const { id } = await addApproved(scene.store, draft);
    const deps = scene.deps({ timing: { settleMs: 0, wait: () => Promise.resolve() } });
    expect(await publishDraft(id, deps)).toMatchObject({ status: 'posted', how: 'reopened' });
    expect(scene.tracker.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('is left for later where three tries got no clear answer', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))] });
    for (let nth = 1; nth <= 3; nth++) scene.tracker.failNext({ method: 'PATCH', path: /394$/, nth, fault: unclear });
    const waits: number[] = [];
    const wait = async (milliseconds: number) => {
      waits.push(milliseconds);
    };
    const { id } = await addApproved(scene.store, changeDraft({}, { issue: 394 }));
    const timing = { settleMs: 0, wait };
    expect(await publishDraft(id, scene.deps({ timing }))).toMatchObject({
      status: 'postponed',
      message: expect.stringMatching(/502.*looks on GitHub first/s),
    });
    expect(waits).toEqual([1_000, 4_000]);
    expect(await publishDraft(id, scene.deps())).toMatchObject({ status: 'posted' });
  });
});
