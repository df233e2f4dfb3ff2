import { describe, expect, it } from 'vitest';
import { messageOf } from '../../src/collect/message.ts';
import { deploymentOf } from '../../src/collect/origin.ts';
import { sentenceOf } from '../../src/collect/platform-sentence.ts';
import type { LogEntry } from '../../src/model/entry.ts';

const BACK_OFF = 'Back-off restarting failed container web in pod cart-6d5f8c7b9d-x7k2p_prod(fd12aabf-e228)';

/** A warning of Kubernetes about an object, as GKE logs it. */
function event(
  name: string,
  { kind = 'Pod', message = BACK_OFF, type = 'Warning', resource = 'k8s_pod', fieldPath = '' } = {},
): LogEntry {
  return {
    jsonPayload: { kind: 'Event', type, message, involvedObject: { kind, name, fieldPath } },
    resource: { type: resource, labels: { cluster_name: 'c1', pod_name: name } },
  };
}

describe('what Kubernetes warns of', () => {
  it.each([
    ['a ReplicaSet', 'cart-6d5f8c7b9d-x7k2p', 'Pod', 'cart'],
    ['a ReplicaSet with a digit in its name', 'cart-v2-6d5f8c7b9d-x7k2p', 'Pod', 'cart-v2'],
    ['a StatefulSet', 'redis-master-0', 'Pod', 'redis-master'],
    ['a DaemonSet', 'node-exporter-x7k2p', 'Pod', 'node-exporter'],
    ['a CronJob', 'night-report-29384720-x7k2p', 'Pod', 'night-report'],
    ['nothing', 'debug-shell', 'Pod', 'debug-shell'],
    ['a word of five letters', 'cart-proxy', 'Pod', 'cart-proxy'],
    ['a Deployment', 'cart-6d5f8c7b9d', 'ReplicaSet', 'cart'],
    ['itself', 'cart-6d5f8c7b9d', 'Deployment', 'cart-6d5f8c7b9d'],
    ['a schedule', 'night-report-29384720', 'Job', 'night-report'],
  ])('names the workload of what belongs to %s', (_, name, kind, workload) => {
    const one = event(name, { kind });
    expect(messageOf(one)).toBe(`Kubernetes workload ${workload}: Back-off restarting failed container web`);
    expect(deploymentOf(one).service).toBe(workload);
  });

  it('is the same for all pods of a workload', () => {
    const message = (suffix: string) =>
      `MountVolume.SetUp failed for volume "kube-api-access-${suffix}" : not registered`;
    const [one, other] = ['94dc7', 'x7k2p'].map((suffix) => messageOf(event('cart-0', { message: message(suffix) })));
    expect(one).toBe(other);
  });

  it('is of the service that the container is', () => {
    expect(deploymentOf(event('cart-6d5f8c7b9d-x7k2p', { fieldPath: 'spec.containers{web}' })).service).toBe('web');
  });

  it.each([
    ['about a node', event('gke-c1-pool-1-abc', { kind: 'Node', resource: 'k8s_node' })],
    ['that all is well', event('cart-0', { type: 'Normal' })],
    ['that a program wrote', event('cart-0', { resource: 'k8s_container' })],
    ['without an object', { ...event('cart-0'), jsonPayload: { type: 'Warning', message: BACK_OFF } }],
    ['with a name that is none', event('cart 0')],
  ])('stays a message where it is one %s', (_, one) => {
    expect(sentenceOf(one)).toBeNull();
    expect(messageOf(one)).toBe(BACK_OFF);
    expect(deploymentOf(one).service).toBe('');
  });
});

describe('what the autoscaler of a cluster says', () => {
  const logName = 'projects/p/logs/container.googleapis.com%2Fcluster-autoscaler-visibility';
  const errorMsg = { messageId: 'scale.up.error.quota.exceeded', parameters: ['https://x/instanceGroups/gke-1'] };
  const jsonPayload = { resultInfo: { results: [{ eventId: 'cac23db7', errorMsg }] } };
  const resource = { type: 'k8s_cluster', labels: { cluster_name: 'c1' } };

  it('is a code', () => {
    expect(messageOf({ logName, jsonPayload, resource })).toBe('GKE autoscaler of c1: scale.up.error.quota.exceeded');
    const reason = { reason: { messageId: 'no.scale.up.in.backoff' }, mig: { name: 'pool' } };
    const idle = { noDecisionStatus: { noScaleUp: { skippedMigs: [reason], unhandledPodGroupsTotalCount: 1 } } };
    expect(messageOf({ logName, jsonPayload: idle, resource })).toContain(': no.scale.up.in.backoff');
  });

  it('is believed of its own log alone, and of a code', () => {
    expect(sentenceOf({ logName: 'projects/p/logs/stdout', jsonPayload, resource })).toBeNull();
    expect(sentenceOf({ logName, jsonPayload, resource: { type: 'k8s_container', labels: {} } })).toBeNull();
    expect(sentenceOf({ logName, jsonPayload: { messageId: 'a sentence' }, resource })).toBeNull();
    expect(sentenceOf({ logName, jsonPayload: { measureTime: '1' }, resource })).toBeNull();
  });
});
