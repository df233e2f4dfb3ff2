import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocs } from '../support/docs/read-docs.ts';
import { fastest } from '../support/package/fastest.ts';
import { installPackage, type PackedPackage, packPackage } from '../support/package/install-package.ts';
import { type BuiltImage, runDockerfile } from '../support/package/run-dockerfile.ts';
import { runInstalled, walkStrangersPath } from '../support/package/stranger.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const BUILD_TIMEOUT = 120_000;
const execute = promisify(execFile);

let folder: string;
let image: BuiltImage;
let packed: PackedPackage;
let command: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-package-'));
  // Both are of the same build: it takes longer than all else here.
  image = runDockerfile(CHECKOUT, folder);
  packed = packPackage(folder, join(image.root, 'app/dist'));
  command = installPackage(packed.tarball, join(folder, 'prefix'));
  // The user of the image is somebody else than the one who built it.
  chmodSync(folder, 0o755);
}, BUILD_TIMEOUT);

afterAll(() => {
  setFolders('u+w');
  rmSync(folder, { recursive: true, force: true });
});

describe('the package', () => {
  it('is built by npm before it is packed, by what builds the image', () => {
    const { scripts } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8'));
    expect(scripts.prepack).toBe('npm run build');
    expect(readFileSync(join(CHECKOUT, 'Dockerfile'), 'utf8').split('\n')).toContain(`RUN ${scripts.prepack}`);
  });

  it('holds the program, its prompts, schema and page, and is at most 3 MB', () => {
    expect(packed.unpackedSize).toBeLessThanOrEqual(3_000_000);
    const [, told = ''] = /The package is (\d\.\d) MB/.exec(readFileSync(join(CHECKOUT, 'README.md'), 'utf8')) ?? [];
    expect(Math.abs(packed.unpackedSize / 1_000_000 - Number(told))).toBeLessThan(0.2);
    expect(packed.files).toEqual(
      expect.arrayContaining([
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/main.js',
        'dist/web/index.html',
        'prompts/investigator/v1.md',
        'schema/log-gardener.schema.json',
      ]),
    );
    const elsewhere = packed.files.filter(
      (path) => !/^(?:dist|docs|prompts|schema)\/|^bench\/README\.md$|^[A-Za-z]+(?:\.md|\.json)?$/.test(path),
    );
    expect(elsewhere).toEqual([]);
    expect(packed.files.filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))).toEqual([]);
  });

  it('holds what README links to, pictures aside, and the documents that its documents link to', () => {
    const files = new Set(packed.files);
    const documents = readDocs(join(folder, 'source')).filter(({ path }) => files.has(path));
    const missing = documents.flatMap(({ path, links }) =>
      links.flatMap(({ url, place }) => {
        const [file = ''] = url.split('#');
        // All pictures together would make it larger than it may be.
        if (file === '' || /^https:\/\/|\.png$/.test(file)) return [];
        const target = join(dirname(path), file);
        const isThere = target.endsWith('/') ? packed.files.some((one) => one.startsWith(target)) : files.has(target);
        const isMeant = path === 'README.md' || target.endsWith('.md');
        return isThere || !isMeant ? [] : [`${place}: ${url}`];
      }),
    );
    expect(documents.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });

  it('is put together as npm and TypeScript expect it', async () => {
    const file = readFileSync(packed.tarball);
    const tarball = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
    const attw = [
      fileURLToPath(import.meta.resolve('@arethetypeswrong/cli/package.json')).replace(
        /package\.json$/,
        'dist/index.js',
      ),
      packed.tarball,
    ];
    // It ends with an exit code where it has found a problem that concerns a package of modules alone.
    const { stdout } = await execute(process.execPath, [...attw, '--profile', 'esm-only']);
    expect(stdout).toContain('log-gardener/cluster');
  });

  it('starts fast, and clusters 1,000 entries within a second', async () => {
    const env = { HOME: folder };
    const help = await fastest(() => runInstalled(command, ['--help'], { cwd: folder, env }), {
      wanted: 300,
      timesBare: 10,
    });
    expect(help.time).toBeLessThan(help.most);
    const lines = Array.from({ length: 1000 }, (_, index) =>
      JSON.stringify({
        insertId: `e-${index}`,
        timestamp: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
        severity: 'ERROR',
        textPayload: `Worker ${index % 7} lost order ${index}: ${['pool exhausted', 'timed out', 'no route'][index % 3]}`,
      }),
    );
    writeFileSync(join(folder, 'thousand.ndjson'), `${lines.join('\n')}\n`);
    const { stdout } = await runInstalled(command, ['cluster', 'thousand.ndjson', '--json'], { cwd: folder, env });
    expect(JSON.parse(stdout).entries).toEqual({ read: 1000, kept: 1000, malformed: 0 });
    const cluster = await fastest(() => runInstalled(command, ['cluster', 'thousand.ndjson'], { cwd: folder, env }), {
      wanted: 1000,
      timesBare: 30,
    });
    expect(cluster.time).toBeLessThan(cluster.most);
  });

  it('can be embedded as docs/embed.md says', async () => {
    const [, example = ''] =
      /```ts run\n([\s\S]*?)```/.exec(readFileSync(join(CHECKOUT, 'docs/embed.md'), 'utf8')) ?? [];
    const own = join(folder, 'embedding');
    mkdirSync(join(own, 'node_modules'), { recursive: true });
    symlinkSync(join(folder, 'prefix/lib/node_modules/log-gardener'), join(own, 'node_modules/log-gardener'));
    symlinkSync(join(CHECKOUT, 'node_modules/@types'), join(own, 'node_modules/@types'));
    writeFileSync(join(own, 'package.json'), '{"type":"module"}');
    writeFileSync(join(own, 'example.ts'), example);
    const { stdout } = await execute(process.execPath, ['example.ts'], { cwd: own });
    expect(stdout).toMatch(/^P1 3 Order … of … failed: pool exhausted \[/);
    expect(stdout).toContain('3 of 3 entries, 0 malformed');
    expect(stdout).toMatch(/2026-03-01T09:00:00Z Order 1000 of \[email-[0-9a-f]{4}\] failed/);
    const tsc = join(CHECKOUT, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
    await execute(process.execPath, [tsc, ...options, 'example.ts'], { cwd: own }).catch((error: unknown) => {
      throw new Error(error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error));
    });
  });

  it('takes a stranger from an empty home to a posted issue', async () => {
    await walkStrangersPath({ command, folder: join(folder, 'stranger') });
  });
});

