import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import type { Draft } from '../../src/model/draft.ts';
import { rejectDraft } from '../../src/review/reject.ts';
import type { RejectRequest } from '../../src/review/requests.ts';
import { liftRuling, sayRuling } from '../../src/review/rulings.ts';
import { undoDecision } from '../../src/review/undo.ts';
import { getDraft } from '../../src/store/drafts.ts';
import { issueFor } from '../../src/store/issues.ts';
import { listRulings } from '../../src/store/rulings.ts';
import { findTape, replayRun } from '../../src/triage/replay.ts';
import { hourly, type ReviewedRun, startReview } from '../support/reviewed-run.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';
import type { Line } from '../support/triaging.ts';

const LOST = 'Order store lost its connection: pool exhausted';
const SLOW = 'Checkout timed out while waiting for the payment provider';
const known = {
  number: 7,
  title: 'Payments hang',
  body: 'Since May.',
  author: 'anna',
  created_at: '2025-12-01T08:00:00Z',
};

function draftOf({ drafts, run }: ReviewedRun, message = LOST): Draft {
  const about = run.clusters.find(({ cluster }) =>
    cluster.patterns.some(({ template }) => message.startsWith(template.split(' ')[0] ?? '')),
  );
  const draft = drafts.find(({ fingerprint }) => fingerprint === about?.cluster.fingerprint);
  if (draft === undefined) throw new Error(`no draft of ${message}`);
  return draft;
}

const reject = (scene: ReviewedRun, ruling: RejectRequest['ruling'], draft = draftOf(scene)) =>
  rejectDraft(draft.id, { seen: draft.hash, reason: 'We know.', ...(ruling && { ruling }) }, scene.deps);

/** The same lines in a later hour. */
function later(lines: readonly Line[], hour = 12) {
  const moved = lines.map((line) => ({ ...line, at: line.at.replace('T09', `T${hour}`) }));
  return { since: `2026-01-02T${hour}:00:00Z`, until: `2026-01-02T${hour + 1}:00:00Z`, lines: moved };
}

describe('a mute by a reviewer', () => {
  it('holds until its time, says so in the run, and can be lifted', async () => {
    const scene = await startReview(hourly(LOST, 5));
    await reject(scene, { kind: 'mute', until: '2026-01-02T13:30:00Z' });
    const [ruling] = await listRulings(scene.store);
    expect(ruling && sayRuling(ruling)).toBe(`${draftOf(scene).fingerprint} is muted until 2026-01-02 13:30 UTC`);
    const muted = await scene.again(later(hourly(LOST, 5)));
    const because = 'muted in review on 2026-01-02 until 2026-01-02 13:30 UTC: We know.';
    expect(muted.clusters[0]?.decision).toMatchObject({ action: 'skip', reasons: [because] });
    expect(scene.worklog(muted)).toContain(because);

    expect((await scene.again(later(hourly(LOST, 5), 14))).clusters[0]?.decision?.action).toBe('create');
    await liftRuling(ruling?.id ?? 0, scene.deps);
    expect(await listRulings(scene.store)).toEqual([]);
    expect((await scene.again(later(hourly(LOST, 5)))).clusters[0]?.decision?.action).toBe('create');
    await expect(liftRuling(1, scene.deps)).rejects.toThrow(/^Ruling 1 was lifted 2026-01-02 11:00 UTC/);
    await expect(liftRuling(2, scene.deps)).rejects.toThrow(/^There is no ruling 2/);
  });

  it('is over when it is ten times as frequent by the hour, whatever the windows', async () => {
    const scene = await startReview(hourly(LOST, 5));
    await reject(scene, { kind: 'mute', untilTenfold: true });
    const decide = async (times: number, until: string) => {
      const { lines, since } = later(hourly(LOST, times));
      return (await scene.again({ lines, since, until })).clusters[0]?.decision;
    };
    expect(await decide(49, '2026-01-02T13:00:00Z')).toMatchObject({
      action: 'skip',
      reasons: ['muted in review on 2026-01-02 until ten times as frequent, here 50 entries: We know.'],
    });
    expect(await decide(50, '2026-01-02T13:00:00Z')).toMatchObject({ action: 'create' });
    expect((await decide(60, '2026-01-02T15:00:00Z'))?.reasons[0]).toContain('here 150 entries');
    expect(await decide(50, '2026-01-02T12:59:30Z')).toMatchObject({ action: 'create' });
  });

  it('is part of what a replay knows', async () => {
    const scene = await startReview(hourly(LOST, 5));
    await reject(scene, { kind: 'mute', until: '2026-02-01T00:00:00Z' });
    const muted = await scene.again(later(hourly(LOST, 5)));
    await liftRuling(1, scene.deps);
    const folder = temporaryFolder();
    const replay = await replayRun(await findTape(muted.id, scene.store), {
      store: scene.store,
      scratch: await temporaryStore(folder),
      worklogDir: folder,
      onEvent: () => undefined,
      redactorFor: () => scene.deps.redactor,
    });
    expect(replay.differsAt).toBeNull();
  });

  it('that would be over already is refused', async () => {
    const scene = await startReview(hourly(LOST, 5));
    await expect(reject(scene, { kind: 'mute', until: '2026-01-02T10:59:59Z' })).rejects.toThrow(
      /would be over already/,
    );
    expect((await getDraft(scene.store, draftOf(scene).id))?.state.status).toBe('pending');
  });
});

