import { describe, expect, it } from 'vitest';
import { reopenIssue } from '../../src/github/issues.ts';
import { publishDraft } from '../../src/publish/publish.ts';
import { hashContent } from '../../src/store/content-hash.ts';
import { issueFor } from '../../src/store/issues.ts';
import { ledgerOf } from '../../src/store/ledger.ts';
import { changeDraft, commentOf } from '../support/drafts.ts';
import { addApproved, OURS, ownIssue, type PlantedIssue, type Scene, startScene } from '../support/publishing.ts';
import { body, CLOSED, MARKER, NEW, OLD } from './bodies.ts';

describe('an update', () => {
  it('that finds an issue closed and leaves it so is posted there, and not once it is open again', async () => {
    for (const [state, status] of [
      ['closed', 'posted'],
      ['open', 'failed'],
    ] as const) {
      const scene = await startScene({ issues: [ownIssue(394, body(OLD), state === 'closed' ? CLOSED : {})] });
      const draft = await addApproved(scene.store, changeDraft({}, { issue: 394, stays: 'closed' }));
      const outcome = await publishDraft(draft.id, scene.deps());
      expect(outcome.status).toBe(status);
      expect(scene.tracker.issues()).toMatchObject([{ body: body(state === 'closed' ? NEW : OLD), state }]);
      if (outcome.status === 'failed') expect(outcome.message).toContain('#394 was reopened meanwhile');
    }
  });

  it('edits the evidence in place and leaves what people wrote, byte for byte', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))] });
    const draft = await addApproved(scene.store, changeDraft({}, { issue: 394 }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'posted',
      how: 'updated',
      issue: 394,
      url: expect.stringMatching(/issues\/394$/),
      notes: [],
    });
    expect(scene.tracker.issues()).toMatchObject([{ body: body(NEW), comments: [], state: 'open' }]);
    const remembered = { issue: 394, login: OURS, commentedAt: null };
    expect(await issueFor(scene.store, draft)).toEqual(remembered);
  });

  it('puts the evidence before the marker where somebody took it out', async () => {
    const scene = await startScene({ issues: [ownIssue(394, `All mine.\n\n${MARKER}`)] });
    const draft = await addApproved(scene.store, changeDraft({}, { issue: 394 }));
    await publishDraft(draft.id, scene.deps());
    expect(scene.tracker.issues()).toMatchObject([{ body: `All mine.\n\n${NEW}\n\n${MARKER}` }]);
  });

  it('writes nothing where nothing changed', async () => {
    const scene = await startScene({
      labels: [{ name: 'P1' }],
      issues: [ownIssue(394, body(NEW), { labels: ['P1'] })],
    });
    const draft = await addApproved(scene.store, changeDraft({}, { issue: 394, labels: ['p1'] }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'updated' });
    expect(scene.tracker.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await ledgerOf(scene.store, draft.id)).toEqual([]);
  });

  it('edits our rolling comment on an issue of somebody else', async () => {
    const comment = { id: 77, author: OURS, body: `${OLD}\n\n${MARKER}`, created_at: '2025-09-10T08:00:00Z' };
    const others = { ...comment, id: 78, author: 'anna', body: OLD };
    const issue = ownIssue(169, 'By hand.', { author: 'anna', comments: [comment, others] });
    const scene = await startScene({ issues: [issue] });
    const home = { in: 'comment', id: 77 } as const;
    const draft = await addApproved(scene.store, changeDraft({}, { issue: 169, evidenceHome: home }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'updated' });
    const [posted] = scene.tracker.issues();
    expect(posted?.body).toBe('By hand.');
    expect(posted?.comments.map((one) => one.body)).toEqual([`${NEW}\n\n${MARKER}`, OLD]);
  });

  it('makes first contact by one comment that holds the evidence, and adds labels without taking any', async () => {
    const labels = [{ name: 'help wanted' }];
    const issue = ownIssue(169, 'By hand.', { author: 'anna', labels: ['help wanted'] });
    const scene = await startScene({ labels, issues: [issue] });
    const comment = commentOf({}, `Seen again.\n\n${NEW}`);
    const content = { issue: 169, evidenceHome: { in: 'new-comment' }, comment, labels: ['log-gardener'] } as const;
    const draft = await addApproved(scene.store, changeDraft({}, { ...content, labels: [...content.labels] }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', notes: [] });
    expect(scene.tracker.issues()).toMatchObject([
      { body: 'By hand.', labels: ['help wanted', 'log-gardener'], comments: [{ author: OURS, body: comment }] },
    ]);
  });

  it('goes through without labels that the token may not set', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD))] });
    const fault = { kind: 'answer', status: 403, body: { message: 'Resource not accessible' } } as const;
    scene.tracker.failNext({ method: 'POST', path: /\/issues\/394\/labels$/, fault });
    const draft = await addApproved(scene.store, changeDraft({}, { issue: 394, labels: ['P1'] }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'posted',
      notes: ['The token may not set P1: left out.'],
    });
  });
});

