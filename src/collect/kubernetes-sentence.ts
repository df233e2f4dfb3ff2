import type { LogEntry, Sentence } from '../model/entry.ts';
import { field, isObject, textIn } from './json-fields.ts';

/** What runs pods, and pods; an event about a node or the cluster is no workload's. */
const WORKLOADS: ReadonlySet<string> = new Set(
  'Pod ReplicaSet Deployment StatefulSet DaemonSet Job CronJob HorizontalPodAutoscaler'.split(' '),
);

/** Of what GKE writes itself; what a program writes is of a container. */
const OWN = /^(?:k8s|gke)_(?:pod|node|nodepool|cluster)$/;

const IN_POD = / in pod \S{1,300}$/;
/** The volume that each pod has for its tokens: https://kubernetes.io/docs/concepts/storage/projected-volumes/ */
const TOKENS = /\b(kube-api-access)-[a-z0-9]{5}\b/;

/** What Kubernetes makes suffixes of, so that they spell no words: `SafeEncodeString` in k8s.io/apimachinery. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';
const POD = new RegExp(`-(?:[${SAFE}]{5}|(?=[a-z]{0,4}\\d)[a-z0-9]{5})$`);
const TEMPLATE = new RegExp(`-(?:[${SAFE}]{8,10}|(?=[a-z]{0,9}\\d)[a-z0-9]{8,10})$`);
/** A pod of a StatefulSet; the run of a CronJob, in minutes since 1970. */
const ORDINAL = /-\d{1,4}$/;
const SCHEDULED = /-\d{8,10}$/;

/**
 * What an event of Kubernetes warns of, named by the workload that it is about: `Kubernetes workload cart: Back-off
 * restarting failed container cart`. Null for any other entry. https://cloud.google.com/kubernetes-engine/docs/how-to/view-events
 */
export function kubernetesSentence(entry: LogEntry): Sentence | null {
  const about = warnedOf(entry);
  if (about === null) return null;
  const { name, message } = about;
  const [first = '', ...below] = message.split('\n');
  const detail = first.replace(IN_POD, '').replace(TOKENS, '$1');
  return { subject: `Kubernetes workload ${name}:`, detail, below: below.join('\n'), isCall: false };
}

/** The service that an event is about: the container where it names one, else the workload; else empty. */
export function serviceOfEvent(entry: LogEntry): string {
  return warnedOf(entry)?.service ?? '';
}

function warnedOf({ jsonPayload, resource }: LogEntry): { name: string; service: string; message: string } | null {
  const object = field(jsonPayload, 'involvedObject');
  if (!isObject(object) || !OWN.test(resource?.type ?? '')) return null;
  if (textIn(jsonPayload, 'type') !== 'Warning' || !WORKLOADS.has(textIn(object, 'kind'))) return null;
  const name = workloadOf(textIn(object, 'name'), textIn(object, 'kind'));
  const message = textIn(jsonPayload, 'message').trim();
  if (!/^[\w.-]{1,253}$/.test(name) || message === '') return null;
  const container = /\{([\w.-]{1,100})\}$/.exec(textIn(object, 'fieldPath').slice(0, 300))?.[1] ?? '';
  return { name, service: container || name, message };
}

/** `cart-6d5f8c7b9d-x7k2p` → `cart`: a pod's name without what its ReplicaSet, StatefulSet or Job gave it. */
function workloadOf(name: string, kind: string): string {
  if (kind === 'Pod') {
    const owner = name.replace(POD, '');
    return owner === name ? name.replace(ORDINAL, '') : owner.replace(SCHEDULED, '').replace(TEMPLATE, '');
  }
  if (kind === 'ReplicaSet') return name.replace(TEMPLATE, '');
  return kind === 'Job' ? name.replace(SCHEDULED, '') : name;
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-autoscaler-visibility */
const AUTOSCALER = /cluster-autoscaler-visibility$/;
const DEEPEST = 8;

/** Why the autoscaler of a cluster failed or did nothing, which it says as a code; null for any other entry. */
export function autoscalerSentence({ logName = '', jsonPayload, resource }: LogEntry): Sentence | null {
  if (jsonPayload === undefined || !AUTOSCALER.test(logName) || !OWN.test(resource?.type ?? '')) return null;
  const code = codeIn(jsonPayload, 0);
  if (!/^[a-z][\w.]{1,100}$/.test(code)) return null;
  const cluster = textIn(resource?.labels, 'cluster_name').replace(/\s+/g, '_') || '?';
  return { subject: `GKE autoscaler of ${cluster}: ${code}`, detail: '', below: '', isCall: false };
}

/** The first `messageId`, in the order of the fields' names, since exports differ in theirs. */
function codeIn(value: unknown, depth: number): string {
  if (depth > DEEPEST) return '';
  if (Array.isArray(value)) return firstCode(value, depth);
  if (!isObject(value)) return '';
  return (
    textIn(value, 'messageId') ||
    firstCode(
      Object.keys(value)
        .sort()
        .map((name) => value[name]),
      depth,
    )
  );
}

function firstCode(values: readonly unknown[], depth: number): string {
  for (const value of values.slice(0, 50)) {
    const found = codeIn(value, depth + 1);
    if (found !== '') return found;
  }
  return '';
}
