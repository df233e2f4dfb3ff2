import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { submission } from '../../support/claude/report.ts';
import {
  type Asked,
  type Fault,
  type Move,
  type ScriptedClaude,
  startScriptedClaude,
} from '../../support/claude/scripted-claude.ts';
import { type ScenarioGitHub, startGitHub } from '../../support/github/server.ts';
import { smallHistory } from '../../support/github/small-history.ts';
import { temporaryFolder } from '../../support/store.ts';
import { type Hour, triageHour } from '../../support/triaging.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const LINES = [1, 2, 3].map((minute) => ({
  at: `2025-09-12T00:0${minute}:00Z`,
  message: `ERROR basket_service: QuotaExceeded while saving basket ${minute}${minute}7`,
  severity: 'ERROR',
}));

/** One run of which a scripted model investigates the only cluster. */
async function investigate(
  play: (asked: Asked) => Move,
  { fault, ...hour }: Partial<Hour> & { fault?: (nth: number) => Fault | null } = {},
): Promise<{ run: Run; claude: ScriptedClaude; github: ScenarioGitHub }> {
  const claude = await startScriptedClaude(play, { ...(fault && { fault }) });
  const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-09-12T01:00:00Z') });
  stops.push(claude.stop, github.stop);
  const run = await triageHour(github, {
    state: temporaryFolder(),
    since: '2025-09-12T00:00:00Z',
    until: '2025-09-12T01:00:00Z',
    lines: LINES,
    mode: 'draft',
    claude: claude.url,
    ...hour,
  });
  claude.check();
  return { run, claude, github };
}

const only = (run: Run) => {
  const [cluster, ...more] = run.clusters;
  if (cluster === undefined || more.length > 0) throw new Error(`${run.clusters.length} clusters`);
  return cluster;
};