describe('a reopening', () => {
  it('edits, reopens and comments, each once', async () => {
    const scene = await startScene({ issues: [ownIssue(169, body(OLD), CLOSED)] });
    const comment = commentOf({});
    const draft = await addApproved(scene.store, changeDraft({}, { action: 'reopen', issue: 169, comment }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'reopened', issue: 169 });
    expect(scene.tracker.issues()).toMatchObject([
      { state: 'open', stateReason: 'reopened', body: body(NEW), comments: [{ body: comment }] },
    ]);
  });
});

describe('another title', () => {
  const [from, to] = ['GCP-new | P2 | Session access failed', 'GCP-regression | P1 | Session access failed'];
  const renamed = ({ tracker }: Scene) => tracker.requests.filter(({ method }) => method === 'PATCH').length;

  it('is given once, and nothing else is touched', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(NEW), { title: from })] });
    const draft = await addApproved(scene.store, changeDraft({}, { issue: 394, title: { from, to } }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'updated', notes: [] });
    expect(scene.tracker.issues()).toMatchObject([{ title: to, body: body(NEW) }]);
    expect((await ledgerOf(scene.store, draft.id)).map(({ step }) => step)).toEqual(['update-title']);
  });

  it('gives way to one that a person gave meanwhile, and says so', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(NEW), { title: 'Sign-in is broken' })] });
    const draft = await addApproved(scene.store, changeDraft({}, { issue: 394, title: { from, to } }));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'posted',
      notes: ['#394 has another title than was drafted for: left as it is.'],
    });
    expect(scene.tracker.issues()).toMatchObject([{ title: 'Sign-in is broken' }]);
    expect(renamed(scene)).toBe(0);
  });

  it('gives way to one that a person gives while the evidence is written', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD), { title: from })] });
    const draft = await addApproved(scene.store, changeDraft({}, { issue: 394, title: { from, to } }));
    let renaming: Promise<void> | null = null;
    const checkpoint = (name: string) => {
      if (name === 'update-body: intended') renaming = scene.person('PATCH', '/issues/394', { title: 'Sign-in' });
    };
    const github = { ...scene.github };
    const { confirmed } = github;
    github.confirmed = (confirm) =>
      confirmed(async () => {
        await renaming;
        await confirm();
      });
    expect(await publishDraft(draft.id, scene.deps({ checkpoint, github }))).toMatchObject({ status: 'posted' });
    expect(scene.tracker.issues()).toMatchObject([{ title: 'Sign-in', body: body(NEW) }]);
  });

  it('is not given again where only the answer was lost', async () => {
    const scene = await startScene({ issues: [ownIssue(394, body(NEW), { title: from })] });
    scene.tracker.failNext({ method: 'PATCH', path: /394$/, fault: { kind: 'answer lost' } });
    const draft = await addApproved(scene.store, changeDraft({}, { issue: 394, title: { from, to } }));
    const deps = scene.deps({ timing: { settleMs: 0, wait: () => Promise.resolve() } });
    expect(await publishDraft(draft.id, deps)).toMatchObject({ status: 'posted', notes: [] });
    expect(scene.tracker.issues()).toMatchObject([{ title: to }]);
    expect(renamed(scene)).toBe(1);
  });
});

