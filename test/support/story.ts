import { cpSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import type { History, HistoryInput } from './github/history.ts';
import { type ScenarioGitHub, startGitHub } from './github/server.ts';
import { temporaryFolder } from './store.ts';
import { type Hour, type Line, triageHour } from './triaging.ts';

const DAY = '2025-09-12';
export const OLD = 'api-00001-aaa';
export const FIXED = 'api-00002-bbb';
/** Little patience, so that a story needs few hours. */
export const QUIET = { recovery: { after: '2h' }, issue: { coolDown: '1h' } };
const FIX = 50;

/** A team's week with one error: the clock, the tracker that people change, and the state of our runs. */
export class Story {
  readonly state = temporaryFolder();
  private github: ScenarioGitHub | null = null;
  private now = `${DAY}T00:00:00Z`;
  private readonly config: unknown;

  constructor(config: unknown) {
    this.config = config;
  }

  async begin(more: Partial<HistoryInput> = {}): Promise<void> {
    await this.plant({
      repository: { owner: 'acme', name: 'shop' },
      viewer: 'gardener-bot',
      nextNumber: 100,
      pulls: [{ number: FIX, title: 'Retry the gateway', author: 'ann', created_at: '2025-09-01T00:00:00Z' }],
      ...more,
    });
  }

  /** Another story that goes on from here. */
  async branch(): Promise<Story> {
    const other = new Story(this.config);
    cpSync(this.state, other.state, { recursive: true });
    other.now = this.now;
    await other.plant(this.tracker().snapshot());
    return other;
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
    await this.change(at, (history) => ({
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
    }));
  }

  /** The fix is merged and linked, but leaves the issue open. */
  async mergeWithoutClosing(hour: number, issue: number): Promise<void> {
    const at = timeAt(hour);
    await this.change(at, (history) => ({
      ...history,
      pulls: history.pulls.map((one) => ({ ...one, state: 'closed', merged_at: at, closed_at: at, closes: [issue] })),
    }));
  }

  /** People change what the tracker holds, in ways for which our token has no call. */
  async change(at: string, rewrite: (history: History) => HistoryInput): Promise<void> {
    this.now = at;
    await this.plant(rewrite(this.tracker().snapshot()));
  }

  /** The revision with the fix takes over in the hour that begins here. */
  async deploy(hour: number): Promise<void> {
    await this.hour(hour, [...health(hour, OLD).slice(0, 1), ...health(hour, FIXED).slice(1)]);
  }

  /** A person writes the issue's body anew. */
  async edit(issue: number, body: string): Promise<void> {
    const { url, token, repository } = this.tracker();
    await fetch(`${url}/repos/${repository}/issues/${issue}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ body }),
    });
  }

  issues(): string[] {
    return this.tracker()
      .issues()
      .map(({ number, state, comments }) => `#${number} ${state}, comments: ${comments.length}`);
  }

  lastComment(issue: number): string {
    return this.body(issue).comments.at(-1)?.body ?? '';
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
export function timeAt(hour: number, minute = 0, second = 0): string {
  return new Date(Date.parse(`${DAY}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000)
    .toISOString()
    .replace('.000', '');
}

export function failures(hour: number, times: number, revision = OLD): Line[] {
  return Array.from({ length: times }, (_, index) => ({
    at: timeAt(hour, Math.floor((index * 59) / times), index % 60),
    message: `Payment capture failed for order ${1000 + hour * 400 + index}: gateway PaymentGateway refused`,
    revision,
  }));
}

export function health(hour: number, revision: string): Line[] {
  return [5, 25, 45].map((minute) => ({ at: timeAt(hour, minute), message: 'ready', severity: 'INFO', revision }));
}
