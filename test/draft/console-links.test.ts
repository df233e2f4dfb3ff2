import { expect, it } from 'vitest';
import { consoleLinks } from '../../src/draft/console-links.ts';
import { cluster, draftInput, entryWith, facts, pattern } from '../support/drafting.ts';

/** The links of a cluster of one pattern, decoded as the browser would. */
function linksOf(template: string, message: string, more: Partial<Parameters<typeof facts>[0]> = {}): string[] {
  const own = facts(more);
  const root = pattern({ template, example: entryWith(message), facts: own });
  return consoleLinks(draftInput({ cluster: cluster({ patterns: [root], facts: own }) })).map(({ url }) =>
    decodeURIComponent(url),
  );
}

it('asks Logs Explorer for this service, this window, and the longest text that all entries share', () => {
  expect(
    linksOf('Order <*> of user <*> failed for lack of stock', 'Order 17 of user ann failed for lack of stock'),
  ).toEqual([
    'https://console.cloud.google.com/logs/query;query=resource.type="cloud_run_revision"\nresource.labels.service_name="netra-backend-staging"\n"failed for lack of stock";timeRange=2025-09-11T23:30:00Z/2025-09-12T23:30:00Z?project=netra-staging',
  ]);
});

it('keeps a quotation mark in a message from ending the query', () => {
  const [url] = linksOf('bad key " x " OR severity', 'bad key "x" OR severity');
  expect(url).toContain('"bad key \\"x\\" OR severity"');
});

it('encodes what Markdown or the URL would read as its own', () => {
  const root = pattern({ template: 'f ( a ) ; b', example: entryWith('f(a); b') });
  const [logs] = consoleLinks(draftInput({ cluster: cluster({ patterns: [root] }) }));
  expect(logs?.url).not.toMatch(/[()\s"<>]/);
  expect(logs?.url.split(';')).toHaveLength(3);
});

it('links Error Reporting where it knows the error, three groups at most, and no id that is none', () => {
  const links = linksOf('a message', 'a message', { errorGroups: ['CKyUhI', '../evil', 'CLq2', 'CPT4', 'CZZZ'] });
  expect(links.slice(1)).toEqual([
    'https://console.cloud.google.com/errors/detail/CKyUhI?project=netra-staging',
    'https://console.cloud.google.com/errors/detail/CLq2?project=netra-staging',
    'https://console.cloud.google.com/errors/detail/CPT4?project=netra-staging',
  ]);
});

it('links nothing without a project', () => {
  const { run } = draftInput();
  expect(consoleLinks(draftInput({ run: { ...run, project: '' } }))).toEqual([]);
});
