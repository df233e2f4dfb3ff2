import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderWorklog } from '../../src/worklog/render.ts';
import { worklogPath, writeWorklog } from '../../src/worklog/write.ts';
import { aRun } from '../support/runs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worklog-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('worklogPath', () => {
  it('names service and time, without colons', () => {
    expect(worklogPath('worklogs', aRun())).toBe(
      'worklogs/GCP-LOG-GARDENER-WORKLOG-netra-backend-staging-2025-09-12T23-30-00Z.md',
    );
  });

  it('keeps two runs of one second apart', () => {
    expect(worklogPath('w', aRun({ id: '2025-09-12T23-30-00Z-2' }))).toBe(
      'w/GCP-LOG-GARDENER-WORKLOG-netra-backend-staging-2025-09-12T23-30-00Z-2.md',
    );
  });

  it.each([
    ['../../etc/passwd', '..-..-etc-passwd'],
    ['a/b\\c:d*e?"<>|', 'a-b-c-d-e-'],
    ['Dienst für München\n', 'Dienst-f-r-M-nchen-'],
    ['', 'unknown'],
    ['x'.repeat(300), 'x'.repeat(100)],
  ])('a service called %j leads to no other folder', (service, name) => {
    expect(worklogPath('w', aRun({ service }))).toBe(`w/GCP-LOG-GARDENER-WORKLOG-${name}-2025-09-12T23-30-00Z.md`);
  });
});

describe('writeWorklog', () => {
  it('makes the folder, writes the whole worklog and leaves nothing else', async () => {
    const directory = join(folder, 'deep', 'worklogs');
    const path = await writeWorklog(directory, aRun());
    expect(await readFile(path, 'utf8')).toBe(renderWorklog(aRun()));
    expect(await readdir(directory)).toEqual([
      'GCP-LOG-GARDENER-WORKLOG-netra-backend-staging-2025-09-12T23-30-00Z.md',
    ]);
  });

  it('says which worklog could not be written, why, and what to do', async () => {
    await mkdir(worklogPath(folder, aRun()));
    await expect(writeWorklog(folder, aRun())).rejects.toThrow(
      /^The worklog .+-2025-09-12T23-30-00Z\.md cannot be written: EISDIR.+\. Make room there, or let this user write to its folder\.$/,
    );
    expect(await readdir(folder)).toEqual([expect.stringMatching(/\.md$/)]);
  });

  it('replaces the worklog of the same run', async () => {
    const running = await writeWorklog(folder, aRun({ status: 'running' }));
    const done = await writeWorklog(folder, aRun());
    expect(done).toBe(running);
    expect(await readFile(done, 'utf8')).not.toContain('still going on');
  });

  it('a reader never sees half a file while it is written again and again', async () => {
    const whole = new Set([renderWorklog(aRun()), renderWorklog(aRun({ status: 'running' }))]);
    const path = await writeWorklog(folder, aRun());
    let writing = true;
    const writes = (async () => {
      for (let round = 0; round < 20; round++) {
        await writeWorklog(folder, round % 2 === 0 ? aRun({ status: 'running' }) : aRun());
      }
      writing = false;
    })();
    let reads = 0;
    while (writing) {
      expect(whole.has(await readFile(path, 'utf8'))).toBe(true);
      reads++;
    }
    await writes;
    expect(reads).toBeGreaterThan(0);
  });

  it('leaves no temporary file when it fails', async () => {
    // A folder stands where the file should be: the rename fails after everything was written.
    await mkdir(join(worklogPath(folder, aRun()), 'in-the-way'), { recursive: true });
    await expect(writeWorklog(folder, aRun())).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['GCP-LOG-GARDENER-WORKLOG-netra-backend-staging-2025-09-12T23-30-00Z.md']);
  });
});
