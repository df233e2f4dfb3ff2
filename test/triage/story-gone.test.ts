import { describe, expect, it } from 'vitest';
import { tellsOfRecovery } from '../../src/draft/recovery-draft.ts';
import { listDrafts } from '../../src/store/drafts.ts';
import { getRun } from '../../src/store/runs.ts';
import { temporaryStore } from '../support/store.ts';
import { FIXED, failures, health, OLD, QUIET, Story, timeAt } from '../support/story.ts';
import type { Line } from '../support/triaging.ts';

describe('a problem that is gone', () => {
  it('counts what was read since it was seen anywhere, where several services have it', async () => {
    const on = (service: string, lines: Line[]): Line[] =>
      lines.map((line) => ({ ...line, service, revision: `${service}-1` }));
    const story = new Story(QUIET);
    await story.begin();
    await story.hour(0, on('api', failures(0, 5)));
    for (const hour of [1, 2, 3, 4]) {
      await story.hour(hour, on('api', health(hour, OLD)));
      await story.hour(hour, on('worker', [...failures(hour, 5), ...health(hour, OLD)]), { service: 'worker' });
    }
    for (const hour of [5, 6]) {
      await story.hour(hour, on('api', health(hour, OLD)));
      await story.hour(hour, on('worker', health(hour, OLD)), { service: 'worker' });
    }
    expect(story.body(100).body).toContain(
      '**Not seen since 2025-09-12 04:47 UTC**, last on `worker-1`: at least 9 entries of `api`, `worker` read since, up to',
    );
  });

  it('without a fix gets one line in its evidence, and notifies nobody', async () => {
    const story = new Story(QUIET);
    await story.begin();
    await story.hour(0, failures(0, 5));
    for (let hour = 1; hour < 5; hour++) await story.hour(hour, health(hour, OLD));
    expect(story.issues()).toEqual(['#100 open, comments: 0']);
    expect(story.body(100).body).toContain(
      '**Not seen since 2025-09-12 00:47 UTC**, last on `api-00001-aaa`: at least 6 entries of `api` read since, up to 2025-09-12 03:00 UTC.',
    );
  });

  it('with a fix that left its issue open suggests to close it, once', async () => {
    const story = new Story(QUIET);
    await story.begin();
    await story.hour(0, failures(0, 5));
    await story.mergeWithoutClosing(1, 100);
    await story.deploy(1);
    for (let hour = 2; hour < 6; hour++) await story.hour(hour, health(hour, FIXED));
    expect(story.issues()).toEqual(['#100 open, comments: 1']);
    expect(story.lastComment(100)).toContain('**The fix holds.** #50');
    expect(story.lastComment(100)).toContain('**Next:** close this issue;');
  });

  it('has its issue closed where the policy says so, and opened again when it is back', async () => {
    const story = new Story({ ...QUIET, recovery: { after: '2h', closing: 'close' } });
    await story.begin();
    await story.hour(0, failures(0, 5));
    await story.mergeWithoutClosing(1, 100);
    await story.deploy(1);
    for (let hour = 2; hour < 5; hour++) await story.hour(hour, health(hour, FIXED));
    expect(story.issues()).toEqual(['#100 closed, comments: 1']);
    expect(story.body(100).stateReason).toBe('completed');
    await story.hour(5, failures(5, 5, FIXED));
    expect(story.issues()).toEqual(['#100 open, comments: 2']);
    expect(story.lastComment(100)).toContain('**Back after the fix.**');
  });

  it('is not one whose service is silent, nor one that a run could not have seen', async () => {
    const story = new Story(QUIET);
    await story.begin();
    await story.hour(0, [...failures(0, 5), ...health(0, OLD)]);
    const body = story.body(100).body;
    const elsewhere = (hour: number): Line[] =>
      health(hour, 'worker-1').map((line) => ({ ...line, service: 'worker' }));
    for (let hour = 1; hour < 4; hour++) {
      const run = await story.hour(hour, elsewhere(hour));
      expect(run.recoveries).toEqual([]);
    }
    expect((await story.hour(4, health(4, OLD), { minSeverity: 'CRITICAL' })).recoveries).toEqual([]);
    expect((await story.hour(5, health(5, OLD), { filter: 'severity=INFO' })).recoveries).toEqual([]);
    expect(story.body(100).body).toBe(body);
    expect((await story.hour(6, health(6, OLD))).recoveries).toHaveLength(1);
  });

  it('is drafted for a person in draft mode, and taken back when it is seen again', async () => {
    const story = new Story(QUIET);
    await story.begin();
    await story.hour(0, failures(0, 5));
    for (let hour = 1; hour < 4; hour++) await story.hour(hour, health(hour, OLD), { mode: 'draft' });
    const store = await temporaryStore(story.state);
    const pending = await listDrafts(store, { status: 'pending' });
    expect(pending.map(({ content, run }) => [content.action, run])).toEqual([['update', '2025-09-12T04-00-00Z']]);
    await story.hour(4, failures(4, 5), { mode: 'draft' });
    const drafts = await listDrafts(store);
    expect(drafts.filter(({ content }) => tellsOfRecovery(content)).map(({ state }) => state.status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect((await getRun(store, '2025-09-12T04-00-00Z'))?.recoveries[0]?.draft?.state.status).toBe('rejected');
  });

  it('is not said to be gone where GitHub cannot be read, and the next run says it', async () => {
    const story = new Story(QUIET);
    await story.begin();
    await story.hour(0, failures(0, 5));
    await story.hour(1, health(1, OLD));
    story.tracker().failNext({ method: 'POST', path: /graphql/, fault: { kind: 'answer', status: 403 } });
    const run = await story.hour(2, health(2, OLD));
    expect(run.recoveries[0]?.error).toContain('could not be read whole');
    expect(run.status).toBe('partial');
    expect(story.body(100).body).not.toContain('Not seen since');
    expect((await story.hour(3, health(3, OLD))).status).toBe('done');
    expect(story.body(100).body).toContain('Not seen since');
  });

  it('is not one that is a part of another since more of it was seen', async () => {
    const rejected = (hour: number, names: readonly string[]): Line[] =>
      names.map((name, index) => ({
        at: timeAt(hour, index),
        message: `Avatar upload rejected for ${name}: file too large`,
      }));
    const story = new Story(QUIET);
    await story.begin();
    await story.hour(0, rejected(0, ['ann', 'bob', 'carla']));
    expect(story.issues()).toHaveLength(3);
    const bodies = story.tracker().issues();
    for (let hour = 1; hour < 5; hour++) {
      const run = await story.hour(hour, [
        ...rejected(hour, ['dmitri', 'eve', 'ann', 'bob', 'carla']),
        ...health(hour, OLD),
      ]);
      expect(run.clusters).toHaveLength(1);
      expect(run.recoveries).toEqual([]);
      expect(run.warnings.join()).toMatch(/#100, #101 and #102 are open for one problem .* Close #101 and #102/);
    }
    const [kept, ...others] = story.tracker().issues();
    expect(kept?.body).toContain('| E1 | entries | 5 |');
    expect(others).toEqual(bodies.slice(1));
  });
});
