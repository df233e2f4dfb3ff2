import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import manifest from '../../package.json' with { type: 'json' };
import { commandsOf, examplesOf } from '../../src/cli/examples.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { parseConfig } from '../../src/config/load.ts';
import { costOf } from '../../src/investigate/claude/prices.ts';
import { commandReference } from '../support/docs/command-reference.ts';
import { problemsInScript } from '../support/docs/commands-in.ts';
import { configReference } from '../support/docs/config-reference.ts';
import { readDocs } from '../support/docs/read-docs.ts';
import { runHere } from '../support/run-here.ts';
import { runChild } from '../support/start-process.ts';
import { temporaryFolder } from '../support/store.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const DoctorReport = z.object({ checks: z.array(z.looseObject({ name: z.string(), title: z.string() })) });
const program = buildProgram(() => undefined);
const docs = readDocs(CHECKOUT);
const blocks = docs.flatMap((one) => one.blocks);
const read = (path: string): string => readFileSync(join(CHECKOUT, path), 'utf8');

const source = globSync('src/**/*.ts', { cwd: CHECKOUT }).map(read).join('\n');

describe('the reference', () => {
  it('is what commands and schema say (else: npm run reference)', () => {
    expect(read('docs/reference/commands.md')).toBe(commandReference(program));
    expect(read('docs/reference/config.md')).toBe(configReference());
  });

  it('says which options have to be given, as the help does', async () => {
    expect(commandReference(program)).toMatch(
      /drafts reject <id> --reason <text> \[options\][\s\S]{1,99}--reason.*\(required\)/,
    );
    const { stdout } = await runHere(['drafts', 'reject', '--help'], { cwd: temporaryFolder() });
    expect(stdout).toMatch(/--reason <text> .*\(required\)/);
  });

  it('has an example for every command, in lines that fit the help', () => {
    const without = commandsOf(program).filter(({ path }) => examplesOf(path).length === 0);
    expect(without.map(({ path }) => path)).toEqual([]);
    for (const { path } of commandsOf(program)) {
      for (const line of examplesOf(path)) expect(line.length, line).toBeLessThanOrEqual(76);
    }
  });
});

it('every help ends with something to type, and fits a terminal of 80 columns', async () => {
  const groups = program.commands.map((command) => command.name());
  for (const path of ['', ...groups, ...commandsOf(program).map((one) => one.path)]) {
    const { code, stdout } = await runHere([...path.split(' ').filter((word) => word !== ''), '--help']);
    expect([path, code]).toEqual([path, 0]);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    const [, ...typed] = lines.slice(lines.findLastIndex((line) => /^(?:Examples?|To begin):$/.test(line)));
    expect(typed.length, path).toBeGreaterThan(0);
    for (const line of typed) expect(line, path).toMatch(/^ {2,4}\S/);
  }
});