function setFolders(mode: string): void {
  execFileSync('find', [join(image.root, 'app'), '-type', 'd', '-exec', 'chmod', mode, '{}', '+']);
}

const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];

/** Runs it as the image's user where that can be told apart from us, in its working folder. */
function runImage(words: readonly string[]) {
  const [command = '', ...args] = words.map((word) => (word.startsWith('/') ? join(image.root, word) : word));
  const [user = 0, group = 0] = image.user.split(':').map(Number);
  const data = join(image.root, image.workdir);
  if (uid === 0) chownSync(data, user, group);
  return spawnSync(command, args, {
    cwd: data,
    env: { ...image.env, HOME: '/nonexistent' },
    encoding: 'utf8',
    uid: uid === 0 ? user : uid,
    gid: uid === 0 ? group : gid,
  });
}

describe('the image', () => {
  it('works as a user without rights, and writes nothing but its data', () => {
    expect(image.user).toBe('1000:1000');
    expect(runImage(image.healthcheck)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect(runImage([...image.entrypoint, ...image.cmd]).stdout).toContain('Usage: log-gardener');
    const entry = { insertId: 'a', timestamp: '2026-01-01T00:00:00Z', severity: 'ERROR', textPayload: 'Disk is full' };
    writeFileSync(join(image.root, image.workdir, 'log.ndjson'), `${JSON.stringify(entry)}\n`);
    // All but the data is read-only, as docker run --read-only has it. Folders alone: the files are links.
    setFolders('a-w');
    const log = join(image.root, image.workdir, 'log.ndjson');
    const { status, stdout, stderr } = runImage([...image.entrypoint, 'triage', '--source', 'log.ndjson']);
    expect(stderr).toContain('Worklog: ');
    expect({ status, stdout }).toMatchObject({ status: 3, stdout: expect.stringContaining('Disk is full') });
    const written = execFileSync('find', [join(image.root, 'app'), '-newer', log], { encoding: 'utf8' });
    expect(written).toBe('');
    expect(readdirSync(join(image.root, image.workdir)).sort()).toEqual(['.log-gardener', 'log.ndjson', 'worklogs']);
  });

  it('keeps its state in a folder that lasts, where the disk does not', () => {
    const keep = join(folder, 'keep');
    mkdirSync(keep, { mode: 0o777 });
    const entry = { insertId: 'a', timestamp: '2026-01-01T00:00:00Z', severity: 'ERROR', textPayload: 'Disk is full' };
    const [node, main] = ['/usr/local/bin/node', '/app/dist/main.js'].map((path) => join(image.root, path));
    const runOnNewDisk = (nth: number, args: readonly string[]) => {
      const cwd = join(folder, `disk-${nth}`);
      mkdirSync(cwd);
      writeFileSync(join(cwd, 'log.ndjson'), `${JSON.stringify(entry)}\n`);
      const env = { PATH: '/usr/bin:/bin', KEEP: keep, NODE: node, MAIN: main, CLOUD_RUN_JOB: 'triage' };
      return spawnSync(join(image.root, 'app/keep-state.sh'), args, { cwd, env, encoding: 'utf8' });
    };
    const first = runOnNewDisk(1, ['triage', '--source', 'log.ndjson']);
    expect(first.status, first.stderr).toBe(3);
    expect(first.stderr).toContain('this is a Cloud Run job, whose disk does not outlive it');
    const second = runOnNewDisk(2, ['triage', '--source', 'log.ndjson']);
    expect(second.stderr).not.toContain('outlive');
    expect(runOnNewDisk(3, ['worklog', 'path']).stdout).toMatch(/WORKLOG-logs-.*\.md/);
    expect(readdirSync(join(folder, 'disk-3/worklogs'))).toHaveLength(2);
    expect(readdirSync(keep)).toEqual(['state.tar.gz']);
  });

  it('leaves out what is for development, and has all that a run needs', () => {
    expect(existsSync(join(image.root, 'app/node_modules/vitest'))).toBe(false);
    expect(existsSync(join(image.root, 'app/src'))).toBe(false);
    for (const path of ['dist/web/index.html', 'prompts/investigator/v1.md', 'schema/log-gardener.schema.json']) {
      expect(existsSync(join(image.root, 'app', path)), path).toBe(true);
    }
  });
});
