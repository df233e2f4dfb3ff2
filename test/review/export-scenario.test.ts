import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/model/draft.ts';
import { approveDraft } from '../../src/review/approve.ts';
import { editDraft } from '../../src/review/edit.ts';
import { exportScenario } from '../../src/review/export-scenario.ts';
import { rejectDraft } from '../../src/review/reject.ts';
import { RULES } from '../support/eval/investigators.ts';
import { judge } from '../support/eval/judge.ts';
import { playScenario } from '../support/eval/run-scenario.ts';
import { readScenarios, type Scenario } from '../support/eval/scenario.ts';
import { hourly, startReview } from '../support/reviewed-run.ts';
import { temporaryFolder } from '../support/store.ts';

const LOST = 'Order store lost its connection: pool orders-pool exhausted';
const known = {
  number: 7,
  title: 'Order store lost its connection: pool orders-pool exhausted',
  body: '`Order store lost its connection: pool orders-pool exhausted` since Monday.',
  author: 'anna',
  created_at: '2025-12-01T08:00:00Z',
};
const other = {
  number: 8,
  title: 'Basket is slow',
  body: 'On Mondays.',
  author: 'bert',
  created_at: '2025-12-02T08:00:00Z',
};
const TRACKERS = fileURLToPath(new URL('../../fixtures/scenarios/trackers/', import.meta.url));

/** As the scenario loader reads it. */
function load(yaml: string): Scenario {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'trackers'));
  cpSync(TRACKERS, join(folder, 'trackers'), { recursive: true });
  writeFileSync(join(folder, 'of-a-reviewer.yaml'), yaml);
  const [scenario] = readScenarios(folder);
  if (scenario === undefined) throw new Error('nothing was loaded');
  return scenario;
}

async function reviewed(...given: Parameters<typeof startReview>) {
  const scene = await startReview(...given);
  const [draft] = scene.drafts;
  if (draft === undefined) throw new Error('no draft');
  const approve = (one: Draft = draft) => approveDraft(one.id, { seen: one.hash, live: null }, scene.deps);
  return { ...scene, draft, approve };
}

const isRight = async (scenario: Scenario) =>
  judge(scenario, await playScenario(scenario, RULES)).map(({ right }) => right);

describe('a decision as a scenario', () => {
  it('says create where a reviewer approved a new issue, and plays', async () => {
    const { draft, approve, deps } = await reviewed(hourly(LOST, 5), { issues: [other] });
    await approve();
    const { yaml, notes } = await exportScenario(draft.id, deps);
    expect(notes[0]).toMatch(/^The entries are not kept/);
    expect(yaml.startsWith(`# Of draft ${draft.id}, as a reviewer decided on it.\n# The entries are not kept`)).toBe(
      true,
    );
    const scenario = load(yaml);
    expect(scenario).toMatchObject({
      kind: 'plain new',
      entries: [{ count: 5, from: '2025-10-08T11:00:00Z', severity: 'ERROR', values: { text: [LOST] } }],
      answers: [{ about: expect.stringContaining('Order store'), action: 'create' }],
    });
    expect(await isRight(scenario)).toEqual([true]);
  });

  it('says update of the issue that the run found, with what GitHub told of it, and plays', async () => {
    const { draft, approve, deps } = await reviewed(hourly(LOST, 5), { issues: [known, other] });
    expect(draft.content).toMatchObject({ action: 'update', issue: 7 });
    await approve();
    const { yaml, notes } = await exportScenario(draft.id, deps);
    expect(notes).toHaveLength(1);
    const scenario = load(yaml);
    expect(scenario).toMatchObject({ kind: 'plain known', answers: [{ action: 'update', issue: 7, verdict: 'open' }] });
    expect(scenario.issues).toContainEqual(expect.objectContaining({ number: 7, body: known.body }));
    expect(yaml).not.toMatch(/anna|bert/);
    expect(await isRight(scenario)).toEqual([true]);
  });

  it('takes the reviewer’s word for another issue, by an edit or a ruling', async () => {
    const closed = { ...other, state: 'closed', state_reason: 'completed', closed_at: '2025-12-03T08:00:00Z' } as const;
    const { draft, approve, deps } = await reviewed(hourly(LOST, 5), { issues: [closed] });
    const moved = await editDraft(draft.id, { seen: draft.hash, target: 8 }, deps);
    await approve(moved);
    const wanted = { action: 'reopen', issue: 8, verdict: 'closed_without_fix' };
    expect(load((await exportScenario(draft.id, deps)).yaml)).toMatchObject({ kind: 'regressed', answers: [wanted] });
    const itself = { seen: moved.hash, reason: 'Basket.', ruling: { kind: 'duplicate', of: 8 } } as const;
    await expect(rejectDraft(draft.id, itself, deps)).rejects.toThrow(/is about #8 already/);

    const second = await reviewed(hourly(LOST, 5), { issues: [other] });
    const ruling = { kind: 'duplicate', of: 8 } as const;
    await rejectDraft(second.draft.id, { seen: second.draft.hash, reason: 'It is the basket.', ruling }, second.deps);
    const scenario = load((await exportScenario(second.draft.id, second.deps)).yaml);
    expect(scenario.why).toBe('A reviewer rejected the draft: It is the basket.');
    expect(scenario.answers).toMatchObject([{ action: 'update', issue: 8, verdict: 'open' }]);
    expect(scenario.issues).toContainEqual(expect.objectContaining({ number: 8, title: 'Basket is slow' }));
  });

  it('hides what is secret', async () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const { draft, deps } = await reviewed(hourly(LOST, 5), { issues: [{ ...other, body: `Log in with ${token}` }] });
    const ruling = { kind: 'mute', untilTenfold: true } as const;
    await rejectDraft(draft.id, { seen: draft.hash, reason: `Expected; ${token}`, ruling }, deps);
    const { yaml } = await exportScenario(draft.id, deps);
    expect(yaml).not.toContain(token);
    expect(load(yaml)).toMatchObject({ kind: 'noise only', answers: [{ action: 'skip' }] });
  });

  it('needs a decision that says what would have been right', async () => {
    const { draft, deps } = await reviewed(hourly(LOST, 5));
    await expect(exportScenario(draft.id, deps)).rejects.toThrow(/is pending: approve it, or reject it with a ruling/);
    await rejectDraft(draft.id, { seen: draft.hash, reason: 'no' }, deps);
    await expect(exportScenario(draft.id, deps)).rejects.toThrow(/is rejected: approve it, or reject it with a ruling/);
  });
});
