import { expect, it, onTestFinished } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import type { HistoryInput } from '../support/github/history.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { temporaryFolder } from '../support/store.ts';
import { type Hour, type Line, triageHour } from '../support/triaging.ts';

const DAY = '2025-09-12';
const OLD = 'api-00001-aaa';
const FIXED = 'api-00002-bbb';
const FIX = 50;

/** A team's week with one error: the clock, the tracker that people change, and the state of our runs. */
class Story {
  readonly state = temporaryFolder();
  private github: ScenarioGitHub | null = null;
  private now = `${DAY}T00:00:00Z`;
  private readonly config: unknown;

  constructor(config: unknown) {
    this.config = config;
  }

  async begin(): Promise<void> {
    await this.plant({
      repository: { owner: 'acme', name: 'shop' },
      viewer: 'gardener-bot',
      nextNumber: 100,
      pulls: [{ number: FIX, title: 'Retry the gateway', author: 'ann', created_at: '2025-09-01T00:00:00Z' }],
    });
  }

  tracker(): ScenarioGitHub {
    if (this.github === null) throw new Error('the story has not begun');
    return this.github;
  }

  /** The hour that begins at `hour` of the first day, triaged when it is over. */
  async hour(hour: number, lines: readonly Line[], more: Partial<Hour> = {}): Promise<Run> {
    this.now = timeAt(hour + 1);
    return triageHour(this.tracker(), {
      state: this.state,
      since: timeAt(hour),
      until: this.now,
      lines,
      config: this.config,
      ...more,
    });
  }

  /** The fix is merged, which closes the issue. */
  async merge(hour: number, issue: number): Promise<void> {
    const at = timeAt(hour);
    const history = this.tracker().snapshot();
    await this.plant({
      ...history,
      issues: history.issues.map((one) =>
        one.number !== issue
          ? one
          : {
              ...one,
              state: 'closed',
              state_reason: 'completed',
              closed_at: at,
              events: [
                ...one.events,
                { event: 'closed', actor: 'ann', created_at: at, reason: 'completed', pull: FIX },
              ],
            },
      ),
      pulls: history.pulls.map((one) => ({ ...one, state: 'closed', merged_at: at, closed_at: at })),
    });
  }

  /** The fix is merged and linked, but leaves the issue open. */
  async mergeWithoutClosing(hour: number, issue: number): Promise<void> {
    const at = timeAt(hour);
    const history = this.tracker().snapshot();
    await this.plant({
      ...history,
      pulls: history.pulls.map((one) => ({ ...one, state: 'closed', merged_at: at, closed_at: at, closes: [issue] })),
    });
  }

  issues(): string[] {
    return this.tracker()
      .issues()
      .map(({ number, state, comments }) => `#${number} ${state}, comments: ${comments.length}`);
  }

  lastComment(issue: number): string {
    return this.comments(issue).at(-1) ?? '';
  }

  comments(issue: number): string[] {
    return this.body(issue).comments.map(({ body }) => body);
  }

  body(number: number) {
    const issue = this.tracker()
      .issues()
      .find((one) => one.number === number);
    if (issue === undefined) throw new Error(`there is no #${number}`);
    return issue;
  }

  private async plant(history: HistoryInput): Promise<void> {
    await this.github?.stop();
    const started = await startGitHub({ history, now: () => new Date(this.now) });
    onTestFinished(() => started.stop());
    this.github = started;
  }
}

/** `2025-09-13T02:00:00Z` for hour 26. */
function timeAt(hour: number, minute = 0, second = 0): string {
  return new Date(Date.parse(`${DAY}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000)
    .toISOString()
    .replace('.000', '');
}

function failures(hour: number, times: number, revision = OLD): Line[] {
  return Array.from({ length: times }, (_, index) => ({
    at: timeAt(hour, Math.floor((index * 59) / times), index % 60),
    message: `Payment capture failed for order ${1000 + hour * 400 + index}: gateway PaymentGateway refused`,
    revision,
  }));
}

function health(hour: number, revision: string): Line[] {
  return [5, 25, 45].map((minute) => ({ at: timeAt(hour, minute), message: 'ready', severity: 'INFO', revision }));
}

const QUIET = { recovery: { after: '2h' }, issue: { coolDown: '1h' } };

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
  await story.hour(11, failures(11, 200));
  expect(story.issues()).toEqual(['#100 open, comments: 1']);

  await story.merge(12, 100);
  await story.hour(12, [...health(12, OLD).slice(0, 1), ...health(12, FIXED).slice(1)]);
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
