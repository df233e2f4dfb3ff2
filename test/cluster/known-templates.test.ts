import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import type { KnownTemplate } from '../../src/cluster/names/known-templates.ts';
import { collected } from '../support/entries.ts';

/** One run over messages, with what earlier runs know. */
function run(messages: readonly string[], known: readonly KnownTemplate[] = []) {
  const clusterer = createClusterer({ known });
  for (const message of messages) clusterer.add(collected({ message }));
  const { clusters, templates } = clusterer.finish();
  return { clusters, templates };
}

/** What the store makes of it: new templates at the end, known ones widened in their place. */
function remember(known: readonly KnownTemplate[], templates: readonly KnownTemplate[]): KnownTemplate[] {
  const now = new Map(known.map((template) => [template.fingerprint, template]));
  for (const template of templates) now.set(template.fingerprint, template);
  return [...now.values()];
}

const parcels = (...carriers: string[]) =>
  carriers.map((name) => `Cannot ship parcel via ${name} because it was refused`);
const MANY = ['alpha', 'bravo', 'coral', 'delta', 'ember', 'flint'];

describe('a template known from an earlier run', () => {
  it('keeps its fingerprint on a day that shows one value only', () => {
    const first = run(parcels(...MANY));
    expect(first.clusters).toHaveLength(1);
    const second = run(parcels('golem'), first.templates);
    expect(second.clusters.map(({ fingerprint }) => fingerprint)).toEqual([first.clusters[0]?.fingerprint]);
    expect(run(parcels('golem')).clusters[0]?.fingerprint).not.toBe(first.clusters[0]?.fingerprint);
  });

  it('keeps its fingerprint when a day shows more of its words to be values', () => {
    const narrow = parcels(...MANY).map((message) => `${message} again`);
    const first = run(narrow);
    const wide = ['again', 'twice', 'thrice', 'always', 'today', 'tonight'].flatMap((word) =>
      MANY.map((name) => `Cannot ship parcel via ${name} because it was refused ${word}`),
    );
    const second = run(wide, first.templates);
    expect(second.clusters).toHaveLength(1);
    expect(second.clusters[0]?.fingerprint).toBe(first.clusters[0]?.fingerprint);
    expect(second.templates[0]?.tokens.filter((token) => token === '<*>')).toHaveLength(2);
    const third = run(
      parcels('golem').map((message) => `${message} often`),
      remember(first.templates, second.templates),
    );
    expect(third.clusters[0]?.fingerprint).toBe(first.clusters[0]?.fingerprint);
  });

  it('counts what earlier days saw: one value a day becomes one problem, under the name it was known by first', () => {
    let known: KnownTemplate[] = [];
    const fingerprints = MANY.map((name) => {
      const { clusters, templates } = run(parcels(name), known);
      known = remember(known, templates);
      return clusters[0]?.fingerprint;
    });
    expect(fingerprints.at(-1)).toBe(fingerprints[0]);
    expect(run(parcels('golem', 'heron'), known).clusters.map(({ fingerprint }) => fingerprint)).toEqual([
      fingerprints[0],
    ]);
  });

  it('covers no state, error code or exception type that its slot never held', () => {
    const { templates } = run(MANY.map((name) => `Connection to billing backend ended: ${name}`));
    expect(templates[0]?.tokens).toContain('<*>');
    const codes = run(
      ['Connection to billing backend ended: ECONNRESET', 'Connection to billing backend ended: ETIMEDOUT'],
      templates,
    );
    expect(new Set(codes.clusters.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(codes.clusters.map(({ fingerprint }) => fingerprint)).not.toContain(templates[0]?.fingerprint);
  });

  it('takes nothing that shares its form only', () => {
    const { templates } = run(parcels(...MANY));
    const other = run(['Cannot open ledger for golem because disk is full'], templates);
    expect(other.clusters[0]?.fingerprint).not.toBe(templates[0]?.fingerprint);
  });
});

it('gives the same patterns for any order of the entries, whatever is known', () => {
  const words = fc.constantFrom(...MANY, 'golem', 'ECONNRESET', '42', 'shop_7');
  const messages = fc.array(
    fc.tuple(
      fc.constantFrom('Cannot ship parcel via', 'Lost contact to'),
      words,
      fc.constantFrom('again', 'for good', ''),
    ),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(messages, messages, fc.infiniteStream(fc.nat()), (before, now, picks) => {
      const texts = now.map((parts) => parts.join(' '));
      const { templates } = run(before.map((parts) => parts.join(' ')));
      const shuffled = texts.map((text) => ({ text, at: picks.next().value })).sort((a, b) => a.at - b.at);
      const shape = (result: ReturnType<typeof run>) =>
        result.clusters.map(({ fingerprint, patterns }) => [
          fingerprint,
          patterns.map(({ template, count }) => [template, count]),
        ]);
      expect(
        shape(
          run(
            shuffled.map(({ text }) => text),
            templates,
          ),
        ),
      ).toEqual(shape(run(texts, templates)));
    }),
    { numRuns: process.env.LONG ? 2000 : 100 },
  );
});