describe('the documents', () => {
  it('link to what is there', () => {
    const anchors = new Map(docs.map(({ path, anchors: own }) => [path, own]));
    const broken = docs.flatMap(({ path, links }) =>
      links.flatMap(({ url, place }) => {
        if (/^https:\/\//.test(url)) return [];
        const [file = '', anchor] = url.split('#');
        const target = file === '' ? path : normalize(join(dirname(path), file));
        if (!existsSync(join(CHECKOUT, target))) return [`${place}: ${url}`];
        return anchor !== undefined && !anchors.get(target)?.has(anchor) ? [`${place}: ${url}`] : [];
      }),
    );
    expect(docs.length).toBeGreaterThan(8);
    expect(broken).toEqual([]);
  });

  it('call commands, options and scripts that there are', () => {
    const scripts = blocks.filter(({ lang }) => ['sh', 'crontab', 'yaml'].includes(lang));
    const wrong = scripts.flatMap(({ text, place }) =>
      problemsInScript(text, program).map((problem) => `${place}: ${problem}`),
    );
    expect(wrong).toEqual([]);
    const called = scripts.flatMap(({ text, place }) =>
      [...text.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, name = '']) => ({ name, place })),
    );
    expect(called.length).toBeGreaterThan(5);
    expect(called.filter(({ name }) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
  });

  it('would be found out where a command or an option is gone', () => {
    expect(problemsInScript('log-gardener triag --source x', program)).toHaveLength(1);
    expect(problemsInScript('npm run --silent gardener -- drafts list --colour red', program)).toEqual([
      'drafts list has no --colour',
    ]);
    expect(problemsInScript('log-gardener triage --repo a/b  # --nothing\nlog-gardener --version', program)).toEqual(
      [],
    );
  });

  it('show every room of the house', () => {
    const shown = [...read('CONTRIBUTING.md').matchAll(/^\| `(\w+)\/` \|/gm)].map(([, room]) => room);
    const rooms = readdirSync(join(CHECKOUT, 'src'), { withFileTypes: true }).filter((one) => one.isDirectory());
    expect(shown.sort()).toEqual(rooms.map(({ name }) => name).sort());
  });

  it('name settings that there are', () => {
    const Section = z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() });
    const sections = Object.entries(Section.parse(configJsonSchema()).properties ?? {}).flatMap(([name, inner]) => {
      const keys = Object.keys(Section.parse(inner).properties ?? {});
      return keys.length === 0 ? [] : [{ name, keys }];
    });
    const unknown = docs.flatMap(({ codes }) =>
      codes.flatMap(({ text, place }) => {
        const [, name, key = ''] = /^([a-z]+)\.([a-zA-Z]+)(?::.*)?$/.exec(text) ?? [];
        const section = sections.find((one) => one.name === name);
        // What doctor checks has names of the same form.
        const isCheck = source.includes(`'${text}'`);
        return section === undefined || section.keys.includes(key) || isCheck ? [] : [`${place}: ${text}`];
      }),
    );
    expect(unknown).toEqual([]);
    for (const { text, place } of blocks.filter(({ lang, meta }) => lang === 'yaml' && meta !== 'other')) {
      expect(() => parseConfig(text, place)).not.toThrow();
    }
  });

  it('name the defaults that there are', () => {
    const config: unknown = parseConfig('', 'no config');
    const defaultOf = (path: string): unknown =>
      path
        .split('.')
        .reduce((inner: unknown, key) => (inner instanceof Object ? Reflect.get(inner, key) : undefined), config);
    const told = docs.flatMap(({ path }) => [
      // `issue.coolDown` (24h)
      ...read(path).matchAll(/`([a-z]+(?:\.[a-zA-Z]+)?)` \((\d[^)`]{0,10})\)/g),
    ]);
    const rows = [...read('docs/cost.md').matchAll(/^\| `([a-zA-Z.]+)`[^|]*\| (\w+) \|/gm)];
    expect([told.length > 2, rows.length]).toEqual([true, 5]);
    for (const [text, path = '', value = ''] of [...told, ...rows]) {
      expect(String(defaultOf(path) ?? 'none'), text).toBe(value.replaceAll(' ', ''));
    }
  });

  it('name the checks of doctor that there are, as it prints them', async () => {
    const page = read('docs/troubleshooting.md');
    const [, names = ''] = /Names stay: (.*?)\n\n/s.exec(page) ?? [];
    const folder = temporaryFolder();
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', METADATA_SERVER_DETECTION: 'none' };
    const { stdout } = await runHere(['doctor', '--json'], { cwd: folder, env });
    const { checks } = DoctorReport.parse(JSON.parse(stdout));
    const told = [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name).filter((name) => name !== 'DATABASE_URL');
    expect(told).toEqual(checks.map(({ name }) => name));
    const titles = [...page.matchAll(/^(?:OK|warning|WRONG) +(\S.*?) {2}/gm)].map(([, title]) => title);
    expect(titles.length).toBeGreaterThan(5);
    expect(checks.map(({ title }) => title)).toEqual(expect.arrayContaining(titles));
  });

  it('quote errors that the program can say', () => {
    const headings = [...read('docs/troubleshooting.md').matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading);
    expect(headings.length).toBeGreaterThan(20);
    // Texts that are put together over several lines, in one.
    const said = `${source}\n${read('src/node-version.js')}`.replaceAll(/['"`]\s*\+\s*['"`]/g, '');
    for (const heading of headings) {
      // Names and numbers of a message stand as … in the heading; its parts follow each other in one text of the source.
      const parts = heading.split('…').flatMap((part) => part.trim().replaceAll(/[^\w ]/g, '\\$&') || []);
      expect(said, heading).toMatch(new RegExp(parts.join('.{0,200}')));
    }
  });
});

it('the cost page has the prices that the program counts with, and a calculator that works', async () => {
  const page = read('docs/cost.md');
  const million = { input: 1_000_000, cacheWrite: 1_000_000, cacheRead: 1_000_000, output: 1_000_000 };
  const none = { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 };
  const rows = [...page.matchAll(/^\| (claude-[\w-]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$/gm)];
  expect(rows).toHaveLength(3);
  for (const [, model = '', ...prices] of rows) {
    (['input', 'cacheWrite', 'cacheRead', 'output'] as const).forEach((kind, index) => {
      // Haiku's price for a long prompt is another.
      const factor = model.includes('haiku') && kind !== 'output' ? 5 : 1;
      expect(costOf(model, { ...none, [kind]: million[kind] }, {}), `${model} ${kind}`).toBeCloseTo(
        Number(prices[index]) * factor,
      );
    });
  }
  const [, script = ''] = /```js run\n([\s\S]*?)```/.exec(page) ?? [];
  const { stdout } = await runChild(process.execPath, ['-e', script], { cwd: CHECKOUT, env: {} });
  expect(stdout).toBe('0.084 US dollars a cluster, 20.16 a month\n');
});
