import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createEnvironment,
  environmentFacts,
  mergeEnvironments,
  type SeenEnvironment,
} from '../../src/assess/environment.ts';
import type { CollectedEntry, LogEntry } from '../../src/model/entry.ts';
import { collected } from '../support/entries.ts';

const seenIn = (entries: readonly CollectedEntry[]): SeenEnvironment => {
  const environment = createEnvironment();
  for (const entry of entries) environment.add(entry);
  return environment.seen();
};
const entryIn = (resource: Record<string, string>, labels: Record<string, string> = {}, service = 'checkout') =>
  collected({ service, entry: { resource: { type: 'cloud_run_revision', labels: resource }, labels } });
const factsOf = (...entries: CollectedEntry[]) =>
  Object.fromEntries(environmentFacts(seenIn(entries)).map(({ name, value }) => [name, value]));

describe('the environment', () => {
  it('is service, resource type, the labels of the resource and those of the entry', () => {
    expect(
      factsOf(entryIn({ service_name: 'checkout', project_id: 'shop', location: 'us-east1' }, { team: 'pay' })),
    ).toEqual({
      location: 'us-east1',
      'project id': 'shop',
      'resource type': 'cloud_run_revision',
      service: 'checkout',
      team: 'pay',
    });
  });

  it('lists values that differ while they are few, and says when they are many', () => {
    const regions = (count: number) =>
      Array.from({ length: count }, (_, i) => entryIn({ location: `zone-${count - i}` }));
    expect(factsOf(...regions(3)).location).toBe('zone-1, zone-2, zone-3');
    expect(factsOf(...regions(4)).location).toBe('more than 3 values');
    expect(factsOf(...regions(2_000)).location).toBe('more than 3 values');
  });

  it('leaves out what entries leave empty', () => {
    expect(factsOf(collected({ service: '', entry: {} }), entryIn({}, { team: '' }, ''))).toEqual({
      'resource type': 'cloud_run_revision',
    });
  });

  it('keeps 60 names, among them always the service and the type of the resource', () => {
    const label = (i: number): LogEntry['labels'] => ({ [`label-${i}`]: 'x' });
    const entries = Array.from({ length: 500 }, (_, i) => entryIn({}, label(i)));
    const seen = seenIn(entries);
    expect(seen).toHaveLength(60);
    expect(seen.map(({ name }) => name)).toEqual(expect.arrayContaining(['service', 'resource type']));
    expect(seenIn(entries.toReversed())).toEqual(seen);
  });

  it('is the same for any order of the entries, and merged from any shares of them, sent as JSON', () => {
    const word = fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', '__proto__', 'service');
    const labels = fc.array(fc.tuple(word, word), { maxLength: 3 }).map((pairs) => {
      const made: Record<string, string> = {};
      for (const [name, value] of pairs)
        Object.defineProperty(made, name, { value, enumerable: true, configurable: true });
      return made;
    });
    const entry = fc.tuple(labels, labels, word).map(([resource, own, service]) => entryIn(resource, own, service));
    const send = (seen: SeenEnvironment): SeenEnvironment => JSON.parse(JSON.stringify(seen));
    fc.assert(
      fc.property(fc.array(entry), fc.array(entry), fc.array(entry), (a, b, c) => {
        const whole = seenIn([...a, ...b, ...c]);
        expect(seenIn([...c, ...b.toReversed(), ...a])).toEqual(whole);
        const [x, y, z] = [send(seenIn(a)), send(seenIn(b)), send(seenIn(c))];
        expect(mergeEnvironments([x, y, z])).toEqual(whole);
        expect(mergeEnvironments([mergeEnvironments([z, x]), y])).toEqual(whole);
        expect(mergeEnvironments([z, mergeEnvironments([]), mergeEnvironments([y, x])])).toEqual(whole);
      }),
    );
  });
});
