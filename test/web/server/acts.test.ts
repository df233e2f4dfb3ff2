import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { Claim } from '../../../src/model/claim.ts';
import { UsageError } from '../../../src/model/errors.ts';
import type { Run } from '../../../src/model/run.ts';
import { addDraft, getDraft } from '../../../src/store/drafts.ts';
import { saveRun } from '../../../src/store/runs.ts';
import { postedRow } from '../../../src/web/server/posted-row.ts';
import type { DraftView } from '../../../src/web/views.ts';
import { newIssueDraft } from '../../support/drafts.ts';
import { connect, startScene } from '../../support/publishing.ts';
import { type Desk, openDesk } from '../../support/review-server.ts';
import { aRun } from '../../support/runs.ts';

const draft = newIssueDraft();
const approval = { seen: draft.hash, live: null };

/** The draft that an act answers with. */
async function act({ json }: Desk, name: string, request?: object): Promise<DraftView> {
  const answer = await json(`/api/drafts/${draft.id}/${name}`, request ? { json: request } : { method: 'POST' });
  return JSON.parse(JSON.stringify(answer)).draft;
}

async function refused({ ask }: Desk, name: string, request?: object): Promise<[number, string]> {
  const { status, text } = await ask(
    `/api/drafts/${draft.id}/${name}`,
    request ? { json: request } : { method: 'POST' },
  );
  return [status, JSON.parse(text).error];
}

