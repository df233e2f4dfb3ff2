import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planReading } from '../../../src/collect/cloud-logging/plan.ts';
import { openSpool, type Progress } from '../../../src/collect/cloud-logging/spool.ts';
import { SourceError } from '../../../src/model/errors.ts';
import { temporaryFolder } from '../../support/store.ts';

const newFolder = (): string => join(temporaryFolder(), 'spool');
const lockIn = (folder: string): string => join(folder, 'lock');

/** What a process here writes into its lock; `change` makes it another's. */
function lockOf(folder: string, change: object): void {
  const spool = openSpool(folder);
  const own = JSON.parse(readFileSync(lockIn(folder), 'utf8'));
  spool.close();
  writeFileSync(lockIn(folder), JSON.stringify({ ...own, id: 'another', ...change }));
}

function touchedSecondsAgo(folder: string, seconds: number): void {
  const time = Date.now() / 1000 - seconds;
  utimesSync(lockIn(folder), time, time);
}

/** A pid that no process has: Linux gives out none so high. */
const NOBODY = 2 ** 22 + 1;

describe('a spool is opened by one process at a time', () => {
  it('also by one of two in the same process, and again when it is closed', () => {
    const folder = newFolder();
    const spool = openSpool(folder);
    expect(() => openSpool(folder)).toThrow(SourceError);
    expect(() => openSpool(folder)).toThrow(/Process \d+ on \S+ is reading the same logs/);
    spool.close();
    openSpool(folder).close();
    expect(existsSync(lockIn(folder))).toBe(false);
  });

  it('of two containers, in which it has the same pid, until the other is silent for a minute', () => {
    const folder = newFolder();
    lockOf(folder, { place: 'another container', host: 'pod-7' });
    expect(() => openSpool(folder)).toThrow(/^Process \d+ on pod-7 is reading.*try again in a minute/);
    touchedSecondsAgo(folder, 50);
    expect(() => openSpool(folder)).toThrow(SourceError);
    touchedSecondsAgo(folder, 70);
    openSpool(folder).close();
  });

  it.each([
    ['whose process is gone', { pid: NOBODY }],
    ['whose pid another process has now', { pid: process.ppid, started: '1' }],
    ['that this process never took', {}],
  ])('at once where there is a lock %s', (_, change) => {
    const folder = newFolder();
    lockOf(folder, change);
    openSpool(folder).close();
  });

  it.each(['', '{"id":"a","pi', '1'])('after a moment where a lock was cut short: %j', (text) => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(lockIn(folder), text);
    expect(() => openSpool(folder)).toThrow(/^Another process is reading the same logs/);
    touchedSecondsAgo(folder, 3);
    openSpool(folder).close();
  });
});

it('closing after the folder was removed leaves the lock of whoever made it anew', () => {
  const folder = newFolder();
  const first = openSpool(folder);
  first.remove();
  const second = openSpool(folder);
  first.close();
  expect(() => openSpool(folder)).toThrow(SourceError);
  second.close();
  rmSync(folder, { recursive: true });
});

const SPAN = { since: 0n, until: 10n };
const PROGRESS: Omit<Progress, 'length'> = {
  plan: planReading({ asked: SPAN, reached: null, now: 20n, lookBack: 0n, settle: 0n }),
  slices: [],
  edges: [],
  waiting: [],
  broken: [],
  counted: {
    outcomes: { kept: 1, belowSeverity: 0, outsideWindow: 0, routine: 0, duplicates: 0 },
    hidden: 0,
    revisions: [],
    deploys: [],
    requests: [],
    oldest: null,
    newest: null,
    newestReceived: null,
  },
  joined: { parts: 0, entries: 0, incomplete: 0, duplicates: 0 },
  read: 1,
  malformed: 0,
  pages: 1,
  retries: 0,
  waitedMs: 0,
};

it('whoever stood still so long that another took over keeps nothing more', () => {
  const folder = newFolder();
  const spool = openSpool(folder);
  spool.keep(['{"insertId":"a"}'], PROGRESS);
  // Another machine has found it silent.
  lockOfAnother(folder);
  expect(() => spool.keep(['{"insertId":"b"}'], PROGRESS)).toThrow(/taken over .*run the same command again/);
  expect(() => spool.clear()).toThrow(SourceError);
  spool.close();
  expect(readFileSync(join(folder, 'entries.ndjson'), 'utf8')).toBe('{"insertId":"a"}\n');
  expect(existsSync(lockIn(folder))).toBe(true);
});

function lockOfAnother(folder: string): void {
  const own = JSON.parse(readFileSync(lockIn(folder), 'utf8'));
  rmSync(lockIn(folder));
  writeFileSync(lockIn(folder), JSON.stringify({ ...own, id: 'another', place: 'another machine' }));
}

it('reads anew where entries are missing that its record speaks of', () => {
  const folder = newFolder();
  const spool = openSpool(folder);
  spool.keep(['{"insertId":"a"}'], PROGRESS);
  spool.close();
  const again = openSpool(folder);
  expect(again.saved).toMatchObject({ read: 1 });
  again.close();
  truncateSync(join(folder, 'entries.ndjson'), 3);
  const third = openSpool(folder);
  expect(third.saved).toBeNull();
  third.close();
  expect(readFileSync(join(folder, 'entries.ndjson'), 'utf8')).toBe('');
});
