import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig, parseConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/model/errors.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'config-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const put = async (path: string, text: string): Promise<void> => {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
};

describe('finding log-gardener.yaml', () => {
  it('takes the one in the working folder', async () => {
    await put('log-gardener.yaml', 'service: here\n');
    const loaded = await loadConfig(null, root);
    expect(loaded.config.service).toBe('here');
    expect(loaded).toMatchObject({ path: join(root, 'log-gardener.yaml'), directory: root });
  });

  it('takes the nearest one above, inside the repository', async () => {
    await mkdir(join(root, '.git'));
    await put('log-gardener.yaml', 'service: top\n');
    await put('a/log-gardener.yaml', 'service: near\n');
    await mkdir(join(root, 'a/b/c'), { recursive: true });
    const loaded = await loadConfig(null, join(root, 'a/b/c'));
    expect(loaded.config.service).toBe('near');
    expect(loaded.directory).toBe(join(root, 'a'));
  });

  it('stops at the root of the repository, also where .git is a file', async () => {
    await put('log-gardener.yaml', 'service: outside\n');
    await put('repository/.git', 'gitdir: elsewhere\n');
    await mkdir(join(root, 'repository/src'));
    const loaded = await loadConfig(null, join(root, 'repository/src'));
    expect(loaded).toMatchObject({ path: null, directory: join(root, 'repository/src'), config: { service: '' } });
  });

  it('looks at no folder above when there is no repository', async () => {
    await put('log-gardener.yaml', 'service: stranger\n');
    await mkdir(join(root, 'below'));
    expect((await loadConfig(null, join(root, 'below'))).path).toBeNull();
  });

  it('gives every setting its default without a file', async () => {
    const { config, path } = await loadConfig(null, root);
    expect(path).toBeNull();
    expect(config).toMatchObject({ window: '24h', minSeverity: 'NOTICE', limits: { maxNewIssues: 5, concurrency: 4 } });
  });

  it('reads the file that --config names, relative to the working folder', async () => {
    await put('conf/mine.yaml', 'service: mine\n');
    const loaded = await loadConfig('conf/mine.yaml', root);
    expect(loaded).toMatchObject({ directory: join(root, 'conf'), config: { service: 'mine' } });
  });

  it('says so when the named file is not there, is a folder, or is no text', async () => {
    await put('latin1.yaml', '');
    await writeFile(join(root, 'latin1.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
    await expect(loadConfig('gone.yaml', root)).rejects.toThrow(
      /^gone\.yaml cannot be read \(no such file\).*--config/,
    );
    await expect(loadConfig('.', root)).rejects.toThrow(/it is a folder/);
    await expect(loadConfig('latin1.yaml', root)).rejects.toThrow('latin1.yaml is not UTF-8 text');
  });

  it('does not pass over a file with the other ending', async () => {
    await put('log-gardener.yml', 'service: lost\n');
    await expect(loadConfig(null, root)).rejects.toThrow(/log-gardener\.yml is not read. Rename it/);
  });
});

const problemsIn = (text: string): string[] => {
  try {
    parseConfig(text, 'log-gardener.yaml');
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
};

describe('a wrong config', () => {
  it('names the place, the value and what is allowed', () => {
    expect(problemsIn('components:\n  - name: Chat\n    importance: hihg\n')).toEqual([
      'log-gardener.yaml:3:5 components[0].importance: "hihg" is not one of critical, important, normal',
    ]);
  });

  it('takes no span that would begin before the calendar does', () => {
    expect(problemsIn('window: 99999d\n')).toEqual([]);
    expect(problemsIn('window: 999999d\n')).toEqual([
      'log-gardener.yaml:1:1 window: "999999d" is not a number and m, h or d, for example 30m, 24h or 7d',
    ]);
  });

  it('names every problem at once, in the order of the file', () => {
    const problems = problemsIn(
      'window: 2w\nrepository: a b\nlimits:\n  concurrency: 99\n  maxNewIssues: many\nmutes:\n  - reason: old\n' +
        '  - message: x\n    until: 2025-09-12\n    reason: ""\n',
    );
    expect(problems).toEqual([
      'log-gardener.yaml:1:1 window: "2w" is not a number and m, h or d, for example 30m, 24h or 7d',
      'log-gardener.yaml:2:1 repository: "a b" is not owner/name',
      'log-gardener.yaml:4:3 limits.concurrency: must be at most 32, not 99',
      'log-gardener.yaml:5:3 limits.maxNewIssues: must be a number, not "many"',
      'log-gardener.yaml:7:5 mutes[0]: needs either fingerprint or message, one of the two',
      'log-gardener.yaml:9:5 mutes[1].until: "2025-09-12" is not a time with zone, for example 2025-10-01T00:00:00Z',
      'log-gardener.yaml:10:5 mutes[1].reason: must not be empty',
    ]);
  });

  it.each([
    ['compnents: []', 'Unknown key `compnents`, did you mean `components`?'],
    ['min_severity: ERROR', 'Unknown key `min_severity`, did you mean `minSeverity`?'],
    ['repo: a/b', 'Unknown key `repo`, did you mean `repository`?'],
    ['maxNewIssues: 3', 'Unknown key `maxNewIssues`; it belongs under `limits`'],
    ['limits: {maxNewIsues: 3}', 'Unknown key `limits.maxNewIsues`, did you mean `maxNewIssues`?'],
    ['limits: {speed: 3}', 'Unknown key `limits.speed`; known here: maxNewIssues, concurrency'],
    ['components: [{name: a, modul: [x]}]', 'Unknown key `components[0].modul`, did you mean `modules`?'],
    ['__proto__: {service: x}', 'Unknown key `__proto__`; known here: project,'],
    ['constructor: 1', 'Unknown key `constructor`; known here: project,'],
  ])('helps with an unknown key: %s', (text, expected) => {
    expect(problemsIn(text)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    ['minSeverity: WARN', 'minSeverity: "WARN" is not one of DEFAULT, DEBUG', 'did you mean WARNING?'],
    ['minSeverity: error', 'minSeverity: "error" is not one of', 'did you mean ERROR?'],
    ['service: 12', 'service: must be text, not 12', 'put it in quotes: "12"'],
    ['components: [{name: a, modules: x.y}]', 'components[0].modules: must be a list', 'write it as a list: ["x.y"]'],
    ['components:', 'components: must be a list, not empty', 'give a value or remove the line'],
    ['components: [{importance: normal}]', 'components[0].name: is missing', 'it must be text'],
    ['issue: {title: nothing}', 'issue.title: "nothing" is not text with {name} in it', ''],
    ['issue: {title: "{nmae} {name}"}', 'issue.title: "{nmae} {name}" is not made of text and {category},', ''],
    ['issue: {labels: ["{prio}"]}', 'issue.labels[0]: "{prio}" is not made of text and {priority}, {service}', ''],
    ['issue: {labels: [a, b, c, d, e]}', 'issue.labels: may have 4 entries at most', ''],
    ['components: [{name: a, links: [{title: t, url: "http://x.example"}]}]', 'is not an https:// address', ''],
    ['- a', 'must be a map of keys and values, not a list', ''],
  ])('explains %s', (text, expected, advice) => {
    const problems = problemsIn(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
    expect(problems[0]).toContain(advice);
  });

  it('points at the redaction pattern that is no regular expression, or hides everything', () => {
    const text =
      'redact:\n  - name: a\n    pattern: "cust-[0-9"\n  - name: b\n    pattern: "x*"\n  - name: c\n    pattern: "c-\\\\d+"\n';
    expect(problemsIn(text)).toEqual([
      expect.stringMatching(
        /^log-gardener.yaml:3:5 redact\[0\]\.pattern: is no JavaScript regular expression \(.*Unterminated/,
      ),
      expect.stringMatching(/^log-gardener.yaml:5:5 redact\[1\]\.pattern: matches the empty text/),
    ]);
  });

  it('names pins that contradict each other, also by way of a third pattern', () => {
    const [a, b, c] = ['lg10000000000000aaa', 'lg10000000000000bbb', 'lg10000000000000ccc'];
    expect(problemsIn(`pins:\n  together: [[${a}, ${b}]]\n  apart: [[${b}, ${a}]]\n`)).toEqual([
      'log-gardener.yaml:3:11 pins.apart[0]: keeps two patterns apart,',
      `  ${b} and ${a},`,
      '  which pins.together[0] puts together; remove one of the two',
    ]);
    expect(
      problemsIn(`pins:\n  together:\n    - [${a}, ${b}]\n    - [${b}, ${c}]\n  apart:\n    - [${a}, ${c}]\n`),
    ).toEqual([
      'log-gardener.yaml:6:7 pins.apart[0]: keeps two patterns apart,',
      `  ${a} and ${c},`,
      '  which pins.together[0] and pins.together[1] put together; remove one of the two',
    ]);
    expect(problemsIn(`pins: {together: [[${a}, ${b}]], apart: [[${a}, ${c}], [${b}, ${c}]]}`)).toEqual([]);
  });

  it.each([
    ['pins: {together: [lg10000000000000aaa]}', 'pins.together[0]: must be a list, not "lg10000000000000aaa"'],
    ['pins: {apart: [[lg10000000000000aaa]]}', 'pins.apart[0]: needs at least 2 entries; add some or remove it'],
    [
      'pins: {apart: [[lg10000000000000aaa, lg10000000000000aaa]]}',
      'pins.apart[0]: names one pattern only; it needs two different ones',
    ],
    [
      'pins: {together: [[lg10000000000000aaa, "#12"]]}',
      'pins.together[0][1]: "#12" is not a fingerprint, for example lg10123456789abcdef',
    ],
    ['pins: {tohether: []}', 'Unknown key `pins.tohether`, did you mean `together`?'],
    ['apart: []', 'Unknown key `apart`; it belongs under `pins`'],
  ])('explains a pin that cannot be meant: %s', (text, expected) => {
    expect(problemsIn(text)).toEqual([expect.stringContaining(expected)]);
  });

  it('puts no control character of the file on the terminal', () => {
    const [problem] = problemsIn('window: "\\e[31mred"\n"\\e[2J": 1\n');
    expect(problem).toContain('\\u001b[31mred');
    expect(problemsIn('"\\e[2J\\e": 1\n').join()).not.toContain('\u001b');
  });
});

describe('YAML that is not taken', () => {
  it.each([
    ['a key twice', 'service: a\nservice: b\n', '2:1 This key stands here twice; keep one of them'],
    ['a tag', 'service: !!js/function "x"\n', '1:10 Unresolved tag'],
    ['a tag of its own', 'service: !mine x\n', '1:10 Unresolved tag: !mine; write the value without a tag (!…)'],
    [
      'a merge key',
      'limits: &l {concurrency: 2}\ngithub:\n  <<: *l\n',
      '3:3 Unknown key `github.<<`: merge keys are not read',
    ],
    ['YAML 1.1', '%YAML 1.1\n---\nservice: yes\n', '1:1 This file is read as YAML 1.2'],
    ['a second document', 'service: a\n---\nservice: b\n', '2:1 A second document starts here'],
    ['a list as key', '? [a, b]\n: 1\n', '1:3 A key must be plain text'],
    ['an alias to nowhere', 'service: *gone\n', '1:1 The aliases (*name) cannot be followed'],
    ['a tab as indentation', 'limits:\n\tconcurrency: 2\n', '2:1 Not YAML: Tabs are not allowed as indentation'],
    ['an open list', 'components: [\n', 'Not YAML: '],
  ])('%s', (_, text, expected) => {
    expect(problemsIn(text).join('\n')).toContain(expected);
  });

  it('aliases that multiply are stopped at once', () => {
    const bomb = Array.from({ length: 12 }, (_, level) =>
      level === 0 ? 'l0: &l0 [x, x, x, x, x, x, x, x, x]' : `l${level}: &l${level} [${`*l${level - 1}, `.repeat(9)}]`,
    ).join('\n');
    expect(problemsIn(bomb)).toEqual([expect.stringContaining('The aliases (*name) cannot be followed: Excessive')]);
  });

  it('an alias that holds itself is an error like any other', () => {
    expect(problemsIn('components: &x [*x]\n')).toEqual([expect.stringContaining('components[0]')]);
  });
});

describe('YAML that is taken', () => {
  it('an empty file and one of comments only have the defaults', () => {
    expect(parseConfig('', 'x').window).toBe('24h');
    expect(parseConfig('# nothing\n', 'x').window).toBe('24h');
  });

  it('a byte order mark and Windows line ends', () => {
    expect(parseConfig('\uFEFFservice: a\r\nwindow: 7d\r\n', 'x')).toMatchObject({ service: 'a', window: '7d' });
  });

  it('an alias for what is said twice', () => {
    const text = 'components:\n  - {name: A, modules: &m ["a.**"]}\n  - {name: B, modules: *m}\n';
    expect(parseConfig(text, 'x').components.map(({ modules }) => modules)).toEqual([['a.**'], ['a.**']]);
  });
});
