import { describe, expect, it } from 'vitest';
import { wrapEvidenceBlock } from '../../src/github/evidence-block.ts';
import { getHistory } from '../../src/github/history.ts';
import { getIssue, reopenIssue } from '../../src/github/issues.ts';
import { generateMarker, parseMarkers } from '../../src/github/marker.ts';
import { publishDraft } from '../../src/publish/publish.ts';
import { hashContent } from '../../src/store/content-hash.ts';
import { setDraftState } from '../../src/store/drafts.ts';
import { issueFor } from '../../src/store/issues.ts';
import { ledgerOf } from '../../src/store/ledger.ts';
import { changeDraft, commentOf, FINGERPRINT } from '../support/drafts.ts';
import {
  addApproved,
  connect,
  OURS,
  ownIssue,
  type PlantedIssue,
  type Scene,
  startScene,
} from '../support/publishing.ts';

const CLOSED = { state: 'closed', state_reason: 'completed', closed_at: '2025-09-11T18:02:00Z' } as const;
const OLD = wrapEvidenceBlock('| E1 | entries | 15 |');
const NEW = wrapEvidenceBlock('| E1 | entries | 40 |');
const MARKER = `<!-- log-gardener fingerprint=${FINGERPRINT} run=r draft=r-1 -->`;
/** As people leave a body: Windows line ends, trailing blanks, no line end at the end. */
const body = (block: string) =>
  `Anna:  see the \u{1F511} dashboard\r\n\r\n${block}\r\n\r\n- [x] looked at\t\r\n\n\n${MARKER}  `;

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

describe('the re-check stops a change, with nothing posted,', () => {
  const reopening = changeDraft({}, { action: 'reopen', issue: 169, comment: commentOf({}) });
  const updating = changeDraft({}, { issue: 169, comment: commentOf({}) });
  const cases = [
    { when: 'the issue to update was closed', issue: CLOSED, draft: updating, says: '#169 was closed meanwhile' },
    { when: 'the issue to reopen was reopened', issue: {}, draft: reopening, says: '#169 was reopened meanwhile' },
    { when: 'the issue was locked', issue: { locked: true }, draft: updating, says: '#169 is locked' },
    { when: 'the body belongs to somebody else', issue: { author: 'anna' }, draft: updating, says: 'not ours to edit' },
    {
      when: 'our comment with the evidence is gone',
      issue: {},
      draft: changeDraft({}, { issue: 169, evidenceHome: { in: 'comment', id: 77 } }),
      says: 'Our comment with the evidence on #169 is gone',
    },
    {
      when: 'the issue is gone',
      issue: {},
      draft: changeDraft({}, { issue: 170 }),
      says: '#170 is gone',
    },
    {
      when: 'the comment lost its marker',
      issue: {},
      draft: changeDraft({}, { issue: 169, comment: 'no marker' }),
      says: 'The comment has lost its hidden log-gardener marker',
    },
    {
      when: 'the evidence lost the lines around it',
      issue: {},
      draft: changeDraft({}, { issue: 169, evidenceBlock: '| E1 |' }),
      says: 'The evidence block has lost the marker lines',
    },
  ];
  for (const { when, issue, draft, says } of cases) {
    it(`when ${when}`, async () => {
      const scene = await startScene({ issues: [ownIssue(169, body(OLD), issue)] });
      await addApproved(scene.store, draft);
      const outcome = await publishDraft(draft.id, scene.deps());
      expect(outcome).toMatchObject({ status: 'failed', message: expect.stringContaining(says) });
      expect(outcome).toMatchObject({ message: expect.stringMatching(/Run triage again.*Nothing was posted\.$/) });
      expect(outcome.state).toMatchObject({ status: 'failed', error: expect.stringContaining(says) });
      expect(scene.tracker.changed.size).toBe(0);
    });
  }
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
