import { describe, expect, it } from 'vitest';
import { type Unfinished, unfinishedCheck } from '../../../src/triage/doctor/unfinished.ts';

const NONE = { pending: 0, approved: 0, posting: 0 };
const find = (found: Partial<Unfinished>) =>
  unfinishedCheck(async () => ({ drafts: NONE, openIntents: [], ...found })).examine();

describe('what earlier runs left', () => {
  it('is fine where drafts wait for a person', async () => {
    expect(await find({})).toMatchObject({ status: 'ok', says: 'none waits' });
    expect(await find({ drafts: { pending: 2, approved: 1, posting: 0 } })).toMatchObject({
      status: 'ok',
      says: '2 drafts to review and 1 approved draft to post (log-gardener drafts list --run all)',
    });
  });

  it('is gone on with where a draft was being posted, written down or not', async () => {
    const cut = { status: 'warning', mend: expect.stringMatching(/drafts post looks on GitHub first/) };
    expect(await find({ drafts: { ...NONE, posting: 1 } })).toMatchObject(cut);
    expect(await find({ openIntents: [{ draft: 'run-1', status: 'approved' }] })).toMatchObject(cut);
  });

  it('needs a person where the draft is not gone on with', async () => {
    expect(await find({ openIntents: [{ draft: 'run-1', status: 'failed' }] })).toMatchObject({
      status: 'warning',
      says: 'posting was cut short for 1 draft',
      mend: 'See log-gardener drafts show run-1, and look on GitHub whether it arrived.',
    });
  });

  it('is over where the draft is posted', async () => {
    expect((await find({ openIntents: [{ draft: 'run-1', status: 'posted' }] })).status).toBe('ok');
  });
});
