import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logEntries } from '../support/log-entries.ts';
import { connectInside, dataOf, demoFolder, demoHousehold } from '../support/mcp.ts';

it('says of severities that Cloud Logging does not state where they were read', async () => {
  const folder = demoFolder();
  const entries = logEntries(6, () => ({ severity: 'DEFAULT', textPayload: 'ERROR: the oven is cold' }));
  writeFileSync(join(folder, 'oven.ndjson'), entries.map((entry) => JSON.stringify(entry)).join('\n'));
  const client = await connectInside(demoHousehold(folder, null), null);
  const { clusters } = dataOf(await client.call('collect_logs', { sources: ['oven.ndjson'] }));
  const [cluster] = clusters as { fingerprint: string; severity: string }[];
  expect(cluster?.severity).toBe('ERROR (read from the text)');
  const answer = await client.call('get_cluster', { cluster: cluster?.fingerprint });
  expect(answer.content[0]?.text).toContain('ERROR 6 (read from the text)');
  expect(JSON.stringify(dataOf(answer))).toContain('"severity":"ERROR (read from the text)"');
});
