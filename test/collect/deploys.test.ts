import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { deployOf } from '../../src/collect/deploy-entry.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { parseTime, splitTime } from '../../src/collect/time.ts';
import { Config } from '../../src/config/schema.ts';
import { verdictOf } from '../../src/github/verdict.ts';
import { Completeness } from '../../src/model/completeness.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { recallRevisions } from '../../src/store/revisions.ts';
import { readLogs } from '../../src/triage/read-logs.ts';
import { logEntries, logEntry } from '../support/log-entries.ts';
import { FORMATS, tempFile } from '../support/log-files.ts';
import { temporaryStore } from '../support/store.ts';

const TIME = '2025-09-12T09:14:25.423707Z';

/** An entry of Cloud Run's audit log, as it is written after a deploy. */
function audit(protoPayload: Record<string, unknown>, more: Partial<LogEntry> = {}): LogEntry {
  const { textPayload: _, ...entry } = logEntry({
    insertId: '1k2j3h4g5',
    logName: 'projects/shop/logs/cloudaudit.googleapis.com%2Fsystem_event',
    timestamp: TIME,
    severity: 'INFO',
    resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: '', location: 'us-east4' } },
    ...more,
  });
  const { '@type': type = 'type.googleapis.com/google.cloud.audit.AuditLog', ...payload } = protoPayload;
  return { ...entry, protoPayload: { '@type': type, serviceName: 'run.googleapis.com', ...payload } };
}

/** What the system says when a revision is up. */
const revisionReady = audit({
  methodName: '/Services.ReplaceService',
  resourceName: 'namespaces/shop/revisions/shop-00002-vij',
  status: {
    message:
      'Ready condition status changed to True for Revision shop-00002-vij with message: Deploying revision succeeded in 8.87s.',
  },
  response: {
    '@type': 'type.googleapis.com/google.cloud.run.v1.Revision',
    metadata: { name: 'shop-00002-vij', creationTimestamp: '2025-09-12T09:14:06.036611Z' },
  },
});

const serviceCall = (method: string, response: unknown, more: Record<string, unknown> = {}): LogEntry =>
  audit({ methodName: method, resourceName: 'namespaces/shop/services/shop', response, ...more });

const deployIn = (entry: LogEntry) => deployOf(entry, splitTime(parseTime(entry.timestamp ?? '') ?? 0n));
const at = (time: string) => splitTime(parseTime(time) ?? 0n);

describe('an entry of the audit log tells of a deploy', () => {
  it('when a revision is up: it began when it was made', () => {
    expect(deployIn(revisionReady)).toEqual({
      service: 'shop',
      revision: 'shop-00002-vij',
      at: at('2025-09-12T09:14:06.036611Z'),
    });
  });

  it('without the time when it was made only where it says that it was deployed', () => {
    const { protoPayload } = revisionReady;
    const bare = audit({ ...protoPayload, response: {} });
    expect(deployIn(bare)).toMatchObject({ revision: 'shop-00002-vij', at: at(TIME) });
    const settled = { message: 'Ready condition status changed to True for Revision shop-00002-vij.' };
    expect(deployIn(audit({ ...protoPayload, response: {}, status: settled }))).toBeNull();
  });

  it.each([
    ['google.cloud.run.v1.Services.ReplaceService'],
    ['google.cloud.run.v2.Services.UpdateService'],
    ['/Services.ReplaceService'],
    ['/InternalServices.ReplaceInternalService'],
    ['google.cloud.serverless.internal.InternalServices.ReplaceInternalService'],
  ])('by %s, where the newest revision is not ready yet', (method) => {
    const v1 = { status: { latestCreatedRevisionName: 'shop-00003-abc', latestReadyRevisionName: 'shop-00002-vij' } };
    const expected = { service: 'shop', revision: 'shop-00003-abc', at: at(TIME) };
    expect(deployIn(serviceCall(method, v1))).toEqual(expected);
    const revisions = 'projects/shop/locations/us-east4/services/shop/revisions';
    const v2 = {
      latestCreatedRevision: `${revisions}/shop-00003-abc`,
      latestReadyRevision: `${revisions}/shop-00002-vij`,
    };
    expect(deployIn(serviceCall(method, v2))).toEqual(expected);
  });

  it('for the first revision of a new service', () => {
    const created = {
      metadata: { name: 'shop', creationTimestamp: '2025-09-12T09:14:00Z' },
      status: { latestCreatedRevisionName: 'shop-00001-loq', latestReadyRevisionName: 'shop-00001-loq' },
    };
    expect(deployIn(serviceCall('/Services.CreateService', created))).toMatchObject({
      revision: 'shop-00001-loq',
      at: at('2025-09-12T09:14:00Z'),
    });
  });

  it.each([
    ['traffic alone is moved', serviceCall('/Services.ReplaceService', { status: both('shop-00002-vij') })],
    [
      'the call was refused',
      serviceCall('google.cloud.run.v1.Services.ReplaceService', undefined, { status: { code: 3 } }),
    ],
    ['another method is called', serviceCall('google.cloud.run.v1.Services.SetIamPolicy', { status: both('a') })],
    ['a job is made', serviceCall('google.cloud.run.v1.Jobs.CreateJob', { status: both('a') })],
    ['nothing is said', serviceCall('google.cloud.run.v2.Services.UpdateService', 'ok')],
    ['it is no audit entry', logEntry({ textPayload: 'google.cloud.run.v1.Services.ReplaceService' })],
  ])('but not where %s', (_, entry) => {
    expect(deployIn(entry)).toBeNull();
  });
});

function both(revision: string) {
  return { latestCreatedRevisionName: revision, latestReadyRevisionName: revision };
}

