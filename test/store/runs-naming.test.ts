import { expect, it } from 'vitest';
import { newRunId, saveRun } from '../../src/store/runs.ts';
import { runsNaming } from '../../src/store/runs-naming.ts';
import { aRun } from '../support/runs.ts';
import { temporaryStore } from '../support/store.ts';
import { missingModule, routingFailures } from '../support/triaged-clusters.ts';

it('gives the runs in whose record a text stands, the one begun last first', async () => {
  const store = await temporaryStore();
  await saveRun(store, aRun({ id: '2026-01-01T00-00-00Z', clusters: [routingFailures()] }));
  await saveRun(store, aRun({ id: '2025-01-01T00-00-00Z', clusters: [missingModule()] }));
  await saveRun(store, aRun({ id: '2024-01-01T00-00-00Z', clusters: [routingFailures(), missingModule()] }));
  await newRunId(store, '2026-02-01T00:00:00Z');
  const named = async (text: string): Promise<string[]> => {
    const ids: string[] = [];
    for await (const run of runsNaming(store, text)) ids.push(run.id);
    return ids;
  };
  expect(await named(routingFailures().cluster.fingerprint)).toEqual(['2024-01-01T00-00-00Z', '2026-01-01T00-00-00Z']);
  expect(await named(missingModule().cluster.fingerprint)).toEqual(['2024-01-01T00-00-00Z', '2025-01-01T00-00-00Z']);
  expect(await named('lg1ffff')).toEqual([]);
});
