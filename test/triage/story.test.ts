import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listDrafts, setDraftState } from '../../src/store/drafts.ts';
import { getRun } from '../../src/store/runs.ts';
import { worklogPath } from '../../src/worklog/write.ts';
import { temporaryStore } from '../support/store.ts';
import { FIXED, failures, health, OLD, QUIET, Story, timeAt } from '../support/story.ts';

it('says a steady error once, its rise once, that its fix holds once, and that it is back once', async () => {
  const story = new Story(QUIET);
  await story.begin();
  for (let hour = 0; hour < 10; hour++) {
    const run = await story.hour(hour, [...failures(hour, 5 + (hour % 3)), ...health(hour, OLD)]);
    expect(run.status).toBe('done');
    expect(story.issues()).toEqual(['#100 open, comments: 0']);
    expect(story.body(100).body).toContain(`| E1 | entries | ${5 + (hour % 3)} |`);
  }
  expect(story.body(100).body).toContain('Over all runs: first seen 2025-09-12 00:00 UTC, at least 59 entries since.');

  await story.hour(10, failures(10, 200));
  expect(story.issues()).toEqual(['#100 open, comments: 1']);
  expect(story.lastComment(100)).toContain('**More urgent: P2 → P1.**');
  expect(story.body(100).labels.filter((label) => /^P\d$/.test(label))).toEqual(['P1']);
  await story.hour(11, failures(11, 200));
  expect(story.issues()).toEqual(['#100 open, comments: 1']);

  await story.merge(12, 100);
  await story.deploy(12);
  expect(story.issues()).toEqual(['#100 closed, comments: 1']);
  for (let hour = 13; hour < 16; hour++) {
    expect((await story.hour(hour, health(hour, FIXED))).status).toBe('done');
    expect(story.issues()).toEqual(['#100 closed, comments: 2']);
  }
  expect(story.lastComment(100)).toContain(
    '**The fix holds.** #50 (merged 2025-09-12 12:00 UTC) is in `api-00002-bbb`',
  );
  expect(story.body(100).body).toContain('**Not seen since 2025-09-12 11:58 UTC**, last on `api-00001-aaa`');

  const back = await story.hour(16, failures(16, 6, FIXED));
  expect(back.clusters[0]?.decision?.verdict?.kind).toBe('regressed');
  expect(story.issues()).toEqual(['#100 open, comments: 3']);
  expect(story.lastComment(100)).toContain('**Back after the fix.**');
  expect(story.body(100).body).not.toContain('Not seen since');
  await story.hour(17, failures(17, 6, FIXED));
  expect(story.issues()).toEqual(['#100 open, comments: 3']);
});

it('keeps its evidence current in the one place where somebody took the marker out of the issue', async () => {
  const story = new Story(QUIET);
  await story.begin();
  await story.hour(0, failures(0, 5));
  const unmarked = story
    .body(100)
    .body.split('\n')
    .filter((line) => !line.startsWith('<!-- log-gardener fingerprint='))
    .join('\n');
  await story.edit(100, `Anna: on it.\n\n${unmarked}`);
  const run = await story.hour(1, failures(1, 7));
  expect(run.clusters[0]?.investigation?.search).toMatchObject({ marked: null, remembered: { issue: 100 } });
  expect(story.issues()).toEqual(['#100 open, comments: 0']);
  expect(story.body(100).body).toContain('| E1 | entries | 7 |');
  expect(story.body(100).body).toMatch(/^Anna: on it\.\n/);
  await story.hour(2, failures(2, 200));
  expect(story.issues()).toEqual(['#100 open, comments: 1']);
  for (let hour = 3; hour < 6; hour++) await story.hour(hour, health(hour, OLD));
  expect(story.body(100).body).toContain('**Not seen since 2025-09-12 02:58 UTC**');
  // A comment of ours carries the marker by now.
  await story.hour(6, failures(6, 9));
  expect(story.body(100).body).toContain('| E1 | entries | 9 |');
  expect(story.issues()).toEqual(['#100 open, comments: 1']);
});