describe('at the page a person', () => {
  it('edits, approves and posts: what is on GitHub is what was approved, and the worklog says so', async () => {
    const scene = await startScene();
    const config = Config.parse({ worklog: { commit: true, branch: 'ops' } });
    const desk = await openDesk({ review: { config, openGitHub: () => connect(scene.tracker) } });
    const { store, folder, json, server } = desk;
    await saveRun(store, aRun({ id: draft.run }));
    await addDraft(store, draft);
    const preview = await json('/api/preview', {
      json: { draft: draft.id, markdown: '## Impact\n**Chat** is down, @ann.' },
    });
    expect(preview).toEqual({ html: expect.stringMatching(/<strong>Chat<\/strong> is down, <a [^>]*>@ann<\/a>/) });
    const edited = await act(desk, 'edit', { seen: draft.hash, markdown: '## Impact\n\nChat is down.', title: 'Chat' });
    expect(edited).toMatchObject({ title: 'Chat', state: { status: 'pending' }, editedAt: expect.any(String) });
    expect(edited.html).toContain('<p>Chat is down.</p>');
    expect(edited.hash).not.toBe(draft.hash);
    const { hash: seen } = edited;
    expect(await json(`/api/drafts/${draft.id}/live`)).toMatchObject({ issue: null, seen: null, unread: null });
    expect((await act(desk, 'approve', { seen, live: null })).state).toMatchObject({ status: 'approved', hash: seen });
    const posted = await json(`/api/drafts/${draft.id}/post`, { method: 'POST' });
    expect(posted).toMatchObject({
      outcomes: [{ draft: draft.id, status: 'posted', issue: 600, url: expect.stringContaining('/issues/600') }],
      draft: { state: { status: 'posted', issue: 600 }, does: 'created #600' },
    });
    const content = (await getDraft(store, draft.id))?.content;
    const body = content?.action === 'create' ? content.body : null;
    expect(scene.tracker.issues()).toMatchObject([{ number: 600, title: 'Chat', body }]);
    await server.close();
    const [worklog = ''] = readdirSync(join(folder, 'worklogs'));
    expect(readFileSync(join(folder, 'worklogs', worklog), 'utf8')).toContain(draft.run);
    expect(scene.tracker.files('ops').get('worklogs/README.md')).toContain(`| [${draft.run}](`);
    expect(desk.reported).toEqual([]);
  });

  it('rejects with a ruling, sees it and lifts it, and takes the decision back', async () => {
    const desk = await openDesk();
    await addDraft(desk.store, draft);
    const ruling = { kind: 'mute', until: '2030-01-01T00:00:00Z' };
    const neither = { seen: draft.hash, reason: 'noise', ruling: { kind: 'mute' } };
    expect(await refused(desk, 'reject', neither)).toEqual([400, expect.stringMatching(/ruling/)]);
    const rejected = await act(desk, 'reject', { seen: draft.hash, reason: 'noise', ruling });
    expect(rejected).toMatchObject({ state: { status: 'rejected' }, problem: 'noise' });
    const kept = {
      id: 1,
      kind: 'mute',
      says: expect.stringContaining('muted until 2030-01-01'),
      reason: 'noise',
      at: expect.any(String),
    };
    expect(await desk.json('/api/rulings')).toEqual({ rulings: [kept] });
    expect(await desk.json('/api/rulings/1', { method: 'DELETE' })).toEqual({ lifted: 1 });
    expect(await desk.json('/api/rulings')).toEqual({ rulings: [] });
    expect((await act(desk, 'undo', { seen: draft.hash })).state).toEqual({ status: 'pending' });
  });

  it('sees what nothing backs, in the words of the agent and in their own', async () => {
    const desk = await openDesk();
    const run = reviewedRun();
    await saveRun(desk.store, run);
    // Sanitising writes a name with a backslash, which is the same claim.
    const body = '## Impact\n\nChat failed 17 times in can\\_handle.\n\n## Evidence\n\n17';
    const told = newIssueDraft({ run: run.id, fingerprint: run.clusters[0]?.cluster.fingerprint ?? '' }, { body });
    await addDraft(desk.store, told);
    const before = await desk.json(`/api/drafts/${told.id}`);
    expect(before).toMatchObject({
      draft: {
        unbacked: ['17', 'can_handle'],
        marks: [{ text: '17', because: 'nothing says so' }, { text: 'can_handle' }],
      },
    });
    const json = { seen: told.hash, markdown: '## Impact\n\nChat failed, and 4711 users complained.' };
    const after = await desk.json(`/api/drafts/${told.id}/edit`, { json });
    expect(after).toMatchObject({ draft: { unbacked: [expect.stringMatching(/4711/)], marks: [] } });
  });

  it('gets an edit back to what the agent wrote', async () => {
    const desk = await openDesk();
    await addDraft(desk.store, draft);
    const { hash: seen } = await act(desk, 'edit', { seen: draft.hash, title: 'Other' });
    expect(await act(desk, 'restore', { seen })).toMatchObject({ hash: draft.hash, editedAt: null });
  });

  it('is told when another tab was faster, and loses nothing', async () => {
    const desk = await openDesk();
    await addDraft(desk.store, draft);
    const edited = await act(desk, 'edit', { seen: draft.hash, title: 'Mine' });
    for (const [name, request] of [
      ['edit', { seen: draft.hash, title: 'Yours' }],
      ['approve', approval],
      ['reject', { seen: draft.hash, reason: 'x' }],
      ['undo', { seen: draft.hash }],
      ['restore', { seen: draft.hash }],
    ] as const) {
      expect([name, await refused(desk, name, request)]).toEqual([
        name,
        [409, expect.stringMatching(/not what you saw/)],
      ]);
    }
    expect((await getDraft(desk.store, draft.id))?.hash).toBe(edited.hash);
  });

  it('is told in words why something cannot be done: not approved, decided, without a token', async () => {
    const openGitHub = async (): Promise<never> => {
      throw new UsageError('Set GITHUB_TOKEN to a token.');
    };
    const desk = await openDesk({ review: { openGitHub } });
    await addDraft(desk.store, draft);
    expect(await refused(desk, 'post')).toEqual([422, expect.stringMatching(/waits for review/)]);
    await act(desk, 'approve', approval);
    expect(await refused(desk, 'post')).toEqual([422, 'Set GITHUB_TOKEN to a token.']);
    await act(desk, 'reject', { seen: draft.hash, reason: 'no' });
    expect(await refused(desk, 'approve', approval)).toEqual([422, expect.stringMatching(/was rejected/)]);
    for (const name of ['edit', 'approve', 'reject', 'undo', 'restore', 'post']) {
      const { status } = await desk.ask(`/api/drafts/none/${name}`, { json: { ...approval, reason: 'x' } });
      expect([name, status]).toEqual([name, expect.toBeOneOf([400, 404])]);
    }
  });

  it('is told of a draft that may be on GitHub that this is not known, not that it was put off', () => {
    const state = { status: 'posting', hash: draft.hash, at: '2025-09-12T23:31:00Z' } as const;
    const outcome = { draft: draft.id, status: 'postponed', message: 'GitHub did not answer.' } as const;
    expect(postedRow({ ...outcome, state })).toMatchObject({ status: 'unknown', message: 'GitHub did not answer.' });
    expect(postedRow({ ...outcome, state: { ...state, status: 'approved' } })).toMatchObject({ status: 'postponed' });
  });

  it('posts all that is approved of one run, and of no other', async () => {
    const scene = await startScene();
    const desk = await openDesk({ review: { openGitHub: () => connect(scene.tracker) } });
    const { store, json } = desk;
    await saveRun(store, aRun({ id: draft.run }));
    const mine = newIssueDraft({ n: 2, fingerprint: 'lg1bbbbbbbbbbbbbbbb' });
    const other = newIssueDraft({ run: '2025-09-14T00-00-00Z', fingerprint: 'lg1cccccccccccccccc' });
    for (const one of [draft, mine, other]) await addDraft(store, one);
    for (const { id, hash } of [mine, other])
      await json(`/api/drafts/${id}/approve`, { json: { seen: hash, live: null } });
    expect(await json(`/api/runs/${draft.run}/post`, { method: 'POST' })).toEqual({
      outcomes: [{ draft: mine.id, status: 'posted', issue: 600, url: expect.any(String), notes: [] }],
    });
    expect((await getDraft(store, other.id))?.state.status).toBe('approved');
    expect((await getDraft(store, draft.id))?.state.status).toBe('pending');
  });
});

/** A run whose first cluster makes a claim that nothing backs. */
function reviewedRun(): Run {
  const run = aRun();
  const clusters = run.clusters.map((one) => {
    if (one.investigation === null) return one;
    const standing = { field: 'impact', restsOn: [], cut: false, because: 'nothing says so' };
    const claims: Claim[] = [
      { ...standing, text: '17', kind: 'number', offset: 12 },
      { ...standing, text: 'can_handle', kind: 'name', offset: 24 },
    ];
    return { ...one, investigation: { ...one.investigation, claims } };
  });
  return { ...run, clusters };
}
