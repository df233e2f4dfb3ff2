import type { LogEntry } from '../../src/model/entry.ts';

/** A LogEntry as Cloud Run writes one; every test names only what it is about. */
export function logEntry(overrides: Partial<LogEntry> = {}): LogEntry {
  return {
    insertId: '68c8b292000cecf6d6421188',
    logName: 'projects/shop/logs/run.googleapis.com%2Fstderr',
    timestamp: '2025-09-16T00:42:53.987890Z',
    receiveTimestamp: '2025-09-16T00:42:54.309837157Z',
    severity: 'ERROR',
    resource: {
      type: 'cloud_run_revision',
      labels: { service_name: 'shop', revision_name: 'shop-00734-fvm', project_id: 'shop', location: 'us-central1' },
    },
    labels: { instanceId: '0069c7a98886c4a7a800d8ee9a416192d9344fac' },
    textPayload: 'connection reset by peer',
    ...overrides,
  };
}

/** Entries told apart by their insertId, one second after the other. */
export function logEntries(count: number, overrides: (index: number) => Partial<LogEntry> = () => ({})): LogEntry[] {
  return Array.from({ length: count }, (_, index) =>
    logEntry({
      insertId: `entry-${index}`,
      timestamp: new Date(Date.UTC(2025, 8, 16) + index * 1000).toISOString(),
      textPayload: `message number ${index}`,
      ...overrides(index),
    }),
  );
}