it('takes an issue that people rewrote, evidence and all, for theirs: the evidence lives in one comment then', async () => {
  const story = new Story(QUIET);
  await story.begin();
  await story.hour(0, failures(0, 5));
  await story.edit(100, 'Anna: all mine now.');
  for (let hour = 1; hour < 4; hour++) await story.hour(hour, failures(hour, 5 + hour));
  expect(story.issues()).toEqual(['#100 open, comments: 1']);
  expect(story.body(100).body).toBe('Anna: all mine now.');
  expect(story.lastComment(100)).toContain('| E1 | entries | 8 |');
});

it('over windows that overlap counts each entry once, and compares with windows that do not', async () => {
  const story = new Story({});
  await story.begin();
  const times = [5, 7, 11, 13, 17];
  const linesOf = (hour: number) => failures(hour, times[hour] ?? 0);
  await story.hour(0, linesOf(0));
  for (const hour of [1, 2, 3, 4]) {
    const last = story.body(100).body;
    const run = await story.hour(hour, [...linesOf(hour - 1), ...linesOf(hour)], { since: timeAt(hour - 1) });
    const inWindow = (times[hour - 1] ?? 0) + (times[hour] ?? 0);
    const inAll = times.slice(0, hour + 1).reduce((sum, count) => sum + count, 0);
    expect(story.body(100).body).not.toBe(last);
    expect(story.body(100).body).toContain(`| E1 | entries | ${inWindow} |`);
    if (hour > 1) expect(story.body(100).body).toContain(`at least ${inAll} entries since.`);
    // Of the runs before, the one that ended when this window began.
    const before = hour === 1 ? null : hour === 2 ? 5 : (times[hour - 3] ?? 0) + (times[hour - 2] ?? 0);
    const [trend] = run.clusters.map(({ assessment }) => assessment.trend);
    expect(trend).toMatchObject(
      before === null ? { kind: 'no-earlier-run' } : { previousCount: before, previousHours: hour === 2 ? 1 : 2 },
    );
  }
});

it('keeps what is new to the evidence for as long after a comment as the config says', async () => {
  const comments = async (coolDown: string): Promise<string[]> => {
    const story = new Story({ issue: { coolDown } });
    await story.begin();
    await story.hour(0, failures(0, 5));
    await story.hour(1, failures(1, 55));
    await story.hour(4, [...health(4, FIXED), ...failures(4, 55, FIXED)]);
    return story.issues();
  };
  expect(await comments('1h')).toEqual(['#100 open, comments: 2']);
  expect(await comments('12h')).toEqual(['#100 open, comments: 1']);
});

it('knows a fix to be deployed also where the old revision logged last in the hour before', async () => {
  const story = new Story(QUIET);
  await story.begin();
  await story.hour(0, failures(0, 5));
  await story.merge(1, 100);
  await story.hour(1, health(1, OLD));
  const back = await story.hour(2, failures(2, 6, FIXED));
  expect(back.clusters[0]?.decision).toMatchObject({ action: 'reopen', verdict: { kind: 'regressed' } });
  expect(story.issues()).toEqual(['#100 open, comments: 1']);
  expect(story.body(100).labels).toContain('P1');
});