describe('a closing', () => {
  const closing = (comment: string | null) => {
    const { content, ...draft } = changeDraft({}, { issue: 169, comment });
    if (content.action !== 'update') throw new Error('the draft is of an update');
    const closed = { ...content, action: 'close', as: 'completed' } as const;
    return { ...draft, content: closed, hash: hashContent(closed) };
  };

  it('edits, comments and closes, and remembers when it spoke', async () => {
    const scene = await startScene({ issues: [ownIssue(169, body(OLD))] });
    const draft = await addApproved(scene.store, closing(commentOf({})));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({ status: 'posted', how: 'closed', issue: 169 });
    expect(scene.tracker.issues()).toMatchObject([
      { state: 'closed', stateReason: 'completed', body: body(NEW), comments: [{ body: commentOf({}) }] },
    ]);
    expect((await ledgerOf(scene.store, draft.id)).map(({ step }) => step)).toEqual([
      'update-body',
      'create-comment',
      'close-issue',
    ]);
    expect(await issueFor(scene.store, draft)).toMatchObject({ issue: 169, commentedAt: expect.any(String) });
  });

  it('does nothing to an issue that somebody closed meanwhile', async () => {
    const scene = await startScene({ issues: [ownIssue(169, body(OLD), CLOSED)] });
    const draft = await addApproved(scene.store, closing(null));
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('#169 was closed meanwhile'),
    });
    expect(scene.tracker.changed.size).toBe(0);
  });

  it('does not close again what somebody reopened after it', async () => {
    const scene = await startScene({ issues: [ownIssue(169, body(OLD))] });
    const draft = await addApproved(scene.store, closing(null));
    const die = (name: string) => {
      if (name === 'close-issue: recorded') throw new Error('died');
    };
    await expect(publishDraft(draft.id, scene.deps({ checkpoint: die }))).rejects.toThrow('died');
    await reopenIssue(scene.deps().github, 169);
    expect(await publishDraft(draft.id, scene.deps())).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('#169 was closed by this draft and then reopened by somebody'),
    });
    expect(scene.tracker.issues()).toMatchObject([{ state: 'open' }]);
  });
});

describe('a priority that took the place of another', () => {
  const labelled = (actor: string) =>
    ({ event: 'labeled', label: 'P3', actor, created_at: '2025-09-10T08:00:00Z' }) as const;
  const post = async (events: PlantedIssue['events'], prepare: (scene: Scene) => void = () => undefined) => {
    const scene = await startScene({ issues: [ownIssue(394, body(OLD), { labels: ['help wanted', 'P3'], events })] });
    prepare(scene);
    const content = { issue: 394, labels: ['P1'], outdatedLabels: ['P3'] };
    const { id } = await addApproved(scene.store, changeDraft({}, content));
    const outcome = await publishDraft(id, scene.deps());
    return { outcome, labels: scene.tracker.issues()[0]?.labels };
  };

  it('takes the old one off that we set', async () => {
    const { outcome, labels } = await post([labelled(OURS)]);
    expect(outcome).toMatchObject({ status: 'posted', notes: [] });
    expect(labels).toEqual(['help wanted', 'P1']);
  });

  it.each([
    ['a person set it', [labelled('anna')]],
    ['a person set it again', [labelled(OURS), labelled('anna')]],
    ['nobody knows who set it', []],
  ])('leaves it where %s', async (_, events) => {
    const { outcome, labels } = await post(events);
    expect(outcome).toMatchObject({ status: 'posted', notes: [] });
    expect(labels).toEqual(['help wanted', 'P3', 'P1']);
  });

  it.each([
    ['GitHub does not tell who set it', { method: 'POST', path: '/graphql' }, []],
    ['the new one cannot be set', { method: 'POST', path: /394\/labels$/ }, ['The token may not set P1: left out.']],
    ['it may not be taken off', { method: 'DELETE', path: /P3$/ }, ['The token may not take off P3: left on.']],
  ])('leaves it where %s', async (_, call, notes) => {
    const { outcome, labels } = await post([labelled(OURS)], ({ tracker }) =>
      tracker.failNext({ ...call, fault: { kind: 'answer', status: 403 } }),
    );
    expect(outcome).toMatchObject({ status: 'posted', notes });
    expect(labels).toContain('P3');
  });
});
