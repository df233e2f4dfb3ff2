import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BuiltImage, runDockerfile } from '../support/package/run-dockerfile.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const BUILD_TIMEOUT = 120_000;

let folder: string;
let image: BuiltImage;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-image-'));
  image = runDockerfile(CHECKOUT, folder);
  // The user of the image is somebody else than the one who built it.
  chmodSync(folder, 0o755);
}, BUILD_TIMEOUT);

function setFolders(mode: string): void {
  execFileSync('find', [join(image.root, 'app'), '-type', 'd', '-exec', 'chmod', mode, '{}', '+']);
}

afterAll(() => {
  setFolders('u+w');
  rmSync(folder, { recursive: true, force: true });
});

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

it('builds an image that works as a user without rights, and writes nothing but its data', () => {
  expect(image.user).toBe('1000:1000');
  expect(runImage(image.healthcheck)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
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
