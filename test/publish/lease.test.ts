import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { publishDraft, reconcile } from '../../src/publish/publish.ts';
import { getDraft } from '../../src/store/drafts.ts';
import { takeLease } from '../../src/store/leases.ts';
import { ledgerOf } from '../../src/store/ledger.ts';
import { newIssueDraft, REPOSITORY } from '../support/drafts.ts';
import { openScenarioGitHub } from '../support/github/open.ts';
import { addApproved, type Scene, startScene } from '../support/publishing.ts';

const START = Date.parse('2025-09-12T23:31:00Z');
const KEY = `posting to ${REPOSITORY}`;
const ELSEWHERE = 'another-host 17 8c1f';

/** A clock that only waiting moves. */
function timing() {
  const clock = { at: START };
  return {
    clock: () => clock.at,
    wait: async (milliseconds: number) => {
      clock.at += milliseconds;
    },
    leaseMs: 30_000,
    patienceMs: 60_000,
    settleMs: 0,
  };
}

async function begin(holder: string, forMs: number): Promise<Scene> {
  const scene = await startScene();
  await addApproved(scene.store, newIssueDraft());
  const until = new Date(START + forMs);
  await takeLease(scene.store, { key: KEY, holder }, { now: new Date(START), until, isDead: () => false });
  return scene;
}

describe('while another process is posting to the same repository', () => {
  it('a draft waits for its turn, and for no longer than a process is patient', async () => {
    const scene = await begin(ELSEWHERE, 3_600_000);
    const outcome = await publishDraft(newIssueDraft().id, scene.deps({ timing: timing() }));
    expect(outcome).toMatchObject({
      status: 'postponed',
      state: { status: 'approved' },
      message: `Another log-gardener is posting to ${REPOSITORY}; post again when it is done.`,
    });
    expect(scene.tracker.issues()).toEqual([]);
    const later = { ...timing(), clock: () => START + 7_200_000 };
    expect(await reconcile(scene.deps({ timing: later }))).toMatchObject([{ status: 'posted', how: 'created' }]);
  });

  it('a draft is posted once the lease of a process that is gone has run out', async () => {
    const scene = await begin(ELSEWHERE, 30_000);
    const patient = timing();
    expect(await publishDraft(newIssueDraft().id, scene.deps({ timing: patient }))).toMatchObject({ status: 'posted' });
    expect(patient.clock() - START).toBeGreaterThanOrEqual(30_000);
  });

  it('whoever waits is told what for, once and not at once', async () => {
    const scene = await begin(ELSEWHERE, 30_000);
    const patient = timing();
    const told: { at: number; message: string }[] = [];
    const onWait = (message: string): void => void told.push({ at: patient.clock() - START, message });
    await publishDraft(newIssueDraft().id, scene.deps({ timing: patient, onWait }));
    const message = `Waiting for another log-gardener that posts to ${REPOSITORY}, 60 s at most …`;
    expect(told).toEqual([{ at: 2_000, message }]);
  });

  it('whoever waits for a moment alone is told nothing', async () => {
    const scene = await begin(ELSEWHERE, 1_500);
    const told: string[] = [];
    const onWait = (message: string): void => void told.push(message);
    const outcome = await publishDraft(newIssueDraft().id, scene.deps({ timing: timing(), onWait }));
    expect([outcome.status, told]).toEqual(['posted', []]);
  });

  it('a process of the same name on another host is not taken for dead', async () => {
    const scene = await begin(`${hostname()}-2 999999999 8c1f`, 3_600_000);
    expect(await publishDraft(newIssueDraft().id, scene.deps({ timing: timing() }))).toMatchObject({
      status: 'postponed',
    });
  });

  it('a process that lost its lease meanwhile writes nothing more, and leaves the draft to the other', async () => {
    const scene = await begin('nobody', 0);
    const steal = (name: string) => {
      if (name === 'rechecked') stolen = scene.store.db.updateTable('leases').set({ holder: ELSEWHERE }).execute();
    };
    let stolen: Promise<unknown> = Promise.resolve();
    const outcome = await publishDraft(newIssueDraft().id, scene.deps({ timing: timing(), checkpoint: steal }));
    await stolen;
    expect(outcome).toMatchObject({ status: 'postponed', message: expect.stringContaining('lease') });
    expect(scene.tracker.issues()).toEqual([]);
    expect((await getDraft(scene.store, newIssueDraft().id))?.state.status).toBe('posting');
    expect(await scene.store.db.selectFrom('leases').select('holder').execute()).toEqual([{ holder: ELSEWHERE }]);
  });

  describe('and this one has waited for its turn to send, or stood still', () => {
    /** GitHub, where something happens between the intent to make an issue and the request. */
    async function beginSlowly(meanwhile: (scene: Scene) => Promise<unknown>) {
      const scene = await begin('nobody', 0);
      const slow = timing();
      const github = await openScenarioGitHub(scene.tracker, scene.tracker.repository, {
        turn: async (method, url) => {
          if (method !== 'POST' || !url.endsWith('/issues')) return;
          await slow.wait(20_000);
          await meanwhile(scene);
        },
      });
      return { scene, posting: () => publishDraft(newIssueDraft().id, scene.deps({ github, timing: slow })) };
    }

    it('it sends nothing that another may have sent', async () => {
      const { scene, posting } = await beginSlowly(({ store }) =>
        store.db.updateTable('leases').set({ holder: ELSEWHERE }).execute(),
      );
      expect(await posting()).toMatchObject({ status: 'postponed', message: expect.stringContaining('lease') });
      expect(scene.tracker.issues()).toEqual([]);
    });

    it('it sends nothing that another has looked for in vain', async () => {
      const { scene, posting } = await beginSlowly(({ store }) =>
        store.db.updateTable('ledger').set({ outcome: 'absent' }).where('step', '=', 'create-issue').execute(),
      );
      expect(await posting()).toMatchObject({ status: 'postponed', message: expect.stringContaining('has settled') });
      expect(scene.tracker.issues()).toEqual([]);
    });

    it('it posts where nobody has, and whoever looks for that counts from when it was sent', async () => {
      const { scene, posting } = await beginSlowly(async () => undefined);
      expect(await posting()).toMatchObject({ status: 'posted', how: 'created' });
      expect(scene.tracker.issues()).toHaveLength(1);
      const [entry] = (await ledgerOf(scene.store, newIssueDraft().id)).filter(({ step }) => step === 'create-issue');
      expect(entry).toMatchObject({ outcome: 'done', at: new Date(START + 20_000).toISOString() });
    });
  });
});
