import { expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { Config } from '../../src/config/schema.ts';
import { clusterAll } from '../support/clusters.ts';
import { crashLoopInput } from '../support/crash-loop.ts';
import { draftInput } from '../support/drafting.ts';
import { collected } from '../support/entries.ts';
import { newIssue } from './content-of.ts';

it('a new issue has the title and the labels that the config gives all', async () => {
  const issue = { title: '[{service}] {name}', labels: ['log-gardener', 'from {service}', 'ops-{priority}'] };
  const input = draftInput();
  const { title, labels } = await newIssue({ ...input, config: Config.parse({ issue }) });
  expect(title).toBe(`[${input.run.service}] ${input.cluster.title}`);
  expect(labels).toEqual(['log-gardener', `from ${input.run.service}`, 'ops-P2']);
});

it('a new issue says of a component what the config says of it', async () => {
  const config = Config.parse({
    components: [
      {
        name: 'Checkout',
        messages: ['*ledger*'],
        journey: 'Pay for a cart',
        owner: 'till-team',
        links: [{ title: 'Till runbook', url: 'https://runbooks.example.com/till' }],
      },
    ],
  });
  const [cluster] = clusterAll([collected({ message: 'Ledger is out of balance' })]);
  if (cluster === undefined) throw new Error('no cluster');
  const window = { since: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' };
  const { components } = assess(cluster, { config, window, read: { truncated: null }, previous: null });
  const input = crashLoopInput();
  const { body } = await newIssue({ ...input, config, assessment: { ...input.assessment, components } });
  expect(body).toContain('**Checkout** (normal)');
  expect(body).toContain('journey: Pay for a cart; owner: till-team');
  expect(body).toContain('[Till runbook](https://runbooks.example.com/till)');
});
