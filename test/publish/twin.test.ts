import { describe, expect, it } from 'vitest';
import type { GitHub } from '../../src/github/client.ts';
import { publishDraft } from '../../src/publish/publish.ts';
import { getDraft } from '../../src/store/drafts.ts';
import { issueFor } from '../../src/store/issues.ts';
import { openIntents } from '../../src/store/ledger.ts';
import { newIssueDraft, REPOSITORY } from '../support/drafts.ts';
import { openScenarioGitHub } from '../support/github/open.ts';
import { addApproved, OURS, type Scene, startScene } from '../support/publishing.ts';
import { temporaryStore } from '../support/store.ts';

const ISSUES = `/repos/${REPOSITORY}/issues`;
const LABELS = [{ name: 'log-gardener' }, { name: 'P1' }];

/** GitHub where every creation of an issue waits for what is given: the moment in which another run is as far as this one. */
function beforeCreating({ tracker }: Pick<Scene, 'tracker'>, wait: () => Promise<void>): Promise<GitHub> {
  return openScenarioGitHub(tracker, tracker.repository, {
    turn: async (method, url) => {
      if (method === 'POST' && url.endsWith('/issues')) await wait();
    },
  });
}

/** Two that wait for each other. */
function meeting(): () => Promise<void> {
  let waiting: (() => void) | null = null;
  return () => {
    if (waiting !== null) {
      waiting();
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      waiting = resolve;
    });
  };
}

describe('two runs on different stores that make an issue for the same problem at the same time', () => {
  it('leave one open: who made the second closes it as a duplicate, with a link', async () => {
    const scene = await startScene({ labels: LABELS });
    const meet = meeting();
    const one = { github: await beforeCreating(scene, meet) };
    const other = { store: await temporaryStore(), github: await beforeCreating(scene, meet) };
    const drafts = [newIssueDraft({ run: 'one' }), newIssueDraft({ run: 'two' })] as const;
    await addApproved(scene.store, drafts[0]);
    await addApproved(other.store, drafts[1]);
    const outcomes = await Promise.all([
      publishDraft(drafts[0].id, scene.deps(one)),
      publishDraft(drafts[1].id, scene.deps(other)),
    ]);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'posted', issue: 600 });
    const notes = outcomes.flatMap((outcome) => (outcome.status === 'posted' ? outcome.notes : []));
    expect(notes).toEqual([expect.stringContaining('#601 is closed as its duplicate')]);
    expect(scene.tracker.issues()).toMatchObject([
      { number: 600, state: 'open', comments: [] },
      {
        number: 601,
        state: 'closed',
        stateReason: 'duplicate',
        comments: [{ body: expect.stringMatching(/^Duplicate of #600: /), author: OURS }],
      },
    ]);
    for (const store of [scene.store, other.store]) {
      expect(await issueFor(store, drafts[0])).toMatchObject({ issue: 600 });
      expect(await openIntents(store)).toEqual([]);
    }
  });

  it('leave one open and one explanation, wherever the second process dies', async () => {
    const scene = await startScene({ labels: LABELS });
    const told = new Set<string>();
    const problem = (n: number) => ({ n, fingerprint: `lg1${n.toString(16).padStart(16, '0')}` });
    let n = 0;
    // As if another run had been a little faster, each time.
    const twin = async () => {
      const { content, id } = newIssueDraft({ ...problem(n), run: 'faster' });
      if (content.action !== 'create' || told.has(id)) return;
      told.add(id);
      await scene.person('POST', '/issues', { title: 'Faster', body: content.body });
    };
    const github = await beforeCreating(scene, twin);
    const postNext = async (checkpoint: (name: string) => void) => {
      n += 1;
      const { id } = await addApproved(scene.store, newIssueDraft(problem(n)));
      await publishDraft(id, scene.deps({ github, checkpoint })).catch((error: unknown) => {
        if (!(error instanceof Error) || error.message !== 'died') throw error;
      });
      await publishDraft(id, scene.deps({ github }));
      return id;
    };
    const names: string[] = [];
    await postNext((name) => names.push(name));
    expect(names).toContain('close-issue: recorded');
    for (const [index, name] of names.entries()) {
      let passed = 0;
      const id = await postNext(() => {
        passed += 1;
        if (passed === index + 1) throw new Error('died');
      });
      expect((await getDraft(scene.store, id))?.state.status, name).toBe('posted');
      expect(await openIntents(scene.store), name).toEqual([]);
      const marked = scene.tracker.issues().filter(({ body }) => body.includes(problem(n).fingerprint));
      const [first, ...rest] = marked;
      expect(first, name).toMatchObject({ title: 'Faster', state: 'open', comments: [] });
      for (const second of rest) {
        expect(second, name).toMatchObject({ state: 'closed', stateReason: 'duplicate' });
        expect(second.comments, name).toHaveLength(1);
      }
      expect(rest.length, name).toBeLessThanOrEqual(1);
    }
  });

  it('do not take the issue of a stranger who copied the marker for a twin', async () => {
    const scene = await startScene({ labels: LABELS });
    const { content, id } = await addApproved(scene.store, newIssueDraft());
    const body = content.action === 'create' ? content.body : '';
    const list = { kind: 'answer', status: 200, body: [strange(body)] } as const;
    scene.tracker.failNext({ method: 'GET', path: ISSUES, nth: 3, fault: list });
    expect(await publishDraft(id, scene.deps())).toMatchObject({ status: 'posted', how: 'created', issue: 600 });
    expect(scene.tracker.requests.filter(({ method, path }) => method === 'GET' && path === ISSUES)).toHaveLength(3);
    expect(scene.tracker.issues()).toMatchObject([{ number: 600, state: 'open', comments: [] }]);
  });
});

/** As the list shows an older issue of somebody else. */
function strange(body: string): object {
  const at = '2025-09-12T23:30:59Z';
  return {
    number: 599,
    title: 'Mine',
    body,
    html_url: `https://github.com/${REPOSITORY}/issues/599`,
    repository_url: `https://api.github.com/repos/${REPOSITORY}`,
    user: { login: 'mallory' },
    state: 'open',
    state_reason: null,
    locked: false,
    labels: [],
    created_at: at,
    updated_at: at,
    closed_at: null,
  };
}