describe('a duplicate', () => {
  it('is drafted as an update of that issue by later runs, until it is taken back', async () => {
    const scene = await startReview(hourly(LOST, 5), { issues: [known] });
    const draft = draftOf(scene);
    await reject(scene, { kind: 'duplicate', of: 7 });
    const run = await scene.again(later(hourly(LOST, 5)));
    expect(run.clusters[0]?.decision).toMatchObject({ action: 'update', issue: 7 });
    expect(run.clusters[0]?.decision?.reasons).toContain('a reviewer said on 2026-01-02 that #7 is about this problem');
    const undone = await undoDecision(draft.id, { seen: draft.hash }, scene.deps);
    expect(undone.state).toEqual({ status: 'pending' });
    expect(await listRulings(scene.store)).toEqual([]);
    expect(await issueFor(scene.store, draft)).toBeNull();
    expect((await scene.again(later(hourly(LOST, 5), 14))).clusters[0]?.decision?.action).toBe('create');
  });

  it('of an issue that is not there is refused', async () => {
    const scene = await startReview(hourly(LOST, 5));
    await expect(reject(scene, { kind: 'duplicate', of: 9 })).rejects.toThrow('There is no issue #9 in acme/shop.');
  });
});

describe('pins by a reviewer', () => {
  it('put two problems together in later runs, and contradict nothing', async () => {
    const both = [...hourly(LOST, 5), ...hourly(SLOW, 5)];
    const scene = await startReview(both);
    expect(scene.run.clusters).toHaveLength(2);
    const [one, other] = [draftOf(scene, LOST), draftOf(scene, SLOW)];
    await reject(scene, { kind: 'together', with: other.fingerprint }, one);
    const joined = await scene.again(later(both));
    expect(joined.clusters).toHaveLength(1);

    const draft = await getDraft(scene.store, joined.clusters[0]?.draft?.id ?? '');
    const patterns = joined.clusters[0]?.cluster.patterns.map(({ fingerprint }) => fingerprint) ?? [];
    const apart = (deps = scene.deps) =>
      rejectDraft(
        draft?.id ?? '',
        { seen: draft?.hash ?? '', reason: 'Two things.', ruling: { kind: 'apart', patterns } },
        deps,
      );
    await expect(apart()).rejects.toThrow(
      /cannot be kept apart: ruling 1 \(log-gardener drafts lift 1\) keeps them together\. Take that back first\./,
    );
    const config = Config.parse({ pins: { together: [patterns] } });
    await liftRuling(1, scene.deps);
    await expect(apart({ ...scene.deps, config })).rejects.toThrow(
      /pins\.together\[0\] of the config keeps them together/,
    );
    await apart();
    expect((await scene.again({ ...later(both, 14), config: {} })).clusters).toHaveLength(2);

    const heeded = await scene.again({ ...later(both, 16), config: { pins: { together: [patterns] } } });
    expect(heeded.clusters).toHaveLength(1);
    expect(heeded.warnings).toContainEqual(expect.stringMatching(/^Ruling 2 of a reviewer is not heeded/));
  });

  it('name patterns that are there', async () => {
    const scene = await startReview(hourly(LOST, 5));
    const { fingerprint } = draftOf(scene);
    const nobody = 'lg1ffffffffffffffff';
    await expect(reject(scene, { kind: 'together', with: nobody })).rejects.toThrow(/No run has seen a pattern lg1ff/);
    await expect(reject(scene, { kind: 'together', with: fingerprint })).rejects.toThrow(/Name another problem/);
    await expect(reject(scene, { kind: 'together', with: 'x' })).rejects.toThrow('"x" is no fingerprint');
    await expect(reject(scene, { kind: 'apart', patterns: [fingerprint, nobody] })).rejects.toThrow(
      /no pattern of this/,
    );
    await expect(reject(scene, { kind: 'apart', patterns: [fingerprint, fingerprint] })).rejects.toThrow(/takes two/);
    expect(await listRulings(scene.store)).toEqual([]);
  });
});

describe('taking back', () => {
  it('is for what a reviewer decided', async () => {
    const scene = await startReview(hourly(LOST, 5));
    const { id, hash: seen } = draftOf(scene);
    await expect(undoDecision(id, { seen }, scene.deps)).rejects.toThrow(/nothing to take back/);
    await scene.again(later(hourly(LOST, 6)));
    await expect(undoDecision(id, { seen }, scene.deps)).rejects.toThrow(/put out of the way by a run \(superseded by/);
  });
});
