import { describe, expect, it } from 'vitest';
import { hasText, messageOf } from '../../src/collect/message.ts';
import { deploymentOf } from '../../src/collect/origin.ts';
import type { LogEntry } from '../../src/model/entry.ts';

const SCHEDULER = 'google.cloud.scheduler.logging';
const TASKS = 'google.cloud.tasks.logging.v1.TaskActivityLog';
const BALANCER = 'google.cloud.loadbalancing.type.LoadBalancerLogEntry';
const WORKFLOWS = 'google.cloud.workflows.type.ExecutionsSystemLog';

/** An entry with a payload of one of Google's types. */
function entry(
  type: string,
  payload: Record<string, unknown>,
  labels: Record<string, string> = {},
  httpRequest?: LogEntry['httpRequest'],
): LogEntry {
  return {
    jsonPayload: { '@type': `type.googleapis.com/${type}`, ...payload },
    resource: { type: 'a_resource', labels },
    ...(httpRequest && { httpRequest }),
  };
}

const job = { jobName: 'projects/oven/locations/eu/jobs/flour-order', targetType: 'HTTP', url: 'https://x.run.app/y' };
const attempt = { status: 'UNAVAILABLE', targetAddress: 'POST https://x.run.app/tasks/4711/send?key=1' };
const backend = { backend_service_name: 'oven-web', url_map_name: 'oven' };

describe('what a service of Google Cloud says', () => {
  it.each<[string, LogEntry, string]>([
    [
      'of a call that failed',
      entry(
        `${SCHEDULER}.AttemptFinished`,
        { ...job, status: 'INTERNAL', debugInfo: 'URL_UNREACHABLE' },
        {},
        {
          status: 500,
        },
      ),
      'Cloud Scheduler job flour-order failed: INTERNAL (HTTP 500)\nURL_UNREACHABLE',
    ],
    [
      'of one that nobody answered',
      entry(`${SCHEDULER}.AttemptFinished`, { status: 'DEADLINE_EXCEEDED' }, { job_id: 'flour-order' }),
      'Cloud Scheduler job flour-order failed: DEADLINE_EXCEEDED',
    ],
    [
      'of one that succeeded',
      entry(`${SCHEDULER}.AttemptFinished`, { ...job, debugInfo: 'URL_CRAWLED' }, {}, { status: 200 }),
      'Cloud Scheduler job flour-order succeeded',
    ],
    ['of one that began', entry(`${SCHEDULER}.AttemptStarted`, job), 'Cloud Scheduler job flour-order started'],
    [
      'of a task that failed',
      entry(TASKS, { attemptResponseLog: attempt, task: 'x/tasks/17' }, { queue_id: 'mail' }),
      'Cloud Tasks queue mail: POST /tasks/{id}/send failed: UNAVAILABLE',
    ],
    [
      'of a task that was done',
      entry(TASKS, { attemptResponseLog: { ...attempt, status: 'OK' } }, { queue_id: 'mail' }),
      'Cloud Tasks queue mail: POST /tasks/{id}/send succeeded',
    ],
    [
      'of a request that reached no backend',
      entry(BALANCER, { statusDetails: 'failed_to_connect_to_backend' }, backend, { status: 502, requestUrl: '/a' }),
      'Load balancer answered 502 for oven-web: failed_to_connect_to_backend',
    ],
    [
      'of a request that it refused itself',
      entry(BALANCER, { statusDetails: 'denied_by_security_policy' }, backend, { status: 403 }),
      'Load balancer answered 403 for oven-web: denied_by_security_policy',
    ],
    [
      'of a request whose sender went away',
      entry(BALANCER, { statusDetails: 'client_disconnected_before_any_response' }, { url_map_name: 'oven' }, {}),
      'Load balancer answered nothing for oven: client_disconnected_before_any_response',
    ],
    [
      'of a regional load balancer',
      entry(BALANCER, { proxyStatus: 'error="destination_unavailable"; details="failed_to_pick_backend"' }, backend, {
        status: 503,
      }),
      'Load balancer answered 503 for oven-web: failed_to_pick_backend',
    ],
    [
      'of a workflow that failed',
      entry(WORKFLOWS, { failure: { exception: 'no such key\nin step "a"' }, state: 'FAILED' }, { workflow_id: 'pay' }),
      'Cloud Workflows workflow pay failed: no such key\nin step "a"',
    ],
    [
      'of a workflow that failed with an error of its own',
      entry(WORKFLOWS, { failure: { exception: '{"message":"no funds","code":402}' } }, { workflow_id: 'pay' }),
      'Cloud Workflows workflow pay failed: no funds',
    ],
  ])('%s is a sentence', (_, one, sentence) => {
    expect(messageOf(one)).toBe(sentence);
    expect(hasText(one)).toBe(true);
  });

  it('is left to the request where the backend answered it, or the cache', () => {
    for (const statusDetails of ['response_sent_by_backend', 'response_from_cache', 'cache_lookup_failed', '']) {
      const one = entry(BALANCER, { statusDetails }, backend, { requestMethod: 'GET', requestUrl: '/a', status: 500 });
      expect(messageOf(one)).toBe('GET /a 500');
      expect(hasText(one)).toBe(false);
    }
    const moved = entry(BALANCER, { statusDetails: 'something_new' }, backend, { requestUrl: '/a', status: 301 });
    expect(messageOf(moved)).toBe('/a 301');
  });

  it('says itself what else has a type', () => {
    const reported = 'google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent';
    expect(messageOf(entry(reported, { message: 'it broke' }))).toBe('it broke');
    expect(messageOf(entry(WORKFLOWS, { message: 'execution started', state: 'ACTIVE' }))).toBe('execution started');
    expect(messageOf(entry(TASKS, { taskCreationLog: { status: 'OK' } }))).toContain('taskCreationLog');
  });

  it('names no prototype as a type', () => {
    expect(messageOf({ jsonPayload: { '@type': 'constructor', message: 'x' } })).toBe('x');
  });
});

describe('the service of an entry', () => {
  it.each([
    ['job_id', 'flour-order'],
    ['queue_id', 'mail'],
    ['workflow_id', 'pay'],
    ['backend_service_name', 'oven-web'],
  ])('is named by %s where nothing of ours runs', (label, name) => {
    expect(deploymentOf(entry('x', {}, { [label]: name })).service).toBe(name);
    expect(deploymentOf(entry('x', {}, { [label]: name, service_name: 'shop' })).service).toBe('shop');
  });
});
