import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../src/model/entry.ts';
import { Run } from '../../src/model/run.ts';
import type { ListedCluster } from '../../src/triage/cluster-files.ts';
import { Explanation } from '../../src/triage/explanation.ts';
import { crashLoopEntries } from '../support/crash-loop-entries.ts';
import { EXPECTED } from '../support/demo/expected.ts';
import { startGitHub } from '../support/github/server.ts';
import { logEntries } from '../support/log-entries.ts';
import type { Finished } from '../support/run-gardener.ts';
import { runHere } from '../support/run-here.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));
const [FIRST, SECOND] = EXPECTED;
if (!FIRST || !SECOND) throw new Error('the demo has two runs');

let folder: string;
let first: Run;
let second: Run;

/** Two runs of the demo, the second one only drafted: a store as a team has it. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-explain-'));
  copyFileSync(join(fixtures, 'log-gardener.yaml'), join(folder, 'log-gardener.yaml'));
  let now = FIRST.now;
  const github = await startGitHub({ history: join(fixtures, 'history.yaml'), now: () => new Date(now) });
  const env = { GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url };
  const triage = async (of: typeof FIRST, mode: string): Promise<Run> => {
    const where = ['--source', join(fixtures, of.source), '--window', of.window, '--now', of.now];
    const { code, stderr } = await runHere(['triage', ...where, '--mode', mode], { cwd: folder, env });
    if (code !== 0) throw new Error(stderr);
    return Run.parse(JSON.parse((await gardener(['worklog', 'show', '--json'])).stdout));
  };
  try {
    first = await triage(FIRST, 'auto');
    now = SECOND.now;
    second = await triage(SECOND, 'draft');
  } finally {
    await github.stop();
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function gardener(args: string[], stdin = ''): Promise<Finished> {
  return runHere(args, { cwd: folder, stdin });
}

function ndjson(entries: readonly LogEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function fingerprintOf(run: Run, about: RegExp): string {
  const found = run.clusters.find(({ cluster }) => about.test(cluster.title));
  if (!found) throw new Error(`no cluster about ${about.source}`);
  return found.cluster.fingerprint;
}

/** What `--json` printed; nothing in it that the schema does not document. */
function explained({ code, stdout, stderr }: Finished): Explanation {
  expect(code, stderr).toBe(0);
  const json: unknown = JSON.parse(stdout);
  const explanation = Explanation.parse(json);
  expect(explanation).toEqual(json);
  return explanation;
}

function expectPlain(text: string): void {
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
  for (const line of text.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80);
}

describe('explain, from a run', () => {
  it('tells a person why, the answer first', async () => {
    const { code, stdout, stderr } = await gardener(['explain', fingerprintOf(first, /mismatch/i)]);
    expect(code, stderr).toBe(0);
    expectPlain(stdout);
    await expect(stdout).toMatchFileSnapshot('explain.snapshot.txt');
  });

  it('tells a program the same, of the newest run that knows it, by the beginning of a fingerprint', async () => {
    const asked = fingerprintOf(first, /can_handle/);
    const explanation = explained(await gardener(['explain', asked.slice(0, 12).toUpperCase(), '--json']));
    const triaged = second.clusters.find(({ cluster }) => cluster.fingerprint === asked);
    expect(explanation).toMatchObject({
      from: { kind: 'run', id: second.id },
      fingerprint: asked,
      asked: null,
      priority: 'P1',
      count: 6,
      evidence: triaged?.assessment.evidence,
      priorityRules: triaged?.assessment.rules,
      decision: triaged?.decision,
      draft: triaged?.draft,
      issue: { number: 640 },
    });
  });
});

