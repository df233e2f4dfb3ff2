import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startScript } from '../support/processes/run-script.ts';
import { databaseOf, temporaryFolder } from '../support/store.ts';

describe('several processes on one store', () => {
  it('open it for the first time at once and never share a run id', async () => {
    const folder = join(temporaryFolder(), 'state');
    const started = Array.from(
      { length: 4 },
      () => startScript('take-run-ids', [folder, '10'], null, databaseOf(folder)).ended,
    );
    const ended = await Promise.all(started);
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(4).fill({ code: 0, stderr: '' }));
    const ids: string[] = ended.flatMap(({ stdout }) => JSON.parse(stdout));
    expect(new Set(ids).size).toBe(40);
    expect(ids.toSorted()).toContain('2025-09-12T23-30-00Z-40');
  });
});
