import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeNotPosted } from '../../src/cli/run-report.ts';
import type { Draft } from '../../src/model/draft.ts';
import { addDraft, getDraft, setDraftState, supersedeDraft } from '../../src/store/drafts.ts';
import type { TriageEvent } from '../../src/triage/events.ts';
import { whyNotApproved } from '../../src/triage/post-run.ts';
import { worklogPath } from '../../src/worklog/write.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { temporaryStore } from '../support/store.ts';
import { failures, Story, timeAt } from '../support/story.ts';

const ISSUES = '/repos/acme/shop/issues';

it('says at the end of the run and in its worklog why GitHub refused to take an issue', async () => {
  const story = new Story({});
  await story.begin();
  const refused = {
    kind: 'answer',
    status: 403,
    headers: { 'x-accepted-github-permissions': 'issues=write' },
    body: { message: 'Resource not accessible by personal access token' },
  } as const;
  story.tracker().failNext({ method: 'POST', path: ISSUES, fault: refused });
  const run = await story.hour(0, failures(0, 5));
  const because =
    'Could not create an issue: GitHub answered 403 (Resource not accessible by personal access token). The token needs Issues: write.';
  const [id] = run.clusters.map(({ draft }) => draft?.id);
  expect(run.status).toBe('partial');
  expect(describeNotPosted(run)).toEqual([
    `Not posted: draft ${id}: ${because}`,
    '1 draft approved, not posted: log-gardener drafts post',
  ]);
  const worklog = readFileSync(worklogPath(join(story.state, 'worklogs'), run), 'utf8');
  expect(worklog).toContain(`\`log-gardener drafts post ${id}\`. Tried: ${because}`);

  // Posted later it is posted, and nothing else is said of it any more.
  const notes: string[] = [];
  const onEvent = (event: TriageEvent) => notes.push(event.kind);
  expect(describeNotPosted(await story.hour(1, failures(1, 5), { onEvent }))).toEqual([]);
  expect(notes).toContain('posted');
});

it('does not say that an issue was not posted where that is not known', async () => {
  const story = new Story({});
  await story.begin();
  story.tracker().failNext({ method: 'POST', path: ISSUES, fault: { kind: 'answer lost' } });
  const run = await story.hour(0, failures(0, 5));
  const [id] = run.clusters.map(({ draft }) => draft?.id);
  expect(story.issues()).toHaveLength(1);
  const [line = '', ...others] = describeNotPosted(run);
  expect(line).toMatch(`Not known to be posted: draft ${id}; the next run looks first: Could not create an issue: `);
  expect(others).toEqual([]);

  // Nor does a run that cannot look.
  for (const nth of [1, 2, 3]) {
    story.tracker().failNext({ method: 'GET', path: ISSUES, nth, fault: { kind: 'answer', status: 503 } });
  }
  const notes: string[] = [];
  await story.hour(1, [], { onEvent: (event) => event.kind === 'note' && notes.push(event.text) });
  expect(notes.join('\n')).toMatch(`Not known to be posted: draft ${id} of earlier runs: Could not list issues: `);
});

it('begins no post of an earlier run once the signal came', async () => {
  const story = new Story({});
  await story.begin();
  for (const nth of [1, 2]) {
    const fault = { kind: 'answer', status: 403, body: { message: 'Resource not accessible' } } as const;
    story.tracker().failNext({ method: 'POST', path: ISSUES, nth, fault });
  }
  const others = failures(0, 5).map(({ at }) => ({ at, message: 'Invoice template is missing for the locale' }));
  const first = await story.hour(0, [...failures(0, 5), ...others]);
  expect(first.clusters.map(({ draft }) => draft?.state.status)).toEqual(['approved', 'approved']);
  const ending = new AbortController();
  // The first time that posting asks for the time, it has begun.
  const clock = () => {
    ending.abort();
    return Date.now();
  };
  const notes: string[] = [];
  const onEvent = (event: TriageEvent) => {
    if (event.kind === 'note') notes.push(event.text);
  };
  await story.hour(1, [], { signal: ending.signal, timing: { clock }, onEvent });
  expect(notes.filter((note) => note.startsWith('Not posted'))).toEqual([
    expect.stringMatching(/^Not posted: draft \S+ of earlier runs: .* it was broken off\./),
  ]);
});

it('goes on without GitHub where that takes no more requests for now', async () => {
  const story = new Story({});
  await story.begin();
  for (let nth = 1; nth <= 4; nth += 1) {
    const fault = { kind: 'answer', status: 429, body: { message: 'Too many requests' } } as const;
    story.tracker().failNext({ method: 'GET', path: '/repos/acme/shop', nth, fault });
  }
  const run = await story.hour(0, failures(0, 5));
  expect(run.status).toBe('partial');
  expect(run.clusters.map(({ decision }) => decision?.action)).toEqual(['unverified']);
  expect(run.warnings.join('\n')).toMatch(/^Nothing is verified: Could not open acme\/shop: GitHub answered 429 \(/m);
});

it('is ended by the signal where GitHub never answers', async () => {
  const story = new Story({});
  await story.begin();
  story.tracker().failNext({ method: 'GET', path: '/repos/acme/shop', fault: { kind: 'hang' } });
  const began = performance.now();
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 200);
  const run = await story.hour(0, failures(0, 5), { signal: ending.signal });
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(run.status).toBe('partial');
  expect(run.collected.truncated).toMatch(/: stopped before its end$/);
});

it('says what a draft gave way to, and blames a reviewer only for what a reviewer did', async () => {
  const store = await temporaryStore();
  const [older, newer]: Draft[] = [newIssueDraft({ run: 'one' }), newIssueDraft({ run: 'two' })];
  if (older === undefined || newer === undefined) throw new Error('no drafts');
  for (const draft of [older, newer]) await addDraft(store, draft);
  const why = async () => {
    const draft = await getDraft(store, older.id);
    return draft && whyNotApproved(draft.state, store);
  };
  await supersedeDraft(store, newer, timeAt(0));
  expect(await why()).toBe('gave way to the draft of run two');
  const to = { status: 'rejected', reason: 'known', at: timeAt(0), by: 'reviewer' } as const;
  await setDraftState(store, older.id, { from: ['rejected'], to });
  expect(await why()).toBe('a reviewer rejected it: known');
});
