import { createHash } from 'node:crypto';
import type { PlantedEntries, Scenario } from './scenario.ts';

/** The day that every scenario looks at. */
export const WINDOW = { since: '2025-10-07T12:00:00Z', until: '2025-10-08T12:00:00Z' };

const MARGIN_MS = 5 * 60_000;

/** The log as Cloud Logging writes it, one entry a line, in the order of time. Always the same bytes. */
export function plantLog(scenario: Scenario): string {
  const lines = scenario.entries.flatMap((planted, group) =>
    timesOf(planted).map((at, index) => ({ at, json: entryOf(scenario, planted, `${group}-${index}`, index, at) })),
  );
  const deploys = scenario.deploys.map(({ revision, service = scenario.service, at }) => ({
    at: Date.parse(at),
    json: deployOf(scenario, service, revision, at),
  }));
  return [...deploys, ...lines]
    .sort((a, b) => a.at - b.at)
    .map(({ json }) => `${JSON.stringify(json)}\n`)
    .join('');
}

function timesOf({ count, from = '', to = '' }: PlantedEntries): number[] {
  const first = from === '' ? Date.parse(WINDOW.since) + MARGIN_MS : Date.parse(from);
  const last = to === '' ? Date.parse(WINDOW.until) - MARGIN_MS : Date.parse(to);
  if (last < first) throw new Error(`Entries from ${from} to ${to || WINDOW.until}: the end comes before the start`);
  const step = count === 1 ? 0 : (last - first) / (count - 1);
  return Array.from({ length: count }, (_, index) => Math.round(first + index * step));
}

function entryOf(scenario: Scenario, planted: PlantedEntries, key: string, index: number, at: number): object {
  const random = randomOf(`${scenario.name} ${key}`);
  const say = (text: string) => fillSlots(text, planted.values, index, random);
  const { service = scenario.service, revision = scenario.revision, severity, request } = planted;
  const text = [planted.message, planted.trace?.trimEnd()].filter((part) => part !== '' && part !== undefined);
  const message = say(text.join('\n'));
  const timestamp = new Date(at).toISOString();
  const head = {
    insertId: `${scenario.name}-${key}`,
    timestamp,
    receiveTimestamp: new Date(at + 400).toISOString(),
    severity,
    ...runningOn(scenario, service, revision, request === undefined ? 'stderr' : 'requests'),
  };
  if (request !== undefined) {
    const { method, path, status, latency } = request;
    const requestUrl = `https://${service}-7ikfqz3w.a.run.app${say(path)}`;
    return { ...head, httpRequest: { requestMethod: method, requestUrl, status, latency, protocol: 'HTTP/1.1' } };
  }
  const place = planted.source === undefined ? {} : { sourceLocation: sourceOf(planted.source) };
  if (planted.payload === 'text') return { ...head, ...place, textPayload: message };
  return { ...head, ...place, jsonPayload: { message, ...sayAll(planted.fields, say) } };
}

function sourceOf({ file, line, function: name }: NonNullable<PlantedEntries['source']>) {
  return { file, line: String(line), function: name };
}

function sayAll(fields: Readonly<Record<string, unknown>>, say: (text: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? say(value) : value]),
  );
}

/** https://cloud.google.com/logging/docs/api/v2/resource-list */
function runningOn({ platform, tracker: { project } }: Scenario, service: string, revision: string, log: string) {
  if (platform === 'cloud run') {
    const logName = `projects/${project}/logs/run.googleapis.com%2F${log}`;
    const labels = { service_name: service, revision_name: revision, project_id: project, location: 'europe-west1' };
    return { logName, resource: { type: 'cloud_run_revision', labels } };
  }
  const hash = revision.slice(revision.lastIndexOf('-') + 1);
  return {
    logName: `projects/${project}/logs/${log}`,
    resource: {
      type: 'k8s_container',
      labels: {
        project_id: project,
        location: 'europe-west4',
        cluster_name: 'main',
        namespace_name: 'default',
        container_name: service,
        pod_name: `${service}-${hash}-x7k2p`,
      },
    },
    labels: { 'k8s-pod/app': service, 'k8s-pod/pod-template-hash': hash },
  };
}

/** Cloud Run's audit log tells when a revision began; GKE has no such entry. */
function deployOf(scenario: Scenario, service: string, revision: string, at: string): object {
  const { project } = scenario.tracker;
  return {
    insertId: `${scenario.name}-deploy-${revision}`,
    timestamp: at,
    receiveTimestamp: at,
    severity: 'INFO',
    logName: `projects/${project}/logs/cloudaudit.googleapis.com%2Fsystem_event`,
    resource: {
      type: 'cloud_run_revision',
      labels: { service_name: service, revision_name: revision, project_id: project, location: 'europe-west1' },
    },
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: 'run.googleapis.com',
      methodName: '/Services.ReplaceService',
      resourceName: `namespaces/${project}/revisions/${revision}`,
      status: {
        message: `Ready condition status changed to True for Revision ${revision}. Deploying revision succeeded.`,
      },
      response: { metadata: { name: revision, creationTimestamp: at } },
    },
  };
}

/** Numbers below a bound, the same for the same key. */
function randomOf(key: string): (bound: number) => number {
  let calls = 0;
  return (bound) => createHash('sha256').update(`${key} ${++calls}`).digest().readUInt32BE(0) % bound;
}

function fillSlots(
  text: string,
  values: PlantedEntries['values'],
  index: number,
  random: (bound: number) => number,
): string {
  const hex = (length: number) => Array.from({ length }, () => random(16).toString(16)).join('');
  const make: Readonly<Record<string, () => string>> = {
    n: () => String(1000 + random(90_000)),
    ms: () => String(120 + random(29_000)),
    id: () => hex(12),
    uuid: () => [8, 4, 4, 4, 12].map(hex).join('-'),
    user: () => `usr_${1000 + random(9000)}`,
    email: () => `person${random(900)}@example.com`,
    ip: () => `10.${random(200)}.${random(200)}.${random(200)}`,
  };
  return text.replaceAll(/\{(\w+)\}/g, (slot, name: string) => {
    const list = values[name];
    return list === undefined ? (make[name]?.() ?? slot) : (list[index % list.length] ?? slot);
  });
}
