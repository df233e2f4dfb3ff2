import { describe, expect, it } from 'vitest';
import { type Symptom, symptomOf } from '../../src/investigate/symptom.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { clusterOfEntry, expectBacked, proseOf, textOf } from './symptom-cases.ts';

const ENDS_SERVER = '2026-11-20 10:00:00.118 UTC [1] FATAL:  database files are incompatible with server';

describe('what nobody’s code logs', () => {
  const event = (message: string): LogEntry => ({
    jsonPayload: {
      type: 'Warning',
      message,
      involvedObject: { kind: 'Pod', name: 'cart-6d5f8c7b9d-x7k2p', fieldPath: 'spec.containers{cart}' },
    },
    resource: { type: 'k8s_pod', labels: {} },
  });
  const audit = (more: Record<string, unknown>): LogEntry => ({
    protoPayload: { '@type': 'type.googleapis.com/google.cloud.audit.AuditLog', ...more },
    resource: { type: 'gce_instance', labels: {} },
  });
  const run = (log: string): LogEntry => ({
    textPayload: 'The request was aborted because there was no available instance.',
    logName: `projects/shop/logs/run.googleapis.com%2F${log}`,
    resource: { type: 'cloud_run_revision', labels: {} },
  });
  const record = (type: string, logger = 'shop'): LogEntry => ({
    jsonPayload: { logger, record: { error_severity: 'ERROR', message: 'payment declined' } },
    resource: { type, labels: {} },
  });

  it.each<[string, LogEntry, Partial<Symptom>, string]>([
    [
      'Kubernetes of a probe',
      event('Readiness probe failed: HTTP probe failed with statuscode: 503'),
      { kind: 'kubernetes', what: 'readiness' },
      'not ready',
    ],
    [
      'Kubernetes of anything',
      event('Something new'),
      { kind: 'kubernetes', what: 'other' },
      'the other events of the workload',
    ],
    [
      'Cloud Run of a job',
      {
        protoPayload: {
          '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
          status: { code: 10, message: 'Execution import-x has failed to complete, 0/1 tasks were a success.' },
        },
        resource: { type: 'cloud_run_job', labels: { job_name: 'import' } },
      },
      { kind: 'job-run', job: 'import' },
      'the tasks of the run',
    ],
    [
      'Compute of a quota',
      audit({ methodName: 'v1.compute.instances.insert', status: { code: 8, message: 'Quota CPUS exceeded.' } }),
      { kind: 'api-call', status: 'RESOURCE_EXHAUSTED', ofQuota: true },
      'quota',
    ],
    [
      'PostgreSQL',
      {
        textPayload:
          '2026-11-20 10:00:00.118 UTC [104] ERROR:  duplicate key value violates unique constraint "orders_pkey"',
      },
      { kind: 'database', ends: 'statement' },
      'sends the statement',
    ],
    [
      'Cloud SQL, whatever the spaces',
      {
        textPayload: '2026-11-20 10:00:00.118 UTC [104]: [5-1] db=shop,user=app ERROR: duplicate key value',
        resource: { type: 'cloudsql_database', labels: {} },
      },
      { kind: 'database', ends: 'statement' },
      'sends the statement',
    ],
    [
      'AlloyDB in a record',
      record('alloydb.googleapis.com/Instance'),
      { kind: 'database', ends: 'statement' },
      'sends the statement',
    ],
    [
      'CloudNativePG in a record',
      record('k8s_container', 'postgres'),
      { kind: 'database', ends: 'statement' },
      'sends the statement',
    ],
    [
      'Cloud Run of instances, in its request log',
      run('requests'),
      { kind: 'cloud-run', what: 'no-instance' },
      'number of instances',
    ],
    [
      'Cloud Run of instances, in its system log',
      run('varlog%2Fsystem'),
      { kind: 'cloud-run', what: 'no-instance' },
      'number of instances',
    ],
  ])('is told by who tells it: %s', (_, entry, symptom, words) => {
    const cluster = clusterOfEntry(entry);
    expect(symptomOf(cluster)).toMatchObject(symptom);
    expect(textOf(cluster)).toContain(words);
    expect(textOf(cluster)).not.toMatch(/condition behind this line|lower its severity/);
    expectBacked(cluster);
  });

  it.each<[string, LogEntry]>([
    ['the output of a container on Cloud Run', run('stdout')],
    ['its errors', run('stderr')],
    ['an entry on Cloud Run whose log is not known', { ...run('requests'), logName: undefined }],
    ['the record of a program on Cloud Run', record('cloud_run_revision')],
    ['a line of PostgreSQL that ends more than a session', { textPayload: ENDS_SERVER }],
  ])('is told by nobody but them: not by %s', (_, entry) => {
    expect(symptomOf(clusterOfEntry(entry)).kind).toBe('message');
  });

  it('a container that Kubernetes restarts has ended, and nobody knows that it did not start', () => {
    const cluster = clusterOfEntry(event('Back-off restarting failed container cart'), { severity: 'WARNING' });
    const { currentBehaviour, expectedBehaviour, nextAction } = proseOf(cluster);
    expect(currentBehaviour).not.toContain('start-up');
    expect(expectedBehaviour).toBe('The container keeps running.');
    expect(nextAction).toContain('before it ended');
    expect(nextAction).not.toMatch(/lower its severity|roll back/);
    expectBacked(cluster);
  });

  it('a call in the audit log that did not fail is called by its severity, and no failure', () => {
    const cluster = clusterOfEntry(audit({ methodName: 'google.cloud.run.v2.Services.UpdateService' }), {
      severity: 'NOTICE',
    });
    expect(proseOf(cluster).impact).toContain('it does not say that anything failed');
    expect(textOf(cluster)).not.toContain('warning');
  });
});