describe('a sub-agent', () => {
  it('reads with several tools in a turn and hands its report in', async () => {
    const { run, claude } = await investigate(({ turn }) =>
      turn === 1
        ? {
            thinking: 'Two at once.',
            tools: [
              { name: 'get_issue', args: { number: 7 } },
              { name: 'search_issues', args: { query: 'basket quota', by: 'words', detail: 'concise' } },
            ],
          }
        : { tools: [submission({ decision: 'update', issue: 7, because: 'its comment names QuotaExceeded' })] },
    );
    const { investigation, decision, draft } = only(run);
    expect(investigation).toMatchObject({ investigator: 'claude', instead: null, agent: { turns: 2 } });
    expect(decision).toMatchObject({ action: 'update', issue: 7 });
    expect(draft?.state.status).toBe('pending');
    expect(claude.requests()).toHaveLength(2);
    expect(run.cost).toEqual({ usd: 0.008, inputTokens: 2000, outputTokens: 400 });
    expect(run.status).toBe('done');
  });

  it.each<[string, (asked: Asked) => Move, string]>([
    ['refuses', () => ({ text: 'I cannot.', stop: 'refusal' }), 'it refused'],
    ['never hands in a report', () => ({ text: 'All is well.' }), 'it ended without a report'],
    [
      'calls a tool that is not there for ever',
      () => ({ tools: [{ name: 'post_issue', args: {} }] }),
      'no report after 12 turns',
    ],
    [
      'has more to read than it can',
      () => ({ text: 'Hm', stop: 'model_context_window_exceeded' }),
      'longer than it can read',
    ],
    ['is cut off twice', () => ({ text: 'Well,', stop: 'max_tokens' }), 'cut off twice'],
    [
      'sends arguments that are no JSON for ever',
      () => ({ tools: [{ name: 'submit_report', args: '{"decision": "cre' }] }),
      'no report after 12 turns',
    ],
  ])('that %s leaves the cluster to rules, which say so', async (_, play, because) => {
    const { run } = await investigate(play);
    const { investigation, decision } = only(run);
    expect(investigation?.investigator).toBe('rules');
    expect(investigation?.instead).toContain(because);
    expect(decision?.action).not.toBe('unverified');
    expect(run.status).toBe('partial');
  });

  it('is told what is wrong with arguments that are no JSON or do not fit, and mends them', async () => {
    const bad = [
      { name: 'submit_report', args: '{"decision": "cre' },
      { name: 'submit_report', args: { decision: 'create' } },
      submission({ impact: '' }),
      submission({ decision: 'update', issue: null }),
      submission({ decision: 'update', issue: 'evil/drop#7' }),
    ];
    const { run, claude } = await investigate(({ turn }) => ({ tools: [bad[turn - 1] ?? submission()] }));
    expect(only(run).investigation).toMatchObject({ investigator: 'claude', agent: { turns: 6 } });
    expect(claude.told()).toEqual([
      expect.stringMatching(/^The report does not fit: .* Mend it and call submit_report again\.$/),
      expect.stringMatching(/^The report does not fit: .*impact/),
      expect.stringContaining('impact, currentBehaviour and nextAction must say something.'),
      expect.stringContaining('decision is update, but issue is null.'),
      expect.stringMatching(/^The report does not fit: .*issue/),
    ]);
  });

  it('takes an answer that does not say why it stopped by what it holds', async () => {
    const { run } = await investigate(() => ({ tools: [submission()], stop: null }));
    expect(only(run).investigation?.investigator).toBe('claude');
    const silent = await investigate(() => ({ text: 'Hm.', stop: null }));
    expect(only(silent.run).investigation?.instead).toContain('it ended without a report');
  });

  it('keeps no secret on disk that it wrote into its answers, nor sends it back', async () => {
    const secret = `sk-ant-api03-${'Ab3'.repeat(31)}-AA`;
    const state = temporaryFolder();
    const { run, claude } = await investigate(
      ({ turn }) =>
        turn === 1
          ? {
              thinking: `The key is ${secret}.`,
              text: `I found ${secret}.`,
              tools: [{ name: 'search_issues', args: { query: `quota ${secret}`, by: 'words', detail: 'concise' } }],
            }
          : { tools: [submission({ impact: `Orders fail with \`${secret}\`.` })] },
      { state },
    );
    expect(only(run).investigation?.investigator).toBe('claude');
    expect(claude.requests().length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(claude.requests())).not.toContain(secret);
    for (const file of readdirSync(state, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      expect(readFileSync(join(file.parentPath, file.name)).includes(secret), file.name).toBe(false);
    }
  });

  it('tells how it gets on: the turn, what it has written, the tools it asked for, what it cost', async () => {
    const told: string[] = [];
    await investigate(
      ({ turn }) => ({ tools: [turn === 1 ? { name: 'get_issue', args: { number: 7, page: 1 } } : submission()] }),
      {
        onEvent: (event) => {
          if (event.kind === 'turn') told.push(`${event.turn} ${event.written > 0} ${event.tools.join()} ${event.usd}`);
        },
      },
    );
    expect([...new Set(told)]).toEqual(['1 false  0', '1 false get_issue 0.004', '2 false  0.004', '2 true  0.004']);
  });

  it('goes on after a pause, with more room after a cut, and through passing faults', async () => {
    const paused = await investigate(({ turn }) =>
      turn === 1 ? { text: 'Thinking …', stop: 'pause_turn' } : { tools: [submission()] },
    );
    expect(only(paused.run).investigation).toMatchObject({ investigator: 'claude', agent: { turns: 2 } });

    const faults: (Fault | null)[] = [
      { status: 429, retryAfterMs: 90_000 },
      { status: 529 },
      'garbage',
      { cutAfter: 300 },
    ];
    const notes: string[] = [];
    const { run, claude } = await investigate(() => ({ tools: [submission()] }), {
      fault: (nth) => faults[nth - 1] ?? null,
      onEvent: (event) => void (event.kind === 'note' && notes.push(event.text)),
    });
    expect(only(run).investigation?.investigator).toBe('claude');
    expect(claude.requests()).toHaveLength(5);
    expect(notes).toEqual([
      'Claude’s rate limit is reached (429). Asked again in 90 s.',
      'Claude is overloaded (529). Asked again in 2 s.',
      'Claude’s answer broke off. Asked again in 4 s.',
      'Claude’s answer broke off. Asked again in 8 s.',
    ]);
  });

  it('is sent to the most urgent problem first, however few entries it has', async () => {
    const begun = new Set<string>();
    await investigate(() => ({ tools: [submission()] }), {
      lines: [
        ...[1, 2, 3, 4, 5].map((minute) => ({
          at: `2025-09-12T00:0${minute}:00Z`,
          message: 'ERROR mailer: SMTP handshake with relay refused',
          severity: 'ERROR',
        })),
        ...LINES.slice(0, 1).map((line) => ({ ...line, severity: 'CRITICAL' })),
      ],
      config: { limits: { concurrency: 1 } },
      onEvent: (event) => void (event.kind === 'turn' && begun.add(event.title)),
    });
    expect([...begun]).toEqual([expect.stringContaining('QuotaExceeded'), expect.stringContaining('SMTP handshake')]);
  });

  it('asks a model no second time that does not take the key', async () => {
    const { run, claude } = await investigate(() => ({ tools: [submission()] }), {
      fault: () => ({ status: 401 }),
      lines: [
        ...LINES,
        { at: '2025-09-12T00:09:00Z', message: 'ERROR mailer: SMTP handshake with relay refused', severity: 'ERROR' },
      ],
      config: { limits: { concurrency: 1 } },
    });
    expect(run.clusters.map(({ investigation }) => investigation?.instead)).toEqual(
      Array(2).fill('Claude wrote no report: Claude does not accept the key (401); check ANTHROPIC_API_KEY.'),
    );
    expect(claude.requests()).toHaveLength(1);
  });

  it('gets a target back that no search returned, and no second chance', async () => {
    const { run, claude } = await investigate(() => ({
      tools: [submission({ decision: 'update', issue: 4711, because: 'so the log says' })],
    }));
    expect(claude.told()).toEqual([expect.stringContaining('No search returned #4711')]);
    expect(only(run).decision).toMatchObject({ action: 'unverified', issue: null });
  });

  it('gets what nothing backs back once; what is left is cut in auto mode', async () => {
    const { run, claude } = await investigate(
      () => ({ tools: [submission({ impact: 'Orders fail. They cost $12,000 an hour.' })] }),
      { mode: 'auto' },
    );
    expect(claude.told()).toEqual([expect.stringContaining('$12,000')]);
    expect(only(run).investigation?.report.prose.impact).toBe('Orders fail.');
  });

  it('gets reasons back, too, that nothing backs; what is left of them is not kept', async () => {
    const because = 'the same loss of $12,000 an hour';
    const { run, claude } = await investigate(() => ({
      tools: [submission({ because, related: [{ number: 7, because }] })],
    }));
    expect(claude.told()).toEqual([expect.stringContaining('$12,000')]);
    expect(JSON.stringify(only(run))).not.toContain('$12,000');
    const noticed = 'what it says of related issues holds something that nothing backs, so those are left out';
    expect(only(run).investigation?.restraint?.noticed).toEqual([noticed]);
  });

  it('cannot talk anybody into silence about what is urgent', async () => {
    const lines = LINES.map((line) => ({ ...line, severity: 'CRITICAL' }));
    const { run } = await investigate(() => ({ tools: [submission({ decision: 'skip', because: 'it is nothing' })] }), {
      lines,
    });
    expect(only(run)).toMatchObject({ priority: 'P1', decision: { action: 'create' } });
  });

  it('is told before its last turn that it is the last', async () => {
    const { run, claude } = await investigate(
      ({ turn }) => ({ tools: [turn < 3 ? { name: 'get_issue', args: { number: 7, page: turn } } : submission()] }),
      { config: { claude: { maxTurns: 3 } } },
    );
    expect(only(run).investigation).toMatchObject({ investigator: 'claude', agent: { turns: 3 } });
    const told = claude.requests().map(({ messages }) => JSON.stringify(messages).includes('This is the last turn'));
    expect(told).toEqual([false, false, true]);
  });

  it('asks as the config says', async () => {
    const settings = { model: 'claude-haiku-5-5', effort: 'low', maxAnswerTokens: 2_000 };
    const { claude } = await investigate(() => ({ tools: [submission()] }), { config: { claude: settings } });
    expect(claude.requests()).toMatchObject([
      { model: 'claude-haiku-5-5', max_tokens: 2_000, output_config: { effort: 'low' } },
    ]);
  });

  it('asks another model where the config has one for the priority', async () => {
    const models = { P0: 'claude-opus-5-5', P1: 'claude-opus-5-5', P2: 'claude-haiku-5-5', P3: 'claude-haiku-5-5' };
    const { claude, run } = await investigate(() => ({ tools: [submission()] }), { config: { claude: { models } } });
    const { basePriority } = only(run).assessment;
    expect(claude.requests()).toMatchObject([{ model: models[basePriority] }]);
  });

  it('stops at the budget of the run, and at the dollars and tokens of the cluster', async () => {
    const dear = (): Move => ({
      tools: [{ name: 'get_issue', args: { number: 7 } }],
      tokens: { input: 300_000, output: 1 },
    });
    const ofRun = await investigate(dear, { maxUsd: 0.5 });
    expect(only(ofRun.run).investigation?.instead).toContain('the run’s budget of $0.5 is spent');
    const ofCluster = await investigate(dear, { config: { claude: { maxUsd: 1, maxTokens: 10_000_000 } } });
    expect(only(ofCluster.run).investigation?.instead).toContain('the cluster’s budget of $1 is spent');
    expect(ofCluster.run.status).toBe('partial');
    const inTokens = await investigate(dear, { config: { claude: { maxUsd: 100, maxTokens: 600_002 } } });
    expect(only(inTokens.run).investigation).toMatchObject({
      instead: 'Claude wrote no report: the cluster’s 600002 tokens are spent',
      agent: { turns: 2, inputTokens: 600_000, outputTokens: 2 },
    });
  });
});
