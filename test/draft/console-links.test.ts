import { expect, it } from 'vitest';
import { errorReportingLinks, logsLink } from '../../src/draft/console-links.ts';
import type { Pattern } from '../../src/model/cluster.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { cluster, draftInput, entryWith, facts, pattern } from '../support/drafting.ts';

/** The links of a cluster of one pattern, decoded as the browser would. */
function linksOf(template: string, message: string, more: Partial<Parameters<typeof facts>[0]> = {}): string[] {
  const own = facts(more);
  const root = pattern({ template, example: entryWith(message), facts: own });
  const input = draftInput({ cluster: cluster({ patterns: [root], facts: own }) });
  return [logsLink(input), ...errorReportingLinks(input)].map((link) => decodeURIComponent(link?.url ?? ''));
}

it('asks Logs Explorer for this service, this window, and the longest text that all entries share', () => {
  expect(
    linksOf('Order <*> of user <*> failed for lack of stock', 'Order 17 of user ann failed for lack of stock'),
  ).toEqual([
    'https://console.cloud.google.com/logs/query;query=resource.type="cloud_run_revision"\nresource.labels.service_name="netra-backend-staging"\n"failed for lack of stock";timeRange=2025-09-11T23:30:00Z/2025-09-12T23:30:00Z?project=netra-staging',
  ]);
});

/** The query of a pattern with these examples. */
function queryOf(examples: LogEntry[], over: Partial<Pattern> = {}): string {
  const [example] = examples;
  if (example === undefined) throw new Error('a pattern has an example');
  const root = pattern({ template: '<*>', example, examples, ...over });
  const { url = '' } = logsLink(draftInput({ cluster: cluster({ patterns: [root] }) })) ?? {};
  return /query;query=(.*);timeRange/s.exec(decodeURIComponent(url))?.[1] ?? '';
}

it('searches for nothing that we put together: of a sentence made of fields, for the field', () => {
  const jsonPayload = {
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
    involvedObject: { kind: 'Pod', name: 'web-ff907a76c-c0b57', namespace: 'prod' },
    type: 'Warning',
  };
  const resource = { type: 'k8s_pod', labels: { cluster_name: 'c', namespace_name: 'prod', pod_name: 'web-1' } };
  const template = 'Kubernetes workload web: Readiness probe failed: HTTP probe failed with statuscode: 503';
  expect(queryOf([{ jsonPayload, resource }], { template })).toBe(
    'resource.type="k8s_pod"\nresource.labels.cluster_name="c"\nresource.labels.namespace_name="prod"\n"HTTP probe failed with statuscode"',
  );
});

it('names the container by what all examples share, and the severity where they say nothing alike', () => {
  const inPod = (pod: string, message: string): LogEntry => ({
    severity: 'WARNING',
    textPayload: message,
    resource: {
      type: 'k8s_container',
      labels: { cluster_name: 'c', namespace_name: 'prod', container_name: 'cart', pod_name: pod },
    },
  });
  expect(queryOf([inPod('cart-1', 'a b'), inPod('cart-2', 'c d')])).toBe(
    'resource.type="k8s_container"\nresource.labels.cluster_name="c"\nresource.labels.namespace_name="prod"\nresource.labels.container_name="cart"\nseverity=WARNING',
  );
});

it('names no service where several have the problem, though no example is of another', () => {
  const services = [
    { name: 'netra-backend-staging', count: 9 },
    { name: 'other', count: 1 },
  ];
  expect(queryOf([entryWith('a b')], { facts: facts({ services }) })).not.toContain('service_name');
});

it('searches for no text that colours stand in', () => {
  const text = '\u001b[35mcannot open the pot \u001b[31mof tea: it is locked\u001b[0m';
  expect(linksOf('cannot open the pot of tea: it is locked', text)[0]).toContain('\n"it is locked";');
});

it('keeps a quotation mark in a message from ending the query', () => {
  const [url] = linksOf('bad key " x " OR severity', 'bad key "x" OR severity');
  expect(url).toContain('"bad key \\"x\\" OR severity"');
});

it('encodes what Markdown or the URL would read as its own', () => {
  const root = pattern({ template: 'f ( a ) ; b', example: entryWith('f(a); b') });
  const logs = logsLink(draftInput({ cluster: cluster({ patterns: [root] }) }));
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
  const input = draftInput({ run: { ...run, project: '' } });
  expect(logsLink(input)).toBeNull();
  expect(errorReportingLinks(input)).toEqual([]);
});
