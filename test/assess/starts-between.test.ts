import { describe, expect, it } from 'vitest';
import { withStartsBetween } from '../../src/assess/starts-between.ts';
import type { RevisionSpan } from '../../src/model/completeness.ts';
import type { Run } from '../../src/model/run.ts';

type Cloud = Run['collected']['cloud'];
const READ: Cloud = { slices: 1, retries: 0, waitedSeconds: 0, resumed: false };

const span = (revision: string, service = 'api'): RevisionSpan => ({
  ...{ service, revision, entries: 1, startObserved: false },
  firstSeen: '2025-09-12T02:10:00Z',
  lastSeen: '2025-09-12T02:10:00Z',
});

function reading(
  since: string,
  until: string,
  revisions: RevisionSpan[],
  more: { cloud?: Cloud; filter?: string } = {},
) {
  const { cloud, filter = '' } = more;
  const window = { since: `2025-09-12T${since}:00Z`, until: `2025-09-12T${until}:00Z` };
  return { window, minSeverity: 'NOTICE' as const, filter, collected: { revisions, cloud } };
}

describe('the start of a revision', () => {
  const observed = (...[run, previous]: Parameters<typeof withStartsBetween>): string[] =>
    withStartsBetween(run, previous).flatMap(({ revision, startObserved }) => (startObserved ? [revision] : []));
  const before = reading('01:00', '02:00', [span('api-1')]);
  const now = reading('02:00', '03:00', [span('api-1'), span('api-2')]);

  it('was seen where the run that ended as the window begins saw only others of the service', () => {
    expect(observed(now, before)).toEqual(['api-2']);
  });

  it('was not seen where nothing is known of the time before', () => {
    expect(observed(now, null)).toEqual([]);
    expect(observed(now, reading('00:00', '01:59', [span('api-1')]))).toEqual([]);
    expect(observed(now, reading('01:00', '02:00', []))).toEqual([]);
    expect(observed(now, reading('01:00', '02:00', [span('worker-1', 'worker')]))).toEqual([]);
  });

  it('was not seen where somebody went back to it', () => {
    const was = reading('01:00', '02:00', [span('api-00010-abc')]);
    expect(observed(reading('02:00', '03:00', [span('api-00009-xyz'), span('api-00011-def')]), was)).toEqual([
      'api-00011-def',
    ]);
  });

  it('was not seen where severity or filter kept entries away', () => {
    expect(observed(now, reading('01:00', '02:00', [span('api-1')], { cloud: READ }))).toEqual([]);
    expect(observed(reading('02:00', '03:00', [span('api-2')], { cloud: READ }), before)).toEqual([]);
    const all = { ...reading('02:00', '03:00', [span('api-2')], { cloud: READ }), minSeverity: 'DEFAULT' as const };
    expect(observed(all, before)).toEqual(['api-2']);
    expect(observed({ ...all, filter: 'severity=INFO' }, before)).toEqual([]);
  });
});
