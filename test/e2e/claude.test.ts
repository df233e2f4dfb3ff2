import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { submission } from '../support/claude/report.ts';
import { type Asked, type Move, type ScriptedClaude, startScriptedClaude } from '../support/claude/scripted-claude.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';
import { type Finished, startGardener } from '../support/run-gardener.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const TURNS = 4;

/** Three turns of reading, then the report. */
function readThenReport({ turn }: Asked): Move {
  const reads = [
    { name: 'get_issue', args: { number: 7, page: 1 } },
    { name: 'search_issues', args: { query: 'basket quota', by: 'words', detail: 'concise' } },
    { name: 'get_issue', args: { number: 14, page: 1 } },
  ];
  const read = reads[turn - 1];
  return { tools: [read ?? submission()] };
}

/** A folder with a log of two problems, and the two servers that the program talks to. */
async function scene(
  claudeOptions: Parameters<typeof startScriptedClaude>[1] = {},
  play: (asked: Asked) => Move = readThenReport,
): Promise<{
  claude: ScriptedClaude;
  github: ScenarioGitHub;
  args: string[];
  options: { cwd: string; env: Record<string, string> };
}> {
  const claude = await startScriptedClaude(play, claudeOptions);
  const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-09-12T01:00:00Z') });
  stops.push(claude.stop, github.stop);
  const cwd = temporaryFolder();
  const entry = (message: string, minute: number) => ({
    insertId: `${message.length}-${minute}`,
    timestamp: `2025-09-12T00:0${minute}:00Z`,
    severity: 'ERROR',
    logName: 'projects/shop/logs/run.googleapis.com%2Fstderr',
    resource: { type: 'cloud_run_revision', labels: { service_name: 'api', revision_name: 'api-00001-aaa' } },
    textPayload: message,
  });
  const entries = [1, 2, 3].flatMap((minute) => [
    entry('basket_service: QuotaExceeded while saving', minute),
    entry('mailer: SMTP handshake with relay refused', minute),
  ]);
  writeFileSync(join(cwd, 'log.ndjson'), entries.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const env = {
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    ANTHROPIC_API_KEY: 'sk-ant-test',
    ANTHROPIC_BASE_URL: claude.url,
  };
  const args = ['triage', '--source', 'log.ndjson', '--repo', github.repository, '--concurrency', '1', '--json'];
  return { claude, github, args, options: { cwd, env } };
}

interface Printed {
  clusters: { fingerprint: string; title: string; decision: { action: string } }[];
  cost: { usd: number; inputTokens: number };
}

function printed({ stdout }: Finished): Printed {
  return JSON.parse(stdout);
}

/** How often each turn of each conversation was asked for: `basket 1`, `mailer 3` … */
function asked({ requests }: ScriptedClaude): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { messages } of requests()) {
    const [first] = messages[0]?.content ?? [];
    const about = first?.type === 'text' && first.text.includes('QuotaExceeded') ? 'basket' : 'mailer';
    const key = `${about} ${messages.filter(({ role }) => role === 'assistant').length + 1}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

describe('a run with sub-agents', () => {
  it('says who investigates, what it cost, and shows what was said', async () => {
    const { claude, args, options } = await scene();
    const run = await runHere(args, options);
    claude.check();
    expect(run.stderr).toContain('Sub-agents ask claude-sonnet-5-5: ANTHROPIC_API_KEY is set.');
    expect(run.code).toBe(0);
    expect(printed(run).cost).toEqual({ usd: 0.032, inputTokens: 8000, outputTokens: 1600 });
    expect(asked(claude).size).toBe(2 * TURNS);

    const [first] = printed(run).clusters;
    const transcript = await runHere(['transcript', first?.fingerprint.slice(0, 8) ?? ''], options);
    expect(transcript.stdout).toContain('It calls get_issue:');
    expect(transcript.stdout).toContain('prompt investigator/v1\n4 turns, $0.016, report\n');
    expect(Math.max(...transcript.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('is run again from its records, though nobody answers any more', async () => {
    const { claude, github, args, options } = await scene();
    const run = await runHere([...args, '--mode', 'auto'], options);
    await Promise.all([claude.stop(), github.stop()]);
    stops.length = 0;
    const { run: id } = JSON.parse(run.stdout);
    const again = await runHere(['triage', '--replay', id, '--json'], options);
    expect(again.stderr).toContain('Replayed: the worklog is the same, byte for byte.');
    expect({ ...JSON.parse(again.stdout), worklog: '' }).toEqual({ ...JSON.parse(run.stdout), worklog: '' });
    const none = await runHere(['triage', '--replay', 'x'], options);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('There is no tape of run x')]);
  });

  it('that is killed at any turn pays for no finished turn again', async () => {
    for (const fatal of process.env.LONG === '1' ? Array.from({ length: 2 * TURNS }, (_, at) => at + 1) : [2, 7]) {
      let kill = (): void => undefined;
      const { claude, args, options } = await scene({
        fault: (nth) => {
          if (nth === fatal) kill();
          return nth === fatal ? { cutAfter: 0 } : null;
        },
      });
      const killed = startGardener(args, options);
      kill = () => killed.kill('SIGKILL');
      expect((await killed.finished).signal).toBe('SIGKILL');
      const resumed = await runHere(args, options);
      expect(resumed.code).toBe(0);
      claude.check();
      // What was under way was not answered: that one turn is asked for twice, every other once.
      const counts = [...asked(claude).values()];
      expect(counts.toSorted((a, b) => a - b)).toEqual([...Array(2 * TURNS - 1).fill(1), 2]);
      // The second run says what it paid itself.
      expect(printed(resumed).cost.inputTokens).toBe(1000 * (2 * TURNS - fatal + 1));
    }
  });

  it('that goes on after a kill asks GitHub no second time for what a tool answered before', async () => {
    let kill = (): void => undefined;
    const readingSource = { name: 'get_source', args: { file: 'app/basket.py', line: 1, around: 5 } };
    const { claude, github, args, options } = await scene(
      {
        fault: (nth) => {
          if (nth === 2) kill();
          return nth === 2 ? { cutAfter: 0 } : null;
        },
      },
      ({ turn }) => ({ tools: [turn < TURNS ? readingSource : submission()] }),
    );
    const read = () => github.requests.filter(({ path }) => path.includes('/contents/')).length;
    const killed = startGardener(args, options);
    kill = () => killed.kill('SIGKILL');
    expect((await killed.finished).signal).toBe('SIGKILL');
    expect(read()).toBe(1);
    const resumed = await runHere(args, options);
    expect(resumed.code, resumed.stderr).toBe(0);
    claude.check();
    // The second problem's sub-agent reads it for itself, once.
    expect(read()).toBe(2);
    expect(claude.told().filter((text) => text.includes('before'))).toHaveLength(2 * (TURNS - 2));
  });

  it('stops at Ctrl-C in the middle of a turn, and the next run goes on from there', async () => {
    let interrupt = (): void => undefined;
    const { claude, args, options } = await scene({
      latencyMs: 300,
      fault: (nth) => {
        if (nth === 3) interrupt();
        return null;
      },
    });
    const { finished, kill } = startGardener(args, options);
    interrupt = () => kill('SIGINT');
    const stopped = await finished;
    expect({ code: stopped.code, signal: stopped.signal }).toEqual({ code: 3, signal: null });
    expect(stopped.stderr).toContain('Stopping after what is under way; Ctrl-C again ends at once.');
    expect(stopped.stderr).not.toMatch(/\n\s+at |Unhandled|Error:/);
    expect(claude.requests()).toHaveLength(3);
    // No cluster was handed to rules because of it: whoever runs it again has the sub-agent's draft.
    expect(stopped.stderr).not.toContain('rules');

    const resumed = await runHere(args, options);
    expect(resumed.code, resumed.stderr).toBe(0);
    claude.check();
    const counts = [...asked(claude).values()].toSorted((a, b) => a - b);
    expect(counts).toEqual([...Array(2 * TURNS - 1).fill(1), 2]);
    expect(printed(resumed).cost.inputTokens).toBe(1000 * (2 * TURNS - 2));
    expect(printed(resumed).clusters.every(({ decision }) => decision.action === 'create')).toBe(true);
  });
});
