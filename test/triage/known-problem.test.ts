import { describe, expect, it } from 'vitest';
import { readEvidenceBlock } from '../../src/github/evidence-block.ts';
import { parseMarkers } from '../../src/github/marker.ts';
import { merged } from '../github/connect.ts';
import type { HistoryInput } from '../support/github/history.ts';
import type { ScenarioGitHub } from '../support/github/server.ts';
import { at, hourly } from '../support/hourly.ts';

async function patch(server: ScenarioGitHub, change: object): Promise<void> {
  const headers = { authorization: `Bearer ${server.token}` };
  const url = `${server.url}/repos/acme/shop/issues/100`;
  const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(change) });
  if (!answer.ok) throw new Error(await answer.text());
}

const made = (server: ScenarioGitHub) => server.issues().filter(({ number }) => number >= 100);

describe('an issue that we made', () => {
  it('is kept to though a person rewrote it, marker and all', async () => {
    const { github, triageHour } = await hourly();
    expect((await triageHour(1)).clusters).toMatchObject([{ decision: { action: 'create' }, draft: { issue: 100 } }]);
    const rewritten = { title: 'Checkout broken', body: 'Rewritten by a person: checkout is broken' };
    await patch(github(), rewritten);

    const second = await triageHour(2);
    expect(second.clusters[0]?.investigation?.search.remembered).toEqual({ issue: 100, now: 'there' });
    for (const run of [second, await triageHour(3)]) {
      expect(run.status).toBe('done');
      expect(run.clusters).toMatchObject([{ decision: { action: 'update', issue: 100 } }]);
    }
    expect(made(github())).toMatchObject([{ number: 100, ...rewritten }]);
    // The evidence found a home in one comment, which the third run brought up to date.
    const comments = made(github()).flatMap((issue) => issue.comments);
    expect(comments).toHaveLength(1);
    expect(comments.flatMap(({ body }) => parseMarkers(body))).toHaveLength(1);
    expect(comments[0]?.body).toContain('03:14');

    await patch(github(), { state: 'closed' });
    const closed = await triageHour(4);
    expect(closed.status).toBe('done');
    expect(closed.clusters).toMatchObject([
      { decision: { action: 'skip', issue: 100, verdict: { kind: 'closed_without_fix' } }, draft: null },
    ]);
  });

  it('is kept to under a new login, and the run says how its evidence stays in one place', async () => {
    const { github, triageHour, rewrite } = await hourly();
    await triageHour(1);
    await rewrite((history) => ({ ...history, viewer: 'new-gardener' }));
    const trusting = await triageHour(2, { trustedAuthors: ['gardener'] });
    expect(trusting.clusters).toMatchObject([{ decision: { action: 'update', issue: 100 } }]);
    expect(made(github())).toMatchObject([{ number: 100, comments: [] }]);
    expect(readEvidenceBlock(made(github())[0]?.body ?? '')).toContain('02:14');

    await rewrite((history) => withoutLabels({ ...history, viewer: 'newest-gardener' }));
    const run = await triageHour(3);
    expect(run.clusters).toMatchObject([{ decision: { action: 'update', issue: 100 } }]);
    const reasons = run.clusters[0]?.decision?.reasons.join('; ');
    expect(reasons).toMatch(/that was as (?:new-)?gardener: add it to github\.trustedAuthors/);
    expect(made(github())).toHaveLength(1);
  });

  it('is made anew where it was deleted, and the run says so', async () => {
    const { github, triageHour, rewrite } = await hourly();
    await triageHour(1);
    await rewrite((history) => ({ ...history, issues: (history.issues ?? []).filter(({ number }) => number !== 100) }));
    const run = await triageHour(2);
    expect(run.clusters).toMatchObject([{ decision: { action: 'create' }, draft: { issue: 101 } }]);
    expect(run.clusters[0]?.decision?.reasons.join('; ')).toContain('#100, where we wrote of this problem, is deleted');
    expect((await triageHour(3)).clusters).toMatchObject([{ decision: { action: 'update', issue: 101 } }]);
    expect(made(github()).map(({ number }) => number)).toEqual([101]);
  });
});

describe('an issue that was closed by hand after its first fix had failed', () => {
  it('is not reopened as a regression of that fix', async () => {
    const { github, triageHour, rewrite } = await hourly();
    await triageHour(1);
    const by = (created_at: string) => ({ actor: 'ada', created_at });
    const failed = [
      { event: 'closed' as const, pull: 8, ...by(at(1, 30)) },
      { event: 'reopened' as const, ...by(at(1, 45)) },
    ];
    const pulls = [merged(8, at(1, 30), { closes: [100] })];
    await rewrite((history) => ({ ...changing100(history, { events: failed }), pulls }));
    const regressed = { action: 'update', verdict: { kind: 'regressed', fix: { pull: 8 } } };
    expect((await triageHour(2, { revision: 'api-00002-bbb' })).clusters).toMatchObject([{ decision: regressed }]);

    const events = [...failed, { event: 'closed' as const, ...by(at(3, 20)) }];
    await rewrite((history) => changing100(history, { state: 'closed', closed_at: at(3, 20), events }));
    const run = await triageHour(3, { revision: 'api-00002-bbb' });
    expect(run.clusters).toMatchObject([
      { decision: { action: 'skip', issue: 100, verdict: { kind: 'closed_without_fix', fix: null } } },
    ]);
    expect(made(github())).toMatchObject([{ number: 100, state: 'closed' }]);
  });
});

type PlantedIssue = NonNullable<HistoryInput['issues']>[number];

function changing100(history: HistoryInput, change: Partial<PlantedIssue>): HistoryInput {
  const issues = (history.issues ?? []).map((issue) => (issue.number === 100 ? { ...issue, ...change } : issue));
  return { ...history, issues };
}

function withoutLabels(history: HistoryInput): HistoryInput {
  return changing100(history, { labels: [] });
}
