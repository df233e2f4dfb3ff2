import { describe, expect, it } from 'vitest';
import { describeEntry } from '../../src/collect/collected-entry.ts';
import { hasText, messageOf } from '../../src/collect/message.ts';
import { deploymentOf } from '../../src/collect/origin.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { redactEntry } from '../../src/collect/redact-entry.ts';
import type { LogEntry } from '../../src/model/entry.ts';

const SCHEDULER = 'google.cloud.scheduler.logging';
const TASKS = 'google.cloud.tasks.logging.v1.TaskActivityLog';
const BALANCER = 'google.cloud.loadbalancing.type.LoadBalancerLogEntry';
const WORKFLOWS = 'google.cloud.workflows.type.ExecutionsSystemLog';

/** An entry of a resource, with a payload of one of Google's types. */
function entry(
  resource: string,
  type: string,
  payload: Record<string, unknown>,
  { labels = {}, ...more }: Omit<Partial<LogEntry>, 'labels'> & { labels?: Record<string, string> } = {},
): LogEntry {
  return {
    jsonPayload: { '@type': `type.googleapis.com/${type}`, ...payload },
    resource: { type: resource, labels },
    ...more,
  };
}

const job = { jobName: 'projects/oven/locations/eu/jobs/flour-order', targetType: 'HTTP', url: 'https://x.run.app/y' };
const finished = (payload: Record<string, unknown>, more: Parameters<typeof entry>[3] = {}) =>
  entry('cloud_scheduler_job', `${SCHEDULER}.AttemptFinished`, payload, more);
const attempted = (attempt: Record<string, unknown>, more: Parameters<typeof entry>[3] = {}) =>
  entry('cloud_tasks_queue', TASKS, { attemptResponseLog: attempt }, { labels: { queue_id: 'mail' }, ...more });
const balanced = (payload: Record<string, unknown>, more: Parameters<typeof entry>[3] = {}) =>
  entry('http_load_balancer', BALANCER, payload, { labels: { backend_service_name: 'oven-web' }, ...more });
const executed = (message: string) =>
  audited('cloud_run_job', { methodName: '/Jobs.RunJob', status: { code: 10, message } }, { job_name: 'report' });
const audited = (type: string, payload: Record<string, unknown>, labels: Record<string, string> = {}): LogEntry => ({
  protoPayload: { '@type': 'type.googleapis.com/google.cloud.audit.AuditLog', ...payload },
  resource: { type, labels },
});
const ran = (exception: string) =>
  entry('workflows.googleapis.com/Workflow', WORKFLOWS, { failure: { exception } }, { labels: { workflow_id: 'pay' } });

