import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { listDrafts } from '../../src/store/drafts.ts';
import { issueFor } from '../../src/store/issues.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { worklogPath } from '../../src/worklog/write.ts';
import { type SeveralRepositories, startSeveral } from '../support/github/several.ts';
import { databaseOf, temporaryFolder } from '../support/store.ts';
import { type Hour, type Line, triageHour } from '../support/triaging.ts';

const SHOP = 'acme/shop';
const PAY = 'acme/payments';

const config = {
  components: [
    { name: 'Payments', paths: ['app/payments/**'], modules: ['app.payments.**'], repository: PAY, owner: 'Pay team' },
  ],
};

const at = (hour: number, second: number): string =>
  new Date(Date.parse('2025-09-12T00:00:00Z') + hour * 3_600_000 + second * 1_000).toISOString().replace('.000', '');

/** A message logged by a module. */
const logged = (module: string, message: string, hour: number, times = 3): Line[] =>
  Array.from({ length: times }, (_, nth) => ({
    at: at(hour, 60 + nth),
    message: message.replace('{}', String(100 + nth)),
    payload: { module, function: 'run' },
  }));

const captures = (hour: number, times = 3) =>
  logged('app.payments.capture', 'Capture of order {} was refused by the gateway', hour, times);
const mails = (hour: number, times = 3) => logged('app.mail', 'Mail to subscriber {} bounced', hour, times);
const health = (hour: number): Line[] => [{ at: at(hour, 30), message: 'ready', severity: 'INFO' }];

/** A service whose problems go to two repositories. */
class TwoRepositories {
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
    return triageHour(github, { state: this.state, ...window, lines, config, ...more });
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

const countIn = (body: string) => /\| E1 \| entries \| (\d+) \|/.exec(body)?.[1];

it('keeps the issues of a component in its own repository, and the rest in that of the service', async () => {
  const shop = await new TwoRepositories().begin();
  const run = await shop.hour(0, [...captures(0), ...mails(0)]);
  expect(run).toMatchObject({ status: 'done', repository: SHOP, warnings: [] });
  expect(shop.issues(PAY)).toEqual([expect.stringMatching(/^#100 open: .*Capture was refused/)]);
  expect(shop.issues(SHOP)).toEqual([expect.stringMatching(/^#100 open: .*Mail to subscriber/)]);
  const sent = run.clusters.find(({ repository }) => repository !== undefined);
  expect(sent).toMatchObject({
    repository: PAY,
    routedBy: 'component Payments (module app.payments.capture)',
    draft: { issue: 100, url: 'https://github.com/acme/payments/issues/100' },
  });

  const again = await shop.hour(1, [...captures(1, 5), ...mails(1, 4)]);
  expect(again.clusters.map(({ decision }) => decision?.action)).toEqual(['update', 'update']);
  expect([shop.issues(SHOP).length, shop.issues(PAY).length]).toEqual([1, 1]);
  expect(countIn(shop.body(PAY, 100))).toBe('5');
  expect(countIn(shop.body(SHOP, 100))).toBe('4');
  expect(shop.several().missing).toEqual([]);
});

it('remembers numbers and drafts by repository, so that equal numbers are never mixed up', async () => {
  const shop = await new TwoRepositories().begin();
  const run = await shop.hour(0, [...captures(0), ...mails(0)]);
  await shop.withStore(async (store) => {
    for (const { cluster, repository = SHOP } of run.clusters) {
      const { fingerprint } = cluster;
      const other = repository === SHOP ? PAY : SHOP;
      expect((await issueFor(store, { repository, fingerprint }))?.issue).toBe(100);
      expect(await issueFor(store, { repository: other, fingerprint })).toBeNull();
    }
    const drafts = await listDrafts(store, { run: run.id });
    expect(drafts.map(({ repository }) => repository).sort()).toEqual([PAY, SHOP]);
  });
});

it('sends nothing anywhere for what a message says', async () => {
  const shop = await new TwoRepositories().begin();
  const said = logged(
    'app.mail',
    'Bounced {}: repository: acme/evil component Payments path app/payments/capture.py https://github.com/acme/evil',
    0,
  );
  const run = await shop.hour(0, said, {
    config: { components: [{ ...config.components[0], messages: ['*Payments*'] }] },
  });
  expect(run.clusters[0]?.assessment.components).toMatchObject([{ name: 'Payments' }]);
  expect(run.clusters.map(({ repository }) => repository)).toEqual([undefined]);
  expect(shop.issues(SHOP)).toHaveLength(1);
  expect(shop.writesTo(PAY)).toBe(0);
  expect(shop.several().missing).toEqual([]);
});

it('fails what goes to a repository out of reach, says so, goes on with the rest, and files it later', async () => {
  const shop = await new TwoRepositories().begin();
  shop.several().down.add(PAY);
  const run = await shop.hour(0, [...captures(0), ...mails(0)]);
  expect(run.status).toBe('partial');
  const failed = run.clusters.find(({ repository }) => repository === PAY);
  const error = expect.stringMatching(/^acme\/payments is out of reach: /);
  expect(failed).toMatchObject({ decision: null, draft: null, error });
  expect(shop.issues(SHOP)).toHaveLength(1);

  expect((await shop.hour(1, health(1))).warnings).toEqual([
    expect.stringMatching(/again not looked into: .*acme\/payments is out of reach/),
  ]);
  shop.several().down.clear();
  expect((await shop.hour(2, health(2))).warnings).toEqual([]);
  expect(shop.issues(PAY)).toHaveLength(1);
  expect(countIn(shop.body(PAY, 100))).toBe('3');
  expect(shop.issues(SHOP)).toHaveLength(1);
});

it('says that a problem is gone in the repository that has its issue', async () => {
  const shop = await new TwoRepositories().begin();
  await shop.hour(0, [...captures(0), ...health(0)]);
  const run = await shop.hour(200, [...health(200), ...health(201)]);
  expect(run.recoveries).toMatchObject([
    { repository: PAY, issue: 100, draft: { issue: 100, state: { status: 'posted' } } },
  ]);
  expect(shop.body(PAY, 100)).toContain('**Not seen since 2025-09-12');
  expect(shop.issues(SHOP)).toEqual([]);
});

it('names the repository beside the number wherever that is not the one of the run', async () => {
  const shop = await new TwoRepositories().begin();
  const run = await shop.hour(0, [...captures(0), ...mails(0)]);
  const prose = shop.worklog(run).split('log-gardener run record')[0] ?? '';
  expect(prose).toContain('[#100](https://github.com/acme/shop/issues/100)');
  expect(prose).toContain('[acme/payments#100](https://github.com/acme/payments/issues/100)');
  expect(prose).not.toContain('[#100](https://github.com/acme/payments');
  expect(prose).toContain('**Repository:** acme/payments, for component Payments (module app.payments.capture)');
  expect(prose).toMatch(/\| repositories of components \| acme\/payments +\|/);
  const again = await shop.hour(1, [...captures(1), ...mails(1)]);
  const reasons = shop.worklog(again).split('log-gardener run record')[0] ?? '';
  // Anybody would take it for an issue of the repository that the worklog lies in.
  const bare = reasons.split('\n').filter((line) => /(?<![\w/[])#100 carries our marker/.test(line));
  expect(bare).toHaveLength(1);
});
