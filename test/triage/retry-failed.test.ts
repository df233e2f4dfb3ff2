import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { hashContent } from '../../src/store/content-hash.ts';
import { listDrafts } from '../../src/store/drafts.ts';
import { isPostgres } from '../../src/store/locks.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { getRun, saveRun } from '../../src/store/runs.ts';
import { worklogPath } from '../../src/worklog/write.ts';
import { databaseOf } from '../support/store.ts';
import { failures, Story, timeAt } from '../support/story.ts';
import type { Line } from '../support/triaging.ts';

const orders = (hour: number, times: number): Line[] => failures(hour, times);
const mails = (hour: number, times: number): Line[] =>
  Array.from({ length: times }, (_, index) => ({
    at: timeAt(hour, 10 + index),
    message: `Mail to subscriber ${index} bounced: mailbox of the newsletter is full`,
  }));

async function withStore<T>(story: Story, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(story.state, databaseOf(story.state));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** From now on drafts about mails cannot be kept. */
const breakMails = (story: Story) =>
  withStore(story, async ({ db }) => {
    if (!isPostgres(db)) {
      await sql`create trigger broken before insert on drafts when new.content like '%bounced%'
        begin select raise(abort, 'the disk is on fire'); end`.execute(db);
      return;
    }
    await sql`create or replace function burn() returns trigger language plpgsql as
      $$ begin raise exception 'the disk is on fire'; end $$`.execute(db);
    await sql`create trigger broken before insert on drafts for each row
      when (new.content like '%bounced%') execute function burn()`.execute(db);
  });
const mendMails = (story: Story) =>
  withStore(story, ({ db }) =>
    (isPostgres(db) ? sql`drop trigger broken on drafts` : sql`drop trigger broken`).execute(db),
  );

async function begun(): Promise<Story> {
  const story = new Story({});
  await story.begin();
  return story;
}

const countIn = (story: Story, issue: number) => /\| E1 \| entries \| (\d+) \|/.exec(story.body(issue).body)?.[1];

it('files what an earlier run could not look into, once, with the numbers of that run', async () => {
  const story = await begun();
  await breakMails(story);
  const first = await story.hour(0, [...orders(0, 5), ...mails(0, 3)]);
  expect(first.status).toBe('partial');
  expect(first.clusters.map(({ error }) => error)).toEqual([null, expect.stringContaining('the disk is on fire')]);
  expect(story.issues()).toEqual(['#100 open, comments: 0']);

  await mendMails(story);
  const second = await story.hour(1, orders(1, 7));
  expect(second).toMatchObject({ status: 'done', warnings: [] });
  expect(story.issues()).toEqual(['#100 open, comments: 0', '#101 open, comments: 0']);
  expect(countIn(story, 100)).toBe('7');
  expect(story.body(100).body).toContain('at least 12 entries since');
  expect(countIn(story, 101)).toBe('3');
  expect(story.body(101).body).toContain('Window 2025-09-12 00:00:00 – 01:00:00 UTC.');

  const mended = await withStore(story, (store) => getRun(store, first.id));
  expect(mended?.status).toBe('done');
  expect(mended?.clusters.map(({ error }) => error)).toEqual([null, null]);
  expect(mended?.clusters[1]?.draft?.state).toMatchObject({ status: 'posted', issue: 101 });
  const worklog = readFileSync(worklogPath(join(story.state, 'worklogs'), first), 'utf8');
  expect(worklog).toContain('/issues/101');
  expect(worklog).not.toContain('on fire');

  await story.hour(2, mails(2, 4));
  expect(story.issues()).toEqual(['#100 open, comments: 0', '#101 open, comments: 0']);
  expect(story.body(101).body).toContain('at least 7 entries since');
});

it('leaves to a later run what it saw as well, with the entries of both in its total', async () => {
  const story = await begun();
  await breakMails(story);
  const first = await story.hour(0, mails(0, 3));
  const second = await story.hour(1, mails(1, 4));
  await mendMails(story);
  await story.hour(2, orders(2, 5));
  expect(story.issues()).toHaveLength(2);
  const filed = story.issues().length === 2 && story.body(100).body.includes('bounced') ? 100 : 101;
  expect(countIn(story, filed)).toBe('4');
  expect(story.body(filed).body).toContain('first seen 2025-09-12 00:10 UTC, at least 7 entries since');
  const runs = await withStore(story, async (store) => [await getRun(store, first.id), await getRun(store, second.id)]);
  expect(runs.map((run) => run?.clusters[0]?.draft?.state.status)).toEqual([undefined, 'posted']);
});

it('says what fails again, and tries once more with every run', async () => {
  const story = await begun();
  await breakMails(story);
  const first = await story.hour(0, mails(0, 3));
  for (const hour of [1, 2]) {
    const run = await story.hour(hour, orders(hour, 5));
    expect(run.warnings).toEqual([expect.stringMatching(`^Of run ${first.id}, again not looked into: .*on fire`)]);
  }
  await mendMails(story);
  expect((await story.hour(3, orders(3, 5))).warnings).toEqual([]);
  expect(story.issues()).toHaveLength(2);
});

it('in draft mode drafts it, for a person to look at, and posts nothing', async () => {
  const story = await begun();
  await breakMails(story);
  const first = await story.hour(0, mails(0, 3), { mode: 'draft' });
  await mendMails(story);
  await story.hour(1, orders(1, 5));
  const drafts = await withStore(story, (store) => listDrafts(store, { run: first.id }));
  expect(drafts.map(({ state }) => state.status)).toEqual(['pending']);
  expect(story.issues()).toEqual(['#100 open, comments: 0']);
});

it('makes no second issue where the run that takes it up sees the problem itself', async () => {
  const story = await begun();
  await breakMails(story);
  await story.hour(0, mails(0, 3));
  await mendMails(story);
  const run = await story.hour(1, mails(1, 4));
  expect(run.clusters[0]?.decision).toMatchObject({ action: 'update', issue: 100 });
  expect(story.issues()).toEqual(['#100 open, comments: 0']);
  expect(countIn(story, 100)).toBe('4');
  expect(story.body(100).body).toContain('at least 7 entries since');
});

it('goes on where a process that took it up was killed when it had kept its draft, and leaves one draft to decide on', async () => {
  const story = await begun();
  await breakMails(story);
  const first = await story.hour(0, mails(0, 3), { mode: 'draft' });
  await mendMails(story);
  const before = await withStore(story, (store) => getRun(store, first.id));
  await story.hour(1, orders(1, 5), { mode: 'draft' });
  await withStore(story, async (store) => {
    const [kept] = await listDrafts(store, { run: first.id });
    if (before === null || kept === undefined) return expect.unreachable('nothing was taken up');
    // As if it had died right then; what it wrote is not what will be written now.
    await saveRun(store, before);
    const content = { ...kept.content, labels: ['other'] };
    const other = { content: JSON.stringify(content), hash: hashContent(content) };
    await store.db.updateTable('drafts').set(other).where('id', '=', kept.id).execute();
  });
  expect((await story.hour(2, orders(2, 5), { mode: 'draft' })).warnings).toEqual([]);
  const drafts = await withStore(story, (store) => listDrafts(store, { run: first.id }));
  expect(drafts.map(({ id, state }) => [id, state.status])).toEqual([
    [`${first.id}-1`, 'rejected'],
    [`${first.id}-1-2`, 'pending'],
  ]);
});
