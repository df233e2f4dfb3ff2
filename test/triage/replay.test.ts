import { expect, it } from 'vitest';
import { createRedactor } from '../../src/collect/redact.ts';
import { loadRedactionKey } from '../../src/collect/redaction-key.ts';
import { openStore } from '../../src/store/open.ts';
import { findTape, type Replay, replayRun } from '../../src/triage/replay.ts';
import { submission } from '../support/claude/report.ts';
import { startScriptedClaude } from '../support/claude/scripted-claude.ts';
import { startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';
import { databaseOf, temporaryFolder } from '../support/store.ts';
import { triageHour } from '../support/triaging.ts';
import { captures, health, mails, PAY, PAYMENTS_APART, SHOP, TwoRepositories } from '../support/two-repositories.ts';

const line = (hour: string, minute: number, message: string) => ({
  at: `2025-09-12T${hour}:0${minute}:00Z`,
  message,
  severity: 'ERROR',
});
const basket = (hour: string) =>
  [1, 2, 3].map((minute) => line(hour, minute, 'basket_service: QuotaExceeded while saving'));
const mailer = (hour: string) =>
  [4, 5].map((minute) => line(hour, minute, 'mailer: SMTP handshake with relay refused'));

async function replayed(state: string, run: string): Promise<Replay> {
  const store = await openStore(state, databaseOf(state));
  const scratch = await openStore(temporaryFolder(), '');
  try {
    return await replayRun(await findTape(run, store), {
      store,
      scratch,
      worklogDir: temporaryFolder(),
      onEvent: () => undefined,
      redactorFor: (config) => createRedactor({ key: loadRedactionKey(state), patterns: config.redact }),
    });
  } finally {
    await scratch.close();
    await store.close();
  }
}

it('knows again which problems had become a part of another', async () => {
  const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-09-12T01:00:00Z') });
  const state = temporaryFolder();
  const rejected = (hour: string, names: readonly string[]) =>
    names.map((name, minute) => line(hour, minute, `Avatar upload rejected for ${name}: file too large`));
  const hour = (since: string, until: string, names: readonly string[]) =>
    triageHour(github, {
      state,
      since: `2025-09-12T${since}:00:00Z`,
      until: `2025-09-12T${until}:00:00Z`,
      lines: rejected(since, names),
      config: { recovery: { after: '1h' } },
    });
  await hour('00', '01', ['ann', 'bob', 'carla']);
  const names = ['dmitri', 'eve', 'ann', 'bob', 'carla'];
  for (const run of [await hour('02', '03', names), await hour('04', '05', names)]) {
    expect(run.warnings.join()).toContain('are open for one problem');
    expect(await replayed(state, run.id)).toMatchObject({ run, differsAt: null });
  }
  await github.stop();
});

it.each(['claude', 'rules'])(
  'runs a run by %s again from its records, without a network, to the same byte',
  async (by) => {
    const claude = await startScriptedClaude(({ turn, brief }) => {
      if (brief.includes('SMTP handshake')) return { text: 'No.', stop: 'refusal' };
      return { tools: [turn === 1 ? { name: 'get_issue', args: { number: 7, page: 1 } } : submission()] };
    });
    const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-09-12T01:00:00Z') });
    const state = temporaryFolder();
    const hour = (since: string, until: string, lines: ReturnType<typeof basket>) =>
      triageHour(github, {
        state,
        since: `2025-09-12T${since}:00:00Z`,
        until: `2025-09-12T${until}:00:00Z`,
        lines,
        config: { recovery: { after: '1h' }, limits: { concurrency: 2 } },
        ...(by === 'claude' && { claude: claude.url }),
      });
    const runs = [
      await hour('00', '01', [...basket('00'), ...mailer('00')]),
      await hour('01', '02', basket('01')),
      await hour('02', '03', basket('02')),
    ];
    await claude.stop();
    await github.stop();
    expect(runs.map(({ clusters }) => clusters.map(({ draft }) => draft?.state.status))).toEqual([
      ['posted', 'posted'],
      ['posted'],
      ['posted'],
    ]);
    for (const run of runs) {
      const again = await replayed(state, run.id);
      expect(again.run).toEqual(run);
      expect(again.differsAt).toBeNull();
    }
    await expect(replayed(state, '2020-01-01T00-00-00Z')).rejects.toThrow(
      'There is no tape of run 2020-01-01T00-00-00Z',
    );
  },
);

it('counts once what a sub-agent read and code knew without asking again', async () => {
  const claude = await startScriptedClaude(({ turn }) => {
    const reads = [
      { name: 'search_issues', args: { query: 'basket', by: 'words', detail: 'concise' } },
      { name: 'get_issue', args: { number: 14, page: 1 } },
    ];
    const report = submission({ decision: 'update', issue: 14, because: 'the same quota' });
    return { tools: [reads[turn - 1] ?? report] };
  });
  const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-09-12T01:00:00Z') });
  const [state, since, until] = [temporaryFolder(), '2025-09-12T00:00:00Z', '2025-09-12T01:00:00Z'];
  const run = await triageHour(github, { state, since, until, lines: basket('00'), config: {}, claude: claude.url });
  await claude.stop();
  await github.stop();
  expect(run.clusters.map(({ investigation }) => investigation?.restraint?.refused)).toEqual([
    expect.stringContaining('#14'),
  ]);
  const again = await replayed(state, run.id);
  expect(again.run.githubRequests).toBe(run.githubRequests);
  expect(again.differsAt).toBeNull();
});

it('runs again a run whose problems went to two repositories, one of them out of reach for a while', async () => {
  const shop = await new TwoRepositories().begin();
  const config = { ...PAYMENTS_APART, recovery: { after: '1h' } };
  const first = await shop.hour(0, [...captures(0), ...mails(0), ...health(0)], { config });
  const second = await shop.hour(2, health(2), { config });
  shop.several().down.add(PAY);
  const third = await shop.hour(3, [...captures(3), ...mails(3)], { config });
  expect([first, second, third].map(({ status }) => status)).toEqual(['done', 'done', 'partial']);
  expect(second.recoveries.map(({ repository }) => repository ?? SHOP).sort()).toEqual([PAY, SHOP]);
  for (const run of [first, second, third]) {
    const again = await replayed(shop.state, run.id);
    expect(again.run).toEqual(run);
    expect(again.differsAt).toBeNull();
  }
});