const OLD = { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: 'shop-00001-loq' } };
const NEW = { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: 'shop-00002-vij' } };
const error = (insertId: string, timestamp: string, resource: LogEntry['resource']): LogEntry =>
  logEntry({ insertId, timestamp, resource });

async function collected(entries: readonly LogEntry[]): Promise<Completeness> {
  const record = await collect(
    {
      sources: [tempFile(FORMATS.ndjson(entries))],
      minSeverity: 'ERROR',
      window: null,
      redactor: createRedactor({ key: 'key', patterns: [] }),
      setAside: null,
    },
    () => undefined,
  );
  expect(Completeness.parse(record)).toEqual(record);
  return record;
}

describe('the record of a run', () => {
  it('names deploys, below the least severity too, once and at their earliest', async () => {
    const later = serviceCall('/Services.ReplaceService', { status: { latestCreatedRevisionName: 'shop-00002-vij' } });
    const { deploys, kept } = await collected([{ ...later, insertId: 'later' }, revisionReady, revisionReady]);
    expect(kept).toBe(0);
    expect(deploys).toEqual([{ service: 'shop', revision: 'shop-00002-vij', at: '2025-09-12T09:14:06.036611Z' }]);
    expect(await collected([logEntry()])).not.toHaveProperty('deploys');
  });

  it('takes a deploy for an observed start, where no other revision logged before', async () => {
    const alone = error('new', '2025-09-12T09:15:00Z', NEW);
    expect((await collected([alone])).revisions).toMatchObject([{ startObserved: false }]);
    expect((await collected([alone, revisionReady])).revisions).toMatchObject([{ startObserved: true }]);
    const longUp = error('up', '2025-09-12T07:00:00Z', NEW);
    expect((await collected([longUp, alone, revisionReady])).revisions).toMatchObject([{ startObserved: false }]);
  });

  it('is the same from any number of threads', async () => {
    const filler = 'x'.repeat(1_000);
    const plain = logEntries(5_000, (n) => ({ textPayload: `failed ${n} ${filler}`, resource: NEW }));
    const made = (n: number) => `2025-09-12T09:${10 + (n % 7)}:00Z`;
    const mixed = plain.flatMap((entry, n) => {
      if (n % 250 !== 0) return [entry];
      const revision = `shop-0000${n % 3}-abc`;
      const response = { metadata: { name: revision, creationTimestamp: made(n / 250) } };
      const resourceName = `namespaces/shop/revisions/${revision}`;
      return [entry, audit({ methodName: '/Services.ReplaceService', resourceName, response }, { insertId: `d-${n}` })];
    });
    const file = tempFile(FORMATS.ndjson(mixed));
    const run = async (workers: number) => {
      const request = { minSeverity: 'NOTICE' as const, window: null, config: Config.parse({}), known: [] };
      const key = { redactionKey: Buffer.alloc(32, 7), setAside: null };
      return (await readLogs({ sources: [file], ...request, ...key, workers, workersFrom: 0 })).collected;
    };
    const alone = await run(0);
    expect(alone.deploys).toHaveLength(3);
    expect(alone.deploys?.[0]?.at).toBe('2025-09-12T09:10:00Z');
    expect(await run(2)).toEqual(alone);
    expect(await run(4)).toEqual(alone);
  });
});

describe('the verdict', () => {
  const issue = {
    ...{ number: 169, title: 'It fails', body: '', url: 'https://github.com/a/b/issues/169', author: 'ada' },
    ...{ state: 'closed' as const, stateReason: 'completed' as const, locked: false, labels: [] },
    ...{ createdAt: '2025-09-01T00:00:00Z', updatedAt: '2025-09-01T00:00:00Z', closedAt: '2025-09-12T08:00:00Z' },
  };
  const history = {
    issue,
    closing: null,
    fixesOnTheWay: [],
    movedTo: null,
    duplicateOf: null,
    ownComments: [],
    own: false,
    byUs: false,
    ownLabels: [],
    complete: true,
  };
  const fixed = (mergedAt: string) => ({
    pull: 170,
    mergedAt,
    title: 'Fix it',
    url: issue.url,
    how: 'closed the issue' as const,
  });

  const verdict = async (entries: readonly LogEntry[], mergedAt: string) => {
    const { revisions, deploys } = await collected(entries);
    const recalled = await recallRevisions(await temporaryStore(), revisions, deploys);
    const seen = { firstSeen: '2025-09-12T09:15:00Z', lastSeen: '2025-09-12T09:15:00Z' };
    return verdictOf({
      history: { ...history, fix: fixed(mergedAt) },
      revisions: recalled,
      clusterRevisions: [{ name: 'shop-00002-vij', count: 1, ...seen }],
      ...seen,
      services: ['shop'],
    }).kind;
  };

  it('knows that a revision holds the fix, by its deploy alone', async () => {
    const alone = error('new', '2025-09-12T09:15:00Z', NEW);
    expect(await verdict([alone], '2025-09-12T09:00:00Z')).toBe('unknown');
    expect(await verdict([alone, revisionReady], '2025-09-12T09:00:00Z')).toBe('regressed');
  });

  it('takes no revision that was made before the merge and logged only after it for one that holds the fix', async () => {
    const old = error('old', '2025-09-12T09:00:00Z', OLD);
    const quietFirst = error('new', '2025-09-12T09:15:00Z', NEW);
    // What says so was written when the revision was up; with that entry, no earlier one of the revision is needed.
    const merged = '2025-09-12T09:14:10Z';
    expect(await verdict([old, quietFirst], merged)).toBe('regressed');
    expect(await verdict([old, quietFirst, revisionReady], merged)).toBe('fix_not_deployed');
  });
});
