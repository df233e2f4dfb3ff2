import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';
import { writeJammedTray } from '../support/log-files.ts';
import { runChild } from '../support/start-process.ts';
import { temporaryFolder } from '../support/store.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): unknown => parse(readFileSync(join(CHECKOUT, path), 'utf8'));

const Step = z.looseObject({
  id: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  uses: z.string().optional(),
  if: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  env: z.record(z.string(), z.string()).default({}),
});
const Action = z.looseObject({
  inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string() })),
  outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
  runs: z.strictObject({ using: z.literal('composite'), steps: z.array(Step) }),
});
const action = Action.parse(read('action.yml'));

/** The step that triages, as the runner would start it with these inputs. */
function stepWith(
  inputs: Readonly<Record<string, string>>,
  named = 'triage',
): { script: string; env: Record<string, string> } {
  const step = action.runs.steps.find(({ id }) => id === named);
  if (step?.run === undefined) throw new Error(`action.yml has no step ${named}`);
  const inputOf = (_: string, name: string): string => {
    const input = action.inputs[name];
    if (input === undefined) throw new Error(`action.yml has no input ${name}`);
    return inputs[name] ?? input.default;
  };
  const env = Object.entries(step.env).map(([name, value]) => [
    name,
    value.replaceAll(/\$\{\{ inputs\.([a-z-]+) \}\}/g, inputOf),
  ]);
  return { script: step.run, env: Object.fromEntries(env) };
}

async function startJob() {
  const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-09-12T23:00:00Z') });
  onTestFinished(() => github.stop());
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'ops'));
  writeFileSync(join(folder, 'ops/log-gardener.yaml'), 'github: { writeIntervalMs: 0 }\n');
  writeJammedTray(folder);
  return { github, folder };
}

async function runStep(github: ScenarioGitHub, folder: string, inputs: Readonly<Record<string, string>>) {
  const { script, env } = stepWith({ repository: github.repository, 'github-token': github.token, ...inputs });
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary.md') };
  for (const path of Object.values(files)) writeFileSync(path, '');
  // As GitHub starts `shell: bash`.
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  const finished = await runChild('bash', args, {
    cwd: folder,
    env: {
      ...{ ...env, ...files, GITHUB_ACTION_PATH: CHECKOUT, GITHUB_API_URL: github.url, GITHUB_ACTIONS: 'true' },
      PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: folder,
    },
  });
  const outputs = readFileSync(files.GITHUB_OUTPUT, 'utf8').trimEnd().split('\n');
  return {
    ...finished,
    outputs: Object.fromEntries(outputs.map((line) => line.split('=', 2))),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
  };
}

