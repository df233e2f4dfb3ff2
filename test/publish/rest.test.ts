import { describe, expect, it } from 'vitest';
import { wrapEvidenceBlock } from '../../src/github/evidence-block.ts';
import { publishDraft } from '../../src/publish/publish.ts';
import { changeDraft } from '../support/drafts.ts';
import { addApproved, connect, ownIssue, startScene } from '../support/publishing.ts';

const START = Date.parse('2025-09-12T23:31:00Z');
const INTERVAL_MS = 1_000;

/** Two processes that share a store, each with a client and a pace of its own, and one clock that only waiting moves. */
async function twoProcesses(skewMs = 0) {
  const issues = [394, 395].map((number) => ownIssue(number, wrapEvidenceBlock('| E1 | entries | 15 |')));
  const scene = await startScene({ issues });
  const waits: number[] = [];
  let now = START;
  const process = async (skew: number) => {
    const github = await connect(scene.tracker, [], INTERVAL_MS);
    const wait = async (milliseconds: number) => {
      waits.push(milliseconds);
      now += milliseconds;
    };
    return scene.deps({ github, timing: { clock: () => now + skew, wait, settleMs: 0 } });
  };
  const [first, second] = [await process(skewMs), await process(0)];
  const drafts = [394, 395].map((issue) => changeDraft({ run: `2025-09-12T23-30-0${issue - 390}Z` }, { issue }));
  for (const draft of drafts) await addApproved(scene.store, draft);
  const post = async (deps: typeof first, nth: number) => publishDraft(drafts[nth]?.id ?? '', deps);
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { post, first, second, waits, pass };
}

describe('a process that may write after another', () => {
  it('waits until the other’s last write is as long ago as the setting says', async () => {
    const { post, first, second, waits, pass } = await twoProcesses();
    expect(await post(first, 0)).toMatchObject({ status: 'posted' });
    expect(waits).toEqual([]);
    pass(300);
    expect(await post(second, 1)).toMatchObject({ status: 'posted' });
    expect(waits).toEqual([INTERVAL_MS - 300]);
  });

  it('does not wait where that is long ago', async () => {
    const { post, first, second, waits, pass } = await twoProcesses();
    await post(first, 0);
    pass(INTERVAL_MS);
    expect(await post(second, 1)).toMatchObject({ status: 'posted' });
    expect(waits).toEqual([]);
  });

  it('waits no longer than that for a machine whose clock is ahead', async () => {
    const { post, first, second, waits } = await twoProcesses(3_600_000);
    await post(first, 0);
    expect(await post(second, 1)).toMatchObject({ status: 'posted' });
    expect(waits).toEqual([INTERVAL_MS]);
  });
});
