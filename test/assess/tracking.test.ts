import { describe, expect, it } from 'vitest';
import { pastOf, type Reading, withSightings, withSilence } from '../../src/assess/tracking.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { Completeness } from '../../src/model/completeness.ts';
import type { Tracked } from '../../src/store/tracked.ts';
import { cluster, facts } from '../support/drafting.ts';
import { aRun } from '../support/runs.ts';

const DAY = '2025-09-12';
const at = (time: string): string => `${DAY}T${time}:00Z`;

/** A cluster of one service, an entry a minute from `from` on. */
function seen(from: string, count: number, more: Parameters<typeof facts>[0] = {}): Cluster {
  const start = Date.parse(at(from)) / 1000;
  const lastSeen = new Date((start + (count - 1) * 60) * 1000).toISOString();
  const own = facts({
    count,
    firstSeen: at(from),
    lastSeen,
    severity: 'ERROR',
    timeline: { widthSeconds: 60, buckets: Array.from({ length: count }, (_, nth) => [start + nth * 60, 1]) },
    services: [{ name: 'api', count }],
    revisions: [{ name: 'api-1', count, firstSeen: at(from), lastSeen }],
    ...more,
  });
  return cluster({ facts: own });
}

function reading(
  since: string,
  until: string,
  more: { whole?: boolean; collected?: Partial<Completeness> } = {},
): Reading {
  const run = aRun({ service: 'api', window: { since: at(since), until: at(until) } });
  const revisions = [span('api', 'api-1', 40)];
  return {
    run: { ...run, collected: { ...run.collected, malformed: 0, outsideWindow: 0, revisions, ...more.collected } },
    whole: more.whole ?? true,
  };
}

function span(service: string, revision: string, entries: number) {
  return { service, revision, entries, firstSeen: at('12:00'), lastSeen: at('12:59'), startObserved: false };
}

function trackedOf(one: Cluster, first: Reading): Tracked {
  const [row] = withSightings([], one, first);
  if (row === undefined) throw new Error('a sighting has a service');
  return row;
}

describe('what is known of a problem', () => {
  it('adds up over windows that follow each other, and keeps its first time and its busiest hour', () => {
    const first = withSightings([], seen('10:00', 30), reading('10:00', '11:00'));
    const [row] = withSightings(first, seen('11:10', 5), reading('11:00', '12:00'));
    expect(row).toMatchObject({ service: 'api', firstSeen: at('10:00'), total: 35, peak: 30, revision: 'api-1' });
  });

  it('counts nothing twice when the same log is read again', () => {
    const first = withSightings([], seen('10:00', 30), reading('10:00', '11:00'));
    const again = withSightings(first, seen('10:00', 30), reading('10:00', '11:00'));
    expect(again).toEqual(first);
  });

  it('counts of a window that overlaps only what comes after the last one', () => {
    const first = withSightings([], seen('10:00', 30), reading('10:00', '10:30'));
    const [row] = withSightings(first, seen('10:20', 30), reading('10:20', '11:00'));
    expect(row?.total).toBe(30 + 20);
  });

  it.each([
    ['10:30:00Z', 20],
    ['10:30:00.000000001Z', 19],
    ['10:30:00.001Z', 19],
    ['10:29:59.999Z', 20],
  ])('counts no bucket in which a window ended, as at %s', (end, more) => {
    const [first] = withSightings([], seen('10:00', 30), reading('10:00', '10:30'));
    const known = first === undefined ? [] : [{ ...first, countedUntil: `2025-09-12T${end}` }];
    const [row] = withSightings(known, seen('10:20', 30), reading('10:20', '11:00'));
    expect(row?.total).toBe(30 + more);
  });

  it('does not count a part: the rest is read again', () => {
    const first = withSightings([], seen('10:00', 3), reading('10:00', '11:00', { whole: false }));
    expect(first[0]).toMatchObject({ total: 0, lastSeen: '2025-09-12T10:02:00.000Z' });
    const [row] = withSightings(first, seen('10:00', 30), reading('10:00', '11:00'));
    expect(row?.total).toBe(30);
  });

  it('keeps when it was last seen though an older log is read afterwards', () => {
    const first = withSightings([], seen('10:00', 3), reading('10:00', '11:00'));
    const [row] = withSightings(first, seen('08:00', 2), reading('08:00', '09:00'));
    expect(row).toMatchObject({ firstSeen: at('08:00'), lastSeen: '2025-09-12T10:02:00.000Z' });
  });

  it('is one row for each service, and what is past is all of them', () => {
    const both = seen('10:00', 30, {
      services: [
        { name: 'api', count: 10 },
        { name: 'worker', count: 20 },
      ],
    });
    const first = withSightings([], both, reading('10:00', '11:00'));
    expect(first.map(({ service, total }) => [service, total])).toEqual([
      ['api', 10],
      ['worker', 20],
    ]);
    expect(pastOf(first, seen('11:00', 5), reading('11:00', '12:00'))).toEqual({
      firstSeen: at('10:00'),
      total: 35,
      peak: 30,
      services: ['api', 'worker'],
      byService: [
        { service: 'api', total: 15, lastSeen: '2025-09-12T11:04:00.000Z' },
        { service: 'worker', total: 20, lastSeen: first[1]?.lastSeen },
      ],
    });
    expect(pastOf([], both, reading('10:00', '11:00'))).toBeNull();
  });
});