it('the action triages as it is told, with result, worklogs and summary where the next steps look', async () => {
  const { github, folder } = await startJob();
  const inputs = { config: 'ops/log-gardener.yaml', mode: 'auto', args: '--source\nlog.ndjson\n' };
  const { code, stderr, outputs, summary } = await runStep(github, folder, inputs);
  expect(code, stderr).toBe(0);
  expect(outputs).toEqual({
    'exit-code': '0',
    result: join(folder, '.log-gardener-action/log-gardener/result.json'),
    worklogs: join(folder, 'ops/worklogs'),
  });
  const result = JSON.parse(readFileSync(outputs.result ?? '', 'utf8'));
  expect(result.clusters).toMatchObject([{ title: 'Tray B is jammed', draft: { status: 'posted', issue: 50 } }]);
  expect(summary).toMatch(/^## log-gardener: 1 posted\n/);
  expect(github.issues().find(({ number }) => number === 50)?.title).toContain('Tray B is jammed');
  const again = await runStep(github, folder, inputs);
  expect(again.stderr).not.toContain('outlive');
  expect(github.issues().filter(({ planted }) => !planted)).toHaveLength(1);
});

it('the action ends as the run did, and takes no input for a command', async () => {
  const { github, folder } = await startJob();
  const wrong = await runStep(github, folder, {
    mode: '$(touch stolen); `touch stolen`',
    args: '--source\nlog.ndjson',
  });
  expect([wrong.code, wrong.outputs['exit-code']]).toEqual([2, '2']);
  const waiting = await runStep(github, folder, { args: '--source\nlog.ndjson\n--fail-on-drafts' });
  expect([waiting.code, waiting.stdout]).toEqual([4, expect.stringContaining('::notice title=log-gardener::')]);
  expect(readdirSync(folder)).not.toContain('stolen');
});

it('two steps of one job each know their own service alone', async () => {
  const { github, folder } = await startJob();
  const inputs = { config: 'ops/log-gardener.yaml', args: '--source\nlog.ndjson\n' };
  const results: unknown[] = [];
  for (const service of ['printer', 'scanner']) {
    const { outputs } = await runStep(github, folder, { ...inputs, service, 'state-cache': service });
    results.push(outputs.result);
    expect(readdirSync(dirname(outputs.result ?? ''))).toContain('log-gardener.db');
    for (const uses of ['actions/cache/restore', 'actions/cache/save']) {
      expect(join(folder, valueFor(uses, 'path', service))).toBe(dirname(outputs.result ?? ''));
    }
  }
  expect(new Set(results).size).toBe(2);
});

it('a run that fails before it prints leaves its worklogs to be found beside the config', async () => {
  const { github, folder } = await startJob();
  const { code, outputs } = await runStep(github, folder, { config: 'ops/log-gardener.yaml', mode: 'neither' });
  expect([code, outputs.worklogs]).toEqual([2, 'ops/worklogs']);
  expect((await runStep(github, folder, { mode: 'neither' })).outputs.worklogs).toBe('worklogs');
});

/** What the runner makes of a step's value for a service, in the first attempt of a run. */
function valueFor(uses: string, key: string, stateCache: string, job = 'triage'): string {
  const step = action.runs.steps.find((one) => one.uses?.startsWith(`${uses}@`));
  const values: Readonly<Record<string, string>> = {
    'inputs.state-cache': stateCache,
    'github.job': job,
    'github.run_id': '7',
    'github.run_attempt': '1',
  };
  const template = String(step?.with[key] ?? '');
  return template.replaceAll(/\$\{\{ ([a-z._-]+) \}\}/g, (_, name: string) => values[name] ?? `no ${name}`);
}

it('no service restores the state of another, nor takes the name of its artifact', async () => {
  const names = ['log-gardener', 'log-gardener-worker', 'log-gardener-7', 'log-gardener-7-1', 'log-gardener.7'];
  for (const one of names) {
    const prefix = valueFor('actions/cache/restore', 'restore-keys', one);
    const restored = names.filter((name) => valueFor('actions/cache/save', 'key', name).startsWith(prefix));
    expect(restored).toEqual([one]);
    expect(valueFor('actions/cache/restore', 'key', one)).toBe(valueFor('actions/cache/save', 'key', one));
  }
  const places = [
    ...names.map((name) => [name, 'triage'] as const),
    ['log-gardener', '7'],
    ['log-gardener', 'b-1'],
  ] as const;
  const artifacts = places.map(([name, job]) => valueFor('actions/upload-artifact', 'name', name, job));
  expect(new Set(artifacts).size).toBe(places.length);
  // https://github.com/actions/upload-artifact refuses these.
  for (const artifact of artifacts) expect(artifact).not.toMatch(/[":<>|*?\r\n\\/$]/);
  const check = async (name: string) => {
    const { script, env } = stepWith({ 'state-cache': name }, 'names');
    const options = { cwd: temporaryFolder(), env: { ...env, PATH: '/usr/bin:/bin' } };
    return (await runChild('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], options)).code;
  };
  for (const name of names) expect(await check(name)).toBe(0);
  for (const name of ['', 'a/b', 'a,b', 'a b', '..', '-a', '$(exit 0)']) expect(await check(name)).toBe(2);
});

it('action and example workflow fit each other', () => {
  const Workflow = z.looseObject({
    permissions: z.record(z.string(), z.string()),
    jobs: z.strictObject({
      triage: z.looseObject({
        steps: z.array(
          z.looseObject({ uses: z.string(), with: z.record(z.string(), z.union([z.string(), z.boolean()])) }),
        ),
      }),
    }),
  });
  const workflow = Workflow.parse(read('docs/examples/log-gardener.yml'));
  const step = workflow.jobs.triage.steps.at(-1);
  expect(step?.uses).toBe('OWNER/log-gardener@COMMIT');
  expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})));
  expect(workflow.permissions).toEqual({
    contents: 'read',
    'id-token': 'write',
    issues: 'write',
    'pull-requests': 'read',
  });
  // Every input is used, and by the environment alone where it reaches a script.
  const text = readFileSync(join(CHECKOUT, 'action.yml'), 'utf8');
  for (const name of Object.keys(action.inputs)) expect(text).toMatch(new RegExp(`inputs\\.${name}\\b`));
  for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
});