it('with regression: new files one new issue that links the old, and leaves the old closed', async () => {
  const story = new Story({ ...QUIET, regression: 'new' });
  await story.begin();
  await story.hour(0, [...failures(0, 5), ...health(0, OLD)]);
  await story.merge(1, 100);
  await story.deploy(1);
  const back = await story.hour(2, failures(2, 6, FIXED));
  expect(back.clusters[0]?.decision?.action).toBe('create');
  expect(story.issues()).toEqual(['#100 closed, comments: 0', '#101 open, comments: 0']);
  expect(story.body(101).body).toContain('#100');
  await story.hour(3, failures(3, 6, FIXED));
  expect(story.issues()).toEqual(['#100 closed, comments: 0', '#101 open, comments: 0']);

  // Once more, after somebody closed the second: it is followed by a third.
  await story.change(timeAt(4), (history) => ({
    ...history,
    issues: history.issues.map((one) =>
      one.number === 101 ? { ...one, state: 'closed', state_reason: 'completed', closed_at: timeAt(4) } : one,
    ),
  }));
  expect((await story.hour(5, failures(5, 6, FIXED))).clusters[0]?.decision).toMatchObject({
    action: 'skip',
    issue: 101,
  });
  expect((await story.hour(40, failures(40, 6, FIXED))).status).toBe('done');
  expect(story.issues().slice(1)).toEqual(['#101 closed, comments: 0', '#102 open, comments: 0']);
  expect(story.body(102).body).toContain('#101');
});

it('says in the worklog of an earlier run that its approved draft gave way to what was posted', async () => {
  const story = new Story(QUIET);
  await story.begin();
  const earlier = await story.hour(0, failures(0, 5), { mode: 'draft' });
  const store = await temporaryStore(story.state);
  const [draft] = await listDrafts(store, { run: earlier.id });
  if (draft === undefined) throw new Error('no draft');
  const approved = { status: 'approved', hash: draft.hash, at: timeAt(0, 59) } as const;
  await setDraftState(store, draft.id, { from: ['pending'], to: approved });

  const later = await story.hour(1, failures(1, 5));
  expect(story.issues()).toEqual(['#100 open, comments: 0']);
  const reason = `superseded by ${later.id}-1, which is posted`;
  const known = await getRun(store, earlier.id);
  expect(known?.clusters[0]?.draft?.state).toMatchObject({ status: 'rejected', reason });
  expect(readFileSync(worklogPath(join(story.state, 'worklogs'), earlier), 'utf8')).toContain(reason);
});

it('counts the requests that each problem cost, from its search to its posting', async () => {
  const story = new Story(QUIET);
  await story.begin();
  const kinds = ['Payment capture refused', 'Mail queue unreachable', 'Search index corrupt'];
  const run = await story.hour(
    0,
    kinds.map((message, nth) => ({ at: timeAt(0, nth), message })),
  );
  const each = run.clusters.map(({ githubRequests }) => githubRequests ?? 0);
  // To open the repository, to know who we are, and to list what carries a marker.
  const shared = run.githubRequests - each.reduce((sum, requests) => sum + requests, 0);
  expect(run.githubRequests).toBe(story.tracker().requests.length);
  expect(shared).toBe(4);
  for (const requests of each) expect(requests).toBeGreaterThan(2);
  const worklog = readFileSync(worklogPath(join(story.state, 'worklogs'), run), 'utf8');
  const sorted = each.toSorted((a, b) => a - b);
  expect(worklog).toContain(`per cluster ${sorted[1]} in the median and ${sorted[2]} at most; 4 for all of them.`);
});

it('posts as many new issues as limits.maxNewIssues allows, the most urgent first, and keeps the rest for a person', async () => {
  const story = new Story({ limits: { maxNewIssues: 2 } });
  await story.begin();
  const kinds = ['Payment capture refused', 'Mail queue unreachable', 'Search index corrupt', 'Avatar upload rejected'];
  const lines = kinds.map((message, nth) => ({
    at: timeAt(0, nth),
    message,
    severity: nth === 3 ? 'CRITICAL' : 'ERROR',
  }));
  const run = await story.hour(0, lines);
  expect(run.clusters).toHaveLength(4);
  expect(story.tracker().issues()).toHaveLength(2);
  expect(story.body(100).title).toContain('Avatar upload rejected');
  expect(run.clusters.filter(({ draft }) => draft?.state.status === 'pending')).toHaveLength(2);
  expect(run.skipped.map(({ because }) => because)).toEqual(
    Array.from({ length: 2 }, () => 'limits.maxNewIssues (2) is reached'),
  );
  expect(run.status).toBe('done');
});