describe('a run that did not see a problem', () => {
  const known = trackedOf(seen('10:00', 3), reading('10:00', '11:00'));

  it('counts the entries of its service since', () => {
    const once = withSilence(known, reading('11:00', '12:00'));
    expect(once).toMatchObject({ entriesSince: 40, countedUntil: at('12:00') });
    const twice = once && withSilence(once, reading('12:00', '13:00'));
    expect(twice).toMatchObject({ entriesSince: 80, lastSeen: known.lastSeen });
  });

  it('says nothing twice of the same window', () => {
    const once = withSilence(known, reading('11:00', '12:00'));
    expect(once && withSilence(once, reading('11:00', '12:00'))).toBeNull();
  });

  it.each([
    [
      'its service was silent',
      reading('11:00', '12:00', { collected: { revisions: [span('worker', 'worker-1', 9)] } }),
    ],
    ['it read a part', reading('11:00', '12:00', { whole: false })],
    ['lines could not be read', reading('11:00', '12:00', { collected: { malformed: 1 } })],
    ['its window lies before', reading('08:00', '09:00')],
    ['it read nothing', reading('11:00', '12:00', { collected: { revisions: [], kept: 0, belowSeverity: 0 } })],
    [
      'it read that its service was deployed, and nothing of the service',
      reading('11:00', '12:00', { collected: { revisions: [], kept: 0, belowSeverity: 0, routine: 2 } }),
    ],
  ])('says nothing where %s', (_, silent) => {
    expect(withSilence(known, silent)).toBeNull();
  });

  it('says nothing of a time in which another service had it', () => {
    expect(withSilence(known, reading('11:00', '12:00'), at('11:30'))).toBeNull();
    expect(withSilence(known, reading('11:00', '12:00'), at('11:00'))).not.toBeNull();
  });

  it('says nothing where it read only what is more severe', () => {
    const { run, whole } = reading('11:00', '12:00');
    expect(withSilence(known, { run: { ...run, minSeverity: 'CRITICAL' }, whole })).toBeNull();
    expect(withSilence(known, { run: { ...run, minSeverity: 'ERROR' }, whole })).not.toBeNull();
  });

  it('takes all entries for those of its one service where none names a revision', () => {
    const collected = { revisions: [], kept: 3, belowSeverity: 4 };
    expect(withSilence(known, reading('11:00', '12:00', { collected }))?.entriesSince).toBe(7);
  });

  it('leaves out a revision that also logged before the window', () => {
    const collected = { revisions: [span('api', 'api-1', 40)], outsideWindow: 5 };
    expect(withSilence(known, reading('12:30', '13:00', { collected }))).toBeNull();
  });
});

it('begins anew when a problem is seen again', () => {
  const known = { ...trackedOf(seen('10:00', 3), reading('10:00', '11:00')), entriesSince: 40, told: 'holds' as const };
  const [row] = withSightings([known], seen('12:00', 1), reading('12:00', '13:00'));
  expect(row).toMatchObject({ entriesSince: 0, told: null, total: 4 });
});