it('prints what its guide shows', async () => {
  const guide = readFileSync(fileURLToPath(new URL('../../docs/decisions.md', import.meta.url)), 'utf8');
  const example = /log-gardener (explain [^`]+)\n```\n\n```\n([^`]+)```/.exec(guide);
  const args = (example?.[1] ?? '').split(/[\s\\]+/);
  const { code, stdout, stderr } = await runHere(args);
  expect(code, stderr).toBe(0);
  expect(stdout).toBe(example?.[2]);
});

describe('explain, when it cannot tell', () => {
  it('lists what a beginning fits', async () => {
    const { code, stdout, stderr } = await gardener(['explain', 'lg1']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`lg1 fits 4 fingerprints in run ${second.id}.`);
    for (const { cluster } of second.clusters) expect(stderr).toContain(`  ${cluster.fingerprint}  `);
  });

  it('says that no run knows it, what is near, and where else to look', async () => {
    const known = fingerprintOf(second, /SSOT/);
    const asked = `${known.slice(0, -1)}${known.endsWith('0') ? '1' : '0'}`;
    const { code, stdout, stderr } = await gardener(['explain', asked]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`knows ${asked}`);
    expect(stderr).toContain(`Did you mean this one?\n  ${known}  SSOT`);
    expect(stderr).toContain(`explain ${asked} --source FILE`);
  });

  it('says how to start where there is no run yet', async () => {
    const { code, stderr } = await gardener(['explain', 'lg1abc', '--state', join(folder, 'empty')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/No run yet[\s\S]*triage --source FILE[\s\S]*explain lg1abc --source FILE/);
  });

  it('says that files do not hold it', async () => {
    const args = ['explain', fingerprintOf(first, /mismatch/i), '--source', '-', '--min-severity', 'WARNING'];
    const { code, stdout, stderr } = await gardener(args, ndjson(crashLoopEntries(3)));
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/is not among the 3 clusters in standard input\nat WARNING or above/);
  });

  it.each([
    [['explain', 'P1'], /"P1" is no fingerprint/],
    [['explain', 'lg1', '--run', 'nope'], /No run nope/],
    [['explain', 'lg1', '--run', 'x', '--source', 'y'], /Give one of them/],
    [['explain', 'lg1', '--min-severity', 'ERROR'], /--min-severity goes with --source/],
  ])('answers %j with exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await gardener(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });
});

describe('explain, from log files', () => {
  const fromStdin = ['--source', '-', '--min-severity', 'WARNING'];
  const crashLoop = ndjson(crashLoopEntries(6));

  /** As `cluster --json` lists it. */
  let cluster: ListedCluster;
  beforeAll(async () => {
    const { stdout } = await gardener(['cluster', '-', '--min-severity', 'WARNING', '--json'], crashLoop);
    cluster = JSON.parse(stdout).clusters[0];
  });

  it('sees what cluster sees, and gives every pattern its rule', async () => {
    const explanation = explained(await gardener(['explain', cluster.fingerprint, ...fromStdin, '--json'], crashLoop));
    const { fingerprint, title, priority, count, evidence } = explanation;
    expect({ fingerprint, title, priority, count, evidence }).toEqual({
      fingerprint: cluster.fingerprint,
      title: cluster.title,
      priority: 'P0',
      count: cluster.count,
      evidence: cluster.evidence,
    });
    expect([...explanation.rules.map(({ rule }) => rule), ...explanation.priorityRules]).toEqual(cluster.rules);
    expect(explanation.patterns.map(({ template }) => template)).toEqual(
      cluster.patterns.map(({ template }) => template),
    );
    expect(explanation.root).toMatchObject({ fingerprint, cause: { type: 'ModuleNotFoundError' } });
    for (const { rules } of explanation.patterns) expect(rules.length).toBeGreaterThan(0);
    expect(explanation.shown).toBe(explanation.patterns.reduce((sum, { entries }) => sum + entries.length, 0));
    expect(explanation.from).toEqual({ kind: 'files', sources: ['standard input'], minSeverity: 'WARNING' });
    expect({ ...explanation, decision: null, draft: null, issue: null, outcome: null, error: null }).toEqual(
      explanation,
    );
  });

  it('answers for one pattern: which one it is, and why it is here', async () => {
    const exit = cluster.patterns.find(({ template }) => template.includes('called exit'))?.fingerprint ?? '';
    const { code, stdout, stderr } = await gardener(['explain', exit, ...fromStdin], crashLoop);
    expect(code, stderr).toBe(0);
    expectPlain(stdout);
    expect(stdout).toMatch(/^P0 {2}No module named 'shop\.payments\.ledger': service cannot start\n/);
    expect(stdout).toMatch(
      new RegExp(
        `${exit} is pattern \\d+ of these ${cluster.patterns.length}:\\n {4}Container called exit\\(.+\\)\\.\\n {2}- joined: `,
      ),
    );
    expect(stdout).toMatch(/\nWhy P0\n {2}- crash loop \(6 exits in 35 s\)\n/);
    expect(stdout).toMatch(new RegExp(`\n5 of ${cluster.count} entries; --json shows \\d+\n`));
    expect(stderr).toContain('Read 78 entries, kept 66');
  });

  it('lets no order to the terminal and no secret through', async () => {
    const token = `glsa_${'abcdefghijklmnopqrstuvwxyz012345'}_${'01234567'}`;
    const orders = '\u001b[2J\u001b]0;owned\u0007\u009b1A\u202e\u200b\r';
    const entries = logEntries(3, (index) => ({
      textPayload: `${orders}Upload refused for ${token}${orders}\n${'x'.repeat(3_000)} ${index}`,
    }));
    // It is the only cluster there is.
    const args = ['explain', 'lg1', '--source', '-'];
    const { code, stdout } = await gardener(args, ndjson(entries));
    expect(code).toBe(0);
    expectPlain(stdout);
    expect(stdout).toContain('Upload refused for');
    expect(stdout).not.toContain(token);
    const json = await gardener([...args, '--json'], ndjson(entries));
    expect(json.stdout).not.toContain(token);
    expect(explained(json).count).toBe(3);
  });

  it('is done in part when a line is malformed, as cluster is', async () => {
    const args = ['explain', cluster.fingerprint, ...fromStdin];
    const { code, stdout, stderr } = await gardener(args, `${crashLoop}{"oops\n`);
    expect(code).toBe(3);
    expect(stdout).toContain('1 malformed line could not be read.');
    expect(stderr).toContain('malformed: ');
  });
});
