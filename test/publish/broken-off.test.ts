import { expect, it } from 'vitest';
import type { PublishDeps } from '../../src/publish/deps.ts';
import { publishDraft } from '../../src/publish/publish.ts';
import { takeLease } from '../../src/store/leases.ts';
import { ledgerOf } from '../../src/store/ledger.ts';
import { newIssueDraft, REPOSITORY } from '../support/drafts.ts';
import { addApproved, connect, type Scene, startScene } from '../support/publishing.ts';

const DRAFT = newIssueDraft();
/** Nobody would wait for it. */
const LONG_MS = 3_600_000;

/** Posts, and gives the signal as soon as it waits, for as long as it says. */
async function postUntilItWaits(scene: Scene, more: Partial<PublishDeps> = {}) {
  const ending = new AbortController();
  const waits: number[] = [];
  const wait = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    waits.push(milliseconds);
    ending.abort();
    if (!signal?.aborted) throw new Error(`nothing ends a wait of ${milliseconds} ms`);
  };
  const timing = { settleMs: LONG_MS, patienceMs: LONG_MS, wait };
  const outcome = await publishDraft(DRAFT.id, scene.deps({ timing, signal: ending.signal, ...more }));
  expect(waits).toHaveLength(1);
  return outcome;
}

const post = (scene: Scene) => publishDraft(DRAFT.id, scene.deps());
const leases = ({ store }: Scene) => store.db.selectFrom('leases').select('holder').execute();

it('a signal ends the wait for another process that is posting', async () => {
  const scene = await startScene();
  await addApproved(scene.store, DRAFT);
  const other = { key: `posting to ${REPOSITORY}`, holder: 'another-host 17 8c1f' };
  const now = new Date();
  await takeLease(scene.store, other, { now, until: new Date(now.getTime() + LONG_MS), isDead: () => false });
  expect(await postUntilItWaits(scene)).toMatchObject({ status: 'postponed', state: { status: 'approved' } });
  expect(await leases(scene)).toEqual([{ holder: other.holder }]);
  expect(scene.tracker.issues()).toEqual([]);
});

it('a signal ends the wait between two looks for what was posted, and leaves open whether it was', async () => {
  const scene = await startScene();
  await addApproved(scene.store, DRAFT);
  const fault = { kind: 'answer', status: 503 } as const;
  scene.tracker.failNext({ method: 'POST', path: `/repos/${REPOSITORY}/issues`, fault });
  expect(await post(scene)).toMatchObject({ status: 'postponed', state: { status: 'posting' } });

  expect(await postUntilItWaits(scene)).toMatchObject({
    status: 'postponed',
    state: { status: 'posting' },
    message: expect.stringMatching(/^Could not look again .* broken off\. It may be posted in part/),
  });
  const tries = (await ledgerOf(scene.store, DRAFT.id)).filter(({ step }) => step === 'create-issue');
  expect(tries).toMatchObject([{ outcome: null }]);
  expect(await leases(scene)).toEqual([]);
  expect(scene.tracker.issues()).toEqual([]);
  expect(await post(scene)).toMatchObject({ status: 'posted', how: 'created' });
});

it('a signal ends the rest after the last write, and nothing more is asked', async () => {
  const scene = await startScene();
  const earlier = newIssueDraft({ n: 2, fingerprint: 'lg1bbbbbbbbbbbbbbbb' });
  await addApproved(scene.store, earlier);
  await publishDraft(earlier.id, scene.deps());
  await addApproved(scene.store, DRAFT);
  const github = await connect(scene.tracker, [], LONG_MS);
  const before = scene.tracker.requests.length;
  expect(await postUntilItWaits(scene, { github })).toMatchObject({
    status: 'postponed',
    state: { status: 'approved', hash: DRAFT.hash },
    message: expect.stringMatching(/broken off\. Nothing was posted; post again later\.$/),
  });
  expect(scene.tracker.requests).toHaveLength(before);
  expect(await leases(scene)).toEqual([]);
  expect(await post(scene)).toMatchObject({ status: 'posted', how: 'created' });
});
