import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { createRedactor } from '../../src/collect/redact.ts';
import { loadRedactionKey } from '../../src/collect/redaction-key.ts';
import { Config } from '../../src/config/schema.ts';
import { exportScenario } from '../../src/review/export-scenario.ts';
import { listDrafts, setDraftState } from '../../src/store/drafts.ts';
import { issueFor } from '../../src/store/issues.ts';
import {
  captures,
  health,
  logged,
  mails,
  PAY,
  PAYMENTS_APART,
  SHOP,
  TwoRepositories,
} from '../support/two-repositories.ts';

const countIn = (body: string) => /\| E1 \| entries \| (\d+) \|/.exec(body)?.[1];

it('keeps the issues of a component in its own repository, and the rest in that of the service', async () => {
  const shop = await new TwoRepositories().begin();
  const run = await shop.hour(0, [...captures(0), ...mails(0)]);
  expect(run).toMatchObject({ status: 'done', repository: SHOP, warnings: [] });
  expect(shop.issues(PAY)).toEqual([expect.stringMatching(/^#100 open: .*Capture of order was refused/)]);
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
    config: { components: [{ ...PAYMENTS_APART.components[0], messages: ['*Payments*'] }] },
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

/** From here on no component has a repository. */
const NONE_APART = { components: PAYMENTS_APART.components.map((one) => ({ ...one, repository: null })) };

it('keeps to the open issue of a problem that the config sends elsewhere now, and goes there once it is closed', async () => {
  const shop = await new TwoRepositories().begin();
  await shop.hour(0, captures(0), { config: NONE_APART });
  expect([shop.issues(SHOP).length, shop.issues(PAY).length]).toEqual([1, 0]);

  const kept = await shop.hour(1, captures(1, 5));
  expect(kept.clusters).toMatchObject([{ decision: { action: 'update', issue: 100 } }]);
  expect(kept.clusters[0]?.repository).toBeUndefined();
  expect(countIn(shop.body(SHOP, 100))).toBe('5');
  expect(shop.issues(PAY)).toEqual([]);

  shop.several().down.add(SHOP);
  await expect(shop.hour(2, captures(2))).resolves.toMatchObject({
    status: 'partial',
    clusters: [{ error: expect.stringContaining('acme/shop is out of reach, where #100 may be open for it') }],
  });
  shop.several().down.clear();
  expect(shop.issues(PAY)).toEqual([]);

  await shop.close(SHOP, 100);
  const moved = await shop.hour(3, captures(3, 4));
  expect(moved.clusters).toMatchObject([{ repository: PAY, decision: { issue: 100 } }]);
  expect(shop.issues(SHOP)).toEqual([expect.stringContaining('#100 closed')]);
  expect(shop.issues(PAY)).toEqual([expect.stringContaining('#100 open')]);
});

it('goes along with an issue that was transferred to the repository of the component', async () => {
  const shop = await new TwoRepositories().begin();
  await shop.hour(0, captures(0), { config: NONE_APART });
  await shop.transfer(100, { from: SHOP, to: PAY, as: 7 });
  const run = await shop.hour(1, captures(1, 6));
  expect(run.clusters).toMatchObject([{ repository: PAY, decision: { action: 'update', issue: 7 } }]);
  expect(countIn(shop.body(PAY, 7))).toBe('6');
  expect(shop.issues(PAY)).toHaveLength(1);
});

it('puts a draft for the repository of another time out of the way, so that nobody posts both', async () => {
  const shop = await new TwoRepositories().begin();
  await shop.hour(0, captures(0), { config: NONE_APART, mode: 'draft' });
  await shop.hour(1, captures(1), { mode: 'draft' });
  const drafts = await shop.withStore((store) => listDrafts(store));
  expect(drafts.map(({ repository, state }) => `${repository} ${state.status}`)).toEqual([
    'acme/shop rejected',
    'acme/payments pending',
  ]);
});

it('puts an approved one out of the way too, and says for what', async () => {
  const shop = await new TwoRepositories().begin();
  await shop.hour(0, captures(0), { config: NONE_APART, mode: 'draft' });
  await shop.withStore(async (store) => {
    for (const { id, hash } of await listDrafts(store)) {
      const to = { status: 'approved', hash, at: '2025-09-12T01:00:00Z' } as const;
      expect(await setDraftState(store, id, { from: ['pending'], to })).not.toBeNull();
    }
  });
  await shop.hour(1, captures(1), { mode: 'draft' });
  const [old, young] = await shop.withStore((store) => listDrafts(store));
  expect(young).toMatchObject({ repository: PAY, state: { status: 'pending' } });
  expect(old).toMatchObject({
    repository: SHOP,
    state: { status: 'rejected', reason: `superseded by ${young?.id}, for ${PAY}` },
  });
});

it('makes a scenario of a decision with the issues of its own repository alone', async () => {
  const shop = await new TwoRepositories().begin();
  const baskets = (hour: number) => logged('app.basket', 'Basket {} lost its items', hour);
  await shop.hour(0, [...captures(0), ...mails(0), ...baskets(0)]);
  const run = await shop.hour(1, [...captures(1), ...mails(1), ...baskets(1)]);
  expect(shop.issues(SHOP)).toHaveLength(2);
  const sent = run.clusters.find(({ repository }) => repository === PAY);
  const yaml = await shop.withStore(async (store) => {
    const deps = {
      store,
      config: Config.parse(PAYMENTS_APART),
      now: () => run.updatedAt,
      redactor: createRedactor({ key: loadRedactionKey(shop.state), patterns: [] }),
      openGitHub: () => Promise.reject(new Error('nobody is asked')),
    };
    return (await exportScenario(sent?.draft?.id ?? '', deps)).yaml;
  });
  const { issues, config } = parse(yaml);
  expect(issues.map(({ number, title }: { number: number; title: string }) => `#${number} ${title}`)).toEqual([
    expect.stringMatching(/^#100 .*Capture of order was refused/),
  ]);
  expect(config.components).toMatchObject([{ name: 'Payments', repository: null }]);
});

it('goes on with what was being posted to the repository of a component, though nothing else goes there', async () => {
  const shop = await new TwoRepositories().begin();
  const unavailable = { kind: 'answer', status: 503, body: { message: 'Unavailable' } } as const;
  for (let nth = 0; nth < 20; nth++) {
    shop.several().of(PAY).failNext({ method: 'POST', path: '/repos/acme/payments/issues', fault: unavailable });
  }
  const timing = { settleMs: 0, againMs: 0 };
  const run = await shop.hour(0, captures(0), { timing });
  expect(run.clusters[0]?.draft?.state.status).not.toBe('posted');
  expect(shop.issues(PAY)).toEqual([]);
  await shop.several().rewrite(PAY, (history) => history);
  await shop.hour(1, health(1), { timing });
  expect(shop.issues(PAY)).toHaveLength(1);
  expect(countIn(shop.body(PAY, 100))).toBe('3');
});