describe('what a service of Google Cloud says', () => {
  it.each<[string, LogEntry, string]>([
    [
      'of a call that failed',
      finished({ ...job, status: 'INTERNAL', debugInfo: 'URL_UNREACHABLE' }, { httpRequest: { status: 500 } }),
      'Cloud Scheduler job flour-order failed: INTERNAL (HTTP 500)\nURL_UNREACHABLE',
    ],
    [
      'of one that nobody answered',
      finished({ status: 'DEADLINE_EXCEEDED' }, { labels: { job_id: 'flour-order' } }),
      'Cloud Scheduler job flour-order failed: DEADLINE_EXCEEDED',
    ],
    [
      'of one whose status is a number',
      finished({ ...job, status: 13 }),
      'Cloud Scheduler job flour-order failed: INTERNAL',
    ],
    [
      'of one that has no status, but an answer',
      finished(job, { httpRequest: { status: 503 } }),
      'Cloud Scheduler job flour-order failed: HTTP 503',
    ],
    ['of one that is an error', finished(job, { severity: 'ERROR' }), 'Cloud Scheduler job flour-order failed'],
    [
      'of one that succeeded',
      finished({ ...job, debugInfo: 'URL_CRAWLED' }, { httpRequest: { status: 200 }, severity: 'INFO' }),
      'Cloud Scheduler job flour-order succeeded',
    ],
    [
      'of one that began',
      entry('cloud_scheduler_job', `${SCHEDULER}.AttemptStarted`, job),
      'Cloud Scheduler job flour-order started',
    ],
    [
      'of a task that failed',
      attempted({ status: 'UNAVAILABLE', targetAddress: 'POST https://x.run.app/tasks/ORD-17/send?key=1' }),
      'Cloud Tasks queue mail: POST /tasks/{id}/send failed: UNAVAILABLE',
    ],
    ['of a task without an address', attempted({ status: 'UNKNOWN' }), 'Cloud Tasks queue mail: failed: UNKNOWN'],
    [
      'of a task that was done',
      attempted({ status: 'OK', targetAddress: 'POST https://x.run.app/send' }),
      'Cloud Tasks queue mail: POST /send succeeded',
    ],
    [
      'of a request that reached no backend',
      balanced({ statusDetails: 'failed_to_connect_to_backend' }, { httpRequest: { status: 502, requestUrl: '/a' } }),
      'Load balancer answered 502 for oven-web: failed_to_connect_to_backend',
    ],
    [
      'of a request that it refused itself',
      balanced({ statusDetails: 'denied_by_security_policy' }, { httpRequest: { status: 403 } }),
      'Load balancer answered 403 for oven-web: denied_by_security_policy',
    ],
    [
      'of a request whose sender went away',
      balanced(
        { statusDetails: 'client_disconnected_before_any_response' },
        { httpRequest: {}, labels: { url_map_name: 'oven' } },
      ),
      'Load balancer gave no answer for oven: client_disconnected_before_any_response',
    ],
    [
      'of a regional load balancer',
      entry(
        'http_external_regional_lb_rule',
        BALANCER,
        { proxyStatus: 'error="destination_unavailable"; details="failed_to_pick_backend"' },
        { httpRequest: { status: 503 }, labels: { backend_target_name: 'cart', url_map_name: 'um' } },
      ),
      'Load balancer answered 503 for cart: failed_to_pick_backend',
    ],
    [
      'of a job that failed',
      executed('Execution report-x7k2p has failed to complete, 0/1 tasks were a success.'),
      'Cloud Run job report failed: not all tasks were a success',
    ],
    [
      'of a task of a job',
      executed('Task report-x7k2p-task0 failed with message: The configured memory limit was reached.'),
      'Cloud Run job report failed: The configured memory limit was reached.',
    ],
    [
      'of a job that succeeded',
      executed('Execution report-x7k2p has completed successfully.'),
      'Cloud Run job report succeeded',
    ],
    [
      'of a workflow that failed',
      ran('\nno such key\nin step "a"'),
      'Cloud Workflows workflow pay failed: no such key\nin step "a"',
    ],
    [
      'of a workflow that failed with an error of its own',
      ran('{"message":"no funds","code":402}\nin step "charge", routine "main", line: 3'),
      'Cloud Workflows workflow pay failed: no funds\nin step "charge", routine "main", line: 3',
    ],
  ])('%s is a sentence', (_, one, sentence) => {
    expect(messageOf(one)).toBe(sentence);
    expect(hasText(one)).toBe(true);
  });

  it('is left to the request where the backend answered it, or the cache', () => {
    for (const statusDetails of ['response_sent_by_backend', 'response_from_cache', 'cache_lookup_failed', '']) {
      const one = balanced({ statusDetails }, { httpRequest: { requestMethod: 'GET', requestUrl: '/a', status: 500 } });
      expect(messageOf(one)).toBe('GET /a 500');
      expect(hasText(one)).toBe(false);
    }
    const moved = balanced({ statusDetails: 'something_new' }, { httpRequest: { requestUrl: '/a', status: 301 } });
    expect(messageOf(moved)).toBe('/a 301');
  });

  it('is believed of the service alone: what a program writes may have any type', () => {
    const own = entry('cloud_run_revision', `${SCHEDULER}.AttemptFinished`, {
      ...job,
      status: 'INTERNAL',
      message: 'x',
    });
    expect(messageOf(own)).toBe('x');
    for (const type of [TASKS, BALANCER, WORKFLOWS]) {
      const payload = { message: 'x', failure: { exception: 'y' }, statusDetails: 'z', attemptResponseLog: {} };
      expect(messageOf(entry('k8s_container', type, payload))).toBe('x');
    }
  });

  it('says itself what else has a type', () => {
    const reported = 'google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent';
    expect(messageOf(entry('global', reported, { message: 'it broke' }))).toBe('it broke');
    const begun = entry('workflows.googleapis.com/Workflow', WORKFLOWS, { message: 'begun', state: 'ACTIVE' });
    expect(messageOf(begun)).toBe('begun');
    expect(messageOf(entry('cloud_tasks_queue', TASKS, { taskCreationLog: { status: 'OK' } }))).toContain('Creation');
    expect(messageOf({ jsonPayload: { '@type': 'constructor', message: 'x' } })).toBe('x');
  });

  it('is none of what else is done to a job', () => {
    const denied = { methodName: 'google.cloud.run.v1.Jobs.CreateJob', status: { code: 7, message: 'denied' } };
    expect(messageOf(audited('cloud_run_job', denied))).toBe(
      'google.cloud.run.v1.Jobs.CreateJob PERMISSION_DENIED: denied',
    );
  });

  it('is one line, whatever its names hold', () => {
    const one = finished({ status: 'A B\nC' }, { labels: { job_id: 'a\nb c' } });
    expect(messageOf(one)).toBe('Cloud Scheduler job a_b_c failed: A_B_C');
    expect(messageOf(finished({ status: 'INTERNAL' }))).toBe('Cloud Scheduler job ? failed: INTERNAL');
  });

  it('is a message like any other where something in it is hidden', () => {
    const redactor = createRedactor({ key: 'k', patterns: [] });
    const described = (one: LogEntry) =>
      describeEntry(redactEntry(one, redactor), 0n, { severity: 'ERROR', source: 'stated' }, redactor);
    expect(described(ran('no such key')).sentence?.detail).toBe('no such key');
    // Each field is hidden for itself before, and then the sentence has nothing more to hide.
    expect(described(ran('no key for ann@example.com')).sentence?.detail).toMatch(/^no key for \[email-/);
    expect(
      described(attempted({ status: 'OK', targetAddress: 'POST /x' }, { labels: { queue_id: 'a@b.de' } })),
    ).toEqual(expect.objectContaining({ sentence: null, message: expect.stringContaining('[email-') }));
  });
});

describe('the service of an entry', () => {
  it.each([
    ['cloud_scheduler_job', 'job_id', 'flour-order'],
    ['cloud_tasks_queue', 'queue_id', 'mail'],
    ['workflows.googleapis.com/Workflow', 'workflow_id', 'pay'],
    ['http_load_balancer', 'backend_service_name', 'oven-web'],
    ['internal_http_lb_rule', 'backend_target_name', 'cart'],
  ])('of a %s is named by %s', (type, label, name) => {
    const serviceOf = (labels: Record<string, string>) => deploymentOf({ resource: { type, labels } }).service;
    expect(serviceOf({ [label]: name })).toBe(name);
    expect(serviceOf({ [label]: name, service_name: 'shop' })).toBe('shop');
  });

  it('is not the id of one run', () => {
    expect(deploymentOf({ resource: { type: 'cloud_dataproc_job', labels: { job_id: 'run-17' } } }).service).toBe('');
  });
});
