import { toString as textOf } from 'mdast-util-to-string';
import { expect, it } from 'vitest';
import { environmentOf } from '../../src/draft/environment.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { cluster, draftInput, facts, pattern } from '../support/drafting.ts';

function environment(
  examples: LogEntry[],
  context: { name: string; value: string }[] = [],
  names = ['cart'],
): string[] {
  const own = facts({ services: names.map((name) => ({ name, count: 2 })) });
  const patterns = [pattern({ examples, facts: own })];
  const { run } = draftInput();
  const input = draftInput({
    run: { ...run, service: 'logs', project: 'p', context },
    cluster: cluster({ patterns, facts: own }),
  });
  return environmentOf(input).map((nodes) => nodes.map((node) => textOf(node)).join(''));
}

const inPod = (pod: string, labels: Record<string, string> = {}): LogEntry => ({
  textPayload: 'cannot reserve stock',
  labels,
  resource: {
    type: 'k8s_container',
    labels: { project_id: 'p', namespace_name: 'prod', container_name: 'cart', pod_name: pod },
  },
});

it('is that of the entries of this problem, whatever else the run read', () => {
  const context = [
    { name: 'pod name', value: 'cart-1, mailer-1' },
    { name: 'resource type', value: 'cloud_run_revision, k8s_container' },
  ];
  expect(environment([inPod('cart-1'), inPod('cart-1')], context)).toEqual([
    'service cart',
    'project p',
    'namespace name prod',
    'pod name cart-1',
    'resource type k8s_container',
  ]);
});

it('says several where the entries differ, and names no service that none of them names', () => {
  expect(environment([inPod('cart-1'), inPod('cart-2')], [], ['cart', 'till'])).toContain('pod name several');
  const [first] = environment([inPod('cart-1')], [], ['']);
  expect(first).toBe('project p');
});

it('names nothing twice', () => {
  expect(environment([inPod('cart-1', { pod_name: 'x' })]).filter((fact) => fact.startsWith('pod name'))).toHaveLength(
    1,
  );
});

it('takes no label that tells entries apart for the environment', () => {
  const labels = { request: 'r-1', tier: 'gold' };
  const context = [{ name: 'request', value: 'more than 3 values' }];
  const shown = environment([inPod('cart-1', labels)], context);
  expect(shown).toContain('tier gold');
  expect(shown.join()).not.toContain('r-1');
  expect(environment([inPod('a', { tier: 'gold' }), inPod('a', { tier: 'iron' })]).join()).not.toContain('tier');
});
