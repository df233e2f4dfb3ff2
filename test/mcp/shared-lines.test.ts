import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repeat } from '../support/clusters.ts';
import { connectInside, dataOf, demoFolder, demoHousehold } from '../support/mcp.ts';
import { OTHER_PYTHON, splitTrace, TRACES } from '../support/split-trace.ts';

const NOTE = '(shared with other problems, not counted)';

it('says of the lines that several problems share that none of them counts them', async () => {
  const folder = demoFolder();
  const one = (at: number) => splitTrace(TRACES.python.text, { at });
  const other = (at: number) => splitTrace(OTHER_PYTHON, { at });
  const entries = repeat(4, (i) => [...one(i * 120), ...other(i * 120 + 60)]);
  const lines = entries.map(({ entry, timestamp, instance }) =>
    JSON.stringify({ ...entry, timestamp, severity: 'ERROR', labels: { instanceId: instance } }),
  );
  writeFileSync(join(folder, 'split.ndjson'), lines.join('\n'));
  const client = await connectInside(demoHousehold(folder, null), null);
  const { clusters } = dataOf(await client.call('collect_logs', { sources: ['split.ndjson'], minSeverity: 'DEFAULT' }));
  const asked = (tool: string) =>
    Promise.all(
      (clusters as { fingerprint: string }[]).map(({ fingerprint }) => client.call(tool, { cluster: fingerprint })),
    );
  for (const tool of ['get_cluster', 'explain_cluster']) {
    const answers = await asked(tool);
    expect(answers.map(({ content: [text] }) => text?.text).join('\n')).toContain(NOTE);
    expect(JSON.stringify(answers.map(dataOf))).toContain('"notCounted":true');
  }
});
