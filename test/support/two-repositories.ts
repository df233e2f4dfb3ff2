import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../../src/model/run.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { worklogPath } from '../../src/worklog/write.ts';
import { type SeveralRepositories, startSeveral } from './github/several.ts';
import { databaseOf, temporaryFolder } from './store.ts';
import { type Hour, type Line, triageHour } from './triaging.ts';

export const SHOP = 'acme/shop';
export const PAY = 'acme/payments';

export const PAYMENTS_APART = {
  components: [
    { name: 'Payments', paths: ['app/payments/**'], modules: ['app.payments.**'], repository: PAY, owner: 'Pay team' },
  ],
};

const at = (hour: number, second: number): string =>
  new Date(Date.parse('2025-09-12T00:00:00Z') + hour * 3_600_000 + second * 1_000).toISOString().replace('.000', '');

/** A message logged by a module. */
export const logged = (module: string, message: string, hour: number, times = 3): Line[] =>
  Array.from({ length: times }, (_, nth) => ({
    at: at(hour, 60 + nth),
    message: message.replace('{}', String(100 + nth)),
    payload: { module, function: 'run' },
  }));

export const captures = (hour: number, times = 3) =>
  logged('app.payments.capture', 'Capture of order {} was refused by the gateway', hour, times);
export const mails = (hour: number, times = 3) => logged('app.mail', 'Mail to subscriber {} bounced', hour, times);
export const health = (hour: number): Line[] => [{ at: at(hour, 30), message: 'ready', severity: 'INFO' }];

/** A service whose problems go to two repositories. */
export class TwoRepositories {
  readonly state = temporaryFolder();
  private now = at(0, 0);
  private front: SeveralRepositories | null = null;

  async begin(repositories = [SHOP, PAY]): Promise<this> {
    this.front = await startSeveral(repositories, () => new Date(this.now));
    return this;
  }

  several(): SeveralRepositories {
    if (this.front === null) throw new Error('nothing has begun');
    return this.front;
  }

  hour(hour: number, lines: readonly Line[], more: Partial<Hour> = {}): Promise<Run> {
    this.now = at(hour + 1, 0);
    const { url, token } = this.several();
    const github = { ...this.several().of(SHOP), url, token };
    const window = { since: at(hour, 0), until: this.now };
    return triageHour(github, { state: this.state, ...window, lines, config: PAYMENTS_APART, ...more });
  }

  /** `#100 open: title`, of one repository. */
  issues(repository: string): string[] {
    return this.several()
      .of(repository)
      .issues()
      .map(({ number, state, title }) => `#${number} ${state}: ${title}`);
  }

  body(repository: string, number: number): string {
    const issue = this.several()
      .of(repository)
      .issues()
      .find((one) => one.number === number);
    if (issue === undefined) throw new Error(`there is no ${repository}#${number}`);
    return issue.body;
  }

  /** A person closes it. */
  async close(repository: string, number: number): Promise<void> {
    const { url, token } = this.several().of(repository);
    await fetch(`${url}/repos/${repository}/issues/${number}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ state: 'closed', state_reason: 'not_planned' }),
    });
  }

  /** A person transfers it: its text and its author go along, its number does not. */
  async transfer(number: number, { from, to, as }: { from: string; to: string; as: number }): Promise<void> {
    const issue = this.several()
      .of(from)
      .snapshot()
      .issues.find((one) => one.number === number);
    if (issue === undefined) throw new Error(`there is no ${from}#${number}`);
    await this.several().rewrite(from, (history) => ({
      ...history,
      issues: history.issues.map((one) => (one.number === number ? { ...one, gone: 'transferred' } : one)),
    }));
    await this.several().rewrite(to, (history) => ({
      ...history,
      labels: [],
      issues: [...history.issues, { ...issue, number: as }],
    }));
  }

  writesTo(repository: string): number {
    return this.several()
      .of(repository)
      .requests.filter(({ method, path }) => method !== 'GET' && path !== '/graphql').length;
  }

  worklog(run: Run): string {
    return readFileSync(worklogPath(join(this.state, 'worklogs'), run), 'utf8');
  }

  async withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(this.state, databaseOf(this.state));
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }
}
