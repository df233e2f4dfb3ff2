import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { commandsOf } from '../../src/cli/examples.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { runGardener } from '../support/run-gardener.ts';
import { runHere } from '../support/run-here.ts';

const NODE_CHECK = fileURLToPath(new URL('../../src/node-version.js', import.meta.url));

const TURNS = 5;

const median = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-cli-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the command line', () => {
  it('shows help fast', async () => {
    const help: number[] = [];
    const bare: number[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const started = performance.now();
      const { code, stdout } = await runGardener(['--help'], { cwd: folder });
      help.push(performance.now() - started);
      expect(code).toBe(0);
      expect(stdout).toMatch(/triage[\s\S]*collect[\s\S]*cluster[\s\S]*explain[\s\S]*drafts[\s\S]*worklog[\s\S]*init/);
      const startedBare = performance.now();
      spawnSync(process.execPath, ['-e', '0']);
      bare.push(performance.now() - startedBare);
    }
    // Other tests share the machine: where even Node itself is slow to start, so may this be.
    expect(median(help)).toBeLessThan(Math.max(300, 8 * median(bare)));
  });

  it('keeps every line of help within 80 columns', async () => {
    for (const args of [
      ['--help'],
      ['triage', '--help'],
      ['collect', '--help'],
      ['cluster', '--help'],
      ['explain', '--help'],
      ['drafts', '--help'],
      ['doctor', '--help'],
      ['eval', '--help'],
    ]) {
      const { stdout } = await runHere(args, { cwd: folder });
      for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });

  it('wraps what options and commands do in a narrow terminal', () => {
    const { columns } = process.stdout;
    process.stdout.columns = 60;
    onTestFinished(() => {
      process.stdout.columns = columns;
    });
    const program = buildProgram(() => undefined);
    for (const command of [program, ...commandsOf(program).map((one) => one.command)]) {
      for (const line of command.helpInformation().split('\n')) expect(line.length, line).toBeLessThanOrEqual(60);
    }
  });

  it.each([
    [['triag'], /unknown command/],
    [['triage'], /--source/],
    [['triage', '--source', 'x', '--mode', 'yolo'], /--mode/],
    [['triage', '--source', 'x', '--min-severity', 'LOUD'], /LOUD/],
    [['triage', '--source', 'x', '--window', 'soon'], /soon/],
    [['triage', '--source', 'x', '--since', '2026-01-01'], /2026-01-01/],
    [['triage', '--source', 'x', '--mode', 'auto'], /repository/],
    [['triage', '--replay', 'x', '--mode', 'auto'], /--mode has no place beside it: leave it out/],
    [['triage', '--replay', 'x', '--mode', 'draft'], /--mode has no place/],
    [['triage', '--replay', 'x', '--source', 'a', '--max-cost', '1'], /--source and --max-cost have no place/],
    [['triage', '--fail-on-drafts', '--replay', 'x'], /--fail-on-drafts has no place/],
    [['cluster'], /missing required argument/],
    [['drafts', 'show', 'nope'], /nope/],
    [['drafts', 'list', '--run', 'nope'], /No run nope .*--run all/],
    [['worklog', 'show'], /No run yet/],
    [['--config', 'nowhere.yaml', 'worklog', 'show'], /nowhere\.yaml/],
  ])('answers %j with exit code 2 and what is wrong', async (args, message) => {
    const { code, stdout, stderr } = await runHere(args, { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe('');
  });

  it('ends its process with that code, and says the same', async () => {
    const args = ['triage', '--source', 'x', '--mode', 'auto'];
    const ended = await runGardener(args, { cwd: folder });
    expect(ended).toEqual(await runHere(args, { cwd: folder }));
    expect(ended.code).toBe(2);
  });

  it('writes a config that it understands, and never over another', async () => {
    const args = ['init', '--project', 'acme-prod', '--service', 'shop', '--repo', 'acme/shop'];
    expect((await runHere(args, { cwd: folder })).code).toBe(0);
    const text = readFileSync(join(folder, 'log-gardener.yaml'), 'utf8');
    expect(text).toContain('acme/shop');
    expect((await runHere(args, { cwd: folder })).code).toBe(2);
    expect(readFileSync(join(folder, 'log-gardener.yaml'), 'utf8')).toBe(text);
    const { code, stdout } = await runHere(['cluster', '-', '--json'], { cwd: folder, stdin: '' });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).clusters).toEqual([]);
  });

  it('writes the config that --config names, and says where', async () => {
    const path = join(folder, 'other.yaml');
    const { code, stdout } = await runHere(['init', '--config', path, '--json'], { cwd: tmpdir() });
    expect({ code, stdout: JSON.parse(stdout) }).toEqual({ code: 0, stdout: { path } });
    const [, schema = ''] = /\$schema=(.+)/.exec(readFileSync(path, 'utf8')) ?? [];
    expect(existsSync(join(folder, schema))).toBe(true);
    expect((await runHere(['cluster', '-', '--config', path], { cwd: folder })).code).toBe(0);
  });

  it('says what to do where no config can be written', async () => {
    const { code, stderr } = await runHere(['init'], { cwd: '/proc' });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^Error: \/proc\/log-gardener\.yaml cannot be written: .*Go to a folder that you may write to, /m,
    );
  });

  it('refuses an older Node in one line', () => {
    const source = readFileSync(NODE_CHECK, 'utf8');
    const old = `Object.defineProperty(process.versions, 'node', { value: '20.11.0' });`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', `${old}\n${source}`], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('Node 24');
  });
});
