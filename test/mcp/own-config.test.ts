import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { lookBack, readingOf } from '../../src/mcp/what-to-read.ts';
import { GitHubError, SourceError } from '../../src/model/errors.ts';
import {
  connectInside,
  dataOf,
  demoFolder,
  demoGitHub,
  demoHousehold,
  failureOf,
  ROUTING_REPORT,
} from '../support/mcp.ts';

const CLUSTER = 'lg1f1de9c70a30a297c';

/** The demo, whose config says something of their own for the services cart and desk. */
function folderWithServices(): string {
  const folder = demoFolder();
  const more = {
    services: [
      { names: ['cart'], project: 'acme-cart', repository: 'acme/cart', minSeverity: 'CRITICAL', window: '2h' },
      { names: ['desk'], maxNewIssues: 0 },
    ],
    mcp: { allowPosting: true },
  };
  for (const [key, value] of Object.entries(more)) {
    appendFileSync(join(folder, 'log-gardener.yaml'), `\n${key}: ${JSON.stringify(value)}\n`);
  }
  return folder;
}

it.each([
  { tool: 'collect_logs', asked: {}, opened: [] },
  { tool: 'run_triage', asked: { investigator: 'rules' }, opened: ['acme/cart'] },
])('reads in $tool as the config says for the service that is named', async ({ tool, asked, opened }) => {
  const readings: unknown[] = [];
  const household = demoHousehold(folderWithServices(), null, {
    openGitHub: async (repository) => {
      readings.push(repository);
      throw new GitHubError('GitHub is away.', 0);
    },
    openLogging: async ({ selection, minSeverity, config }) => {
      readings.push({ ...selection, minSeverity, window: config.window });
      throw new SourceError('Nothing is read.');
    },
  });
  const client = await connectInside(household, null);
  expect(failureOf(await client.call(tool, { ...asked, service: 'cart' }))).toContain('Nothing is read.');
  const read = { project: 'acme-cart', service: 'cart', filter: '', minSeverity: 'CRITICAL', window: '2h' };
  expect(readings).toEqual([...opened, read]);
});

it('reads what the config names where a call names nothing', async () => {
  const config = Config.parse({ project: 'acme', service: 'shop', minSeverity: 'ERROR' });
  const now = () => '2026-01-02T00:00:00Z';
  expect(await readingOf({ sources: [] }, { config, folder: '.', now })).toMatchObject({
    selection: { project: 'acme', service: 'shop' },
    minSeverity: 'ERROR',
  });
});

it('looks back as far as the config says', () => {
  const now = 10n ** 18n;
  const from = (window: string) => now - lookBack(now, { config: Config.parse({ window }) }).since;
  expect([from('2h'), from('1d')]).toEqual([7_200_000_000_000n, 86_400_000_000_000n]);
});

it('keeps to the repository and severity of the service that is named, and to those for all where none is', async () => {
  const client = await connectInside(demoHousehold(folderWithServices(), null), null);
  const collect = async (more: object) =>
    dataOf(await client.call('collect_logs', { sources: ['seed-1.ndjson'], ...more }));
  expect(await collect({ service: 'cart' })).toMatchObject({ total: 0, run: { repository: 'acme/cart' } });
  expect(await collect({})).toMatchObject({ run: { repository: 'netra-systems/netra-apex' } });
});

it('posts no more new issues unasked than the service of the run may have', async () => {
  const github = await demoGitHub();
  const client = await connectInside(demoHousehold(folderWithServices(), github), null);
  await client.call('collect_logs', { sources: ['seed-1.ndjson'], service: 'desk' });
  const { draft } = dataOf(await client.call('propose_draft', { cluster: CLUSTER, ...ROUTING_REPORT }));
  const declined = await client.call('post_draft', { draft });
  expect(dataOf(declined)).toMatchObject({ status: 'declined' });
  expect(JSON.stringify(declined.content)).toContain('limits.maxNewIssues (0) is reached');
});
