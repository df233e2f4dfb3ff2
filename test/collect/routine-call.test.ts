import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../src/model/entry.ts';
import { collectEntries } from '../support/collecting.ts';
import { logEntry } from '../support/log-entries.ts';

const SYSTEM_LOG = 'projects/shop/logs/cloudaudit.googleapis.com%2Fsystem_event';
const AUDIT_LOG = 'projects/shop/logs/cloudaudit.googleapis.com%2Factivity';

/** What the audit log says of a call. */
function called(methodName: string, payload: Record<string, unknown> = {}, more: Partial<LogEntry> = {}): LogEntry {
  const { textPayload: _, ...entry } = logEntry({ logName: AUDIT_LOG, severity: 'NOTICE', ...more });
  const type = 'type.googleapis.com/google.cloud.audit.AuditLog';
  return { ...entry, protoPayload: { '@type': type, methodName, resourceName: 'projects/shop', ...payload } };
}

async function outcomeOf(entry: LogEntry, minSeverity: 'DEFAULT' | 'NOTICE' = 'NOTICE') {
  const { entries, completeness } = await collectEntries([entry], { minSeverity });
  return { kept: entries.length, routine: completeness.routine };
}

describe('what the audit log says of a call', () => {
  it.each([
    ['google.cloud.run.v2.Services.UpdateService'],
    ['google.cloud.run.v1.Services.ReplaceService'],
    ['google.cloud.run.v2.Jobs.CreateJob'],
    ['google.cloud.run.v1.Services.DeleteService'],
    ['SetIamPolicy'],
    ['google.cloud.secretmanager.v1.SecretManagerService.AddSecretVersion'],
    ['cloudsql.instances.update'],
    ['google.container.v1.ClusterManager.UpdateNodePool'],
  ])('is no problem where %s went well, and is counted', async (method) => {
    const wentWell = { kept: 0, routine: 1 };
    expect(await outcomeOf(called(method))).toEqual(wentWell);
    expect(await outcomeOf(called(method, { status: {} }))).toEqual(wentWell);
    expect(await outcomeOf(called(method, { status: { code: 0 } }))).toEqual(wentWell);
    expect(await outcomeOf(called(method, {}, { severity: 'INFO' }), 'DEFAULT')).toEqual(wentWell);
  });

  it.each([
    ['that was refused', called('SetIamPolicy', { status: { code: 7, message: 'PERMISSION_DENIED' } })],
    ['that failed, whatever the severity', called('cloudsql.instances.update', { status: { code: 13 } })],
    ['that is called an error', called('SetIamPolicy', {}, { severity: 'ERROR' })],
    ['that somebody is warned of', called('SetIamPolicy', {}, { severity: 'WARNING' })],
    [
      'whose status says in words alone that it failed',
      called('/Services.ReplaceService', {
        status: { message: 'Ready condition status changed to False for Revision shop-00002-vij.' },
      }),
    ],
    ['that another log tells of', called('SetIamPolicy', {}, { logName: 'projects/shop/logs/own' })],
    ['in a payload of another type', called('SetIamPolicy', { '@type': 'type.googleapis.com/shop.Notice' })],
  ])('stays one %s', async (_, entry) => {
    expect(await outcomeOf(entry)).toEqual({ kept: 1, routine: undefined });
  });

  it.each([
    ['compute.instances.hostError', 'Instance terminated by Compute Engine.'],
    ['compute.instances.hostError', ''],
    ['compute.instances.preempted', 'Instance was preempted.'],
    ['compute.instances.preempted', ''],
    ['/Jobs.RunJob', 'Container terminated on signal 9.'],
    ['/Jobs.RunJob', 'Task was killed'],
    ['io.k8s.core.v1.nodes.update', 'node not ready, timed out'],
    ['/Services.ReplaceService', 'Ready condition status changed to Unknown for Revision shop-00002-vij.'],
  ])('stays one where the system tells of a failure: %s, %s', async (method, message) => {
    const stays = { kept: 1, routine: undefined };
    expect(await outcomeOf(called(method, { status: { message } }, { logName: SYSTEM_LOG }))).toEqual(stays);
    expect(await outcomeOf(called(method, { status: { message } }))).toEqual(stays);
  });

  it.each([
    ['nothing', {}, 0],
    ['success', { message: 'Ready condition status changed to True for Revision shop-00002-vij.' }, 0],
    ['success with a code', { code: 0, message: 'Migrated.' }, 0],
    ['that something succeeded', { message: 'Deploying revision succeeded in 8.05s.' }, 0],
    ['what nobody foresaw', { message: 'Instance went away.' }, 1],
  ])('of what the system did, where it says %s', async (_, status, kept) => {
    const entry = called('compute.instances.migrateOnHostMaintenance', { status }, { logName: SYSTEM_LOG });
    expect((await outcomeOf(entry)).kept).toBe(kept);
  });

  it('leaves every number adding up, and is below the severity first', async () => {
    const entries = [called('SetIamPolicy'), logEntry({ insertId: 'b' }), called('b', {}, { severity: 'INFO' })];
    const numbered = entries.map((entry, index) => ({ ...entry, insertId: `id-${index}` }));
    const { completeness } = await collectEntries(numbered, { minSeverity: 'NOTICE' });
    expect(completeness).toMatchObject({ read: 3, kept: 1, belowSeverity: 1, routine: 1, duplicates: 0 });
  });
});
