import { describe, expect, it } from 'vitest';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import { type Rules, VERSION } from '../../src/cluster/names/fingerprint.ts';
import type { KnownTemplate } from '../../src/cluster/names/known-templates.ts';
import { nameTemplates } from '../../src/cluster/names/name-templates.ts';
import { knownTemplates, rememberTemplates } from '../../src/store/templates.ts';
import { collected } from '../support/entries.ts';
import { temporaryStore } from '../support/store.ts';

/** Rules of a program to come: they read words in lower case and backwards, and join what a dash parts. */
const NEXT: Rules = {
  version: 'lg2',
  tokensOf: (message, exception) =>
    `${message} ${exception ?? ''}`
      .toLowerCase()
      .split(/[^a-z0-9-]+/)
      .filter((word) => word !== '')
      .map((word) => (/^[0-9-]+$/.test(word) ? '<*>' : [...word].reverse().join('')))
      .reverse(),
};

/** What a run of this program leaves in a store for the next one. */
async function runOf(messages: readonly string[]): Promise<KnownTemplate[]> {
  const store = await temporaryStore();
  const clusterer = createClusterer();
  for (const message of messages) clusterer.add(collected({ message }));
  await rememberTemplates(store, clusterer.finish().templates);
  return knownTemplates(store);
}

/** The fingerprints that the next program gives to messages. */
function nameNext(messages: readonly string[], known: readonly KnownTemplate[]) {
  const seen = messages.map((message) => ({
    tokens: NEXT.tokensOf(message, null),
    since: 0,
    example: { message, exception: null },
  }));
  return nameTemplates(seen, known, NEXT).map(({ fingerprint }) => fingerprint);
}

const refused = (order: number) => `Payment for order ${order} was refused by the bank`;
const TRACE = 'Traceback (most recent call last):\n  File "/app/cart.py", line 7, in add\n    go()\nKeyError: \'id\'';
const CARRIERS = ['alpha', 'bravo', 'coral', 'delta', 'ember', 'flint'];
const shipped = (carrier: string) => `Cannot ship parcel via ${carrier} because it was lost`;

describe('when the rules change', () => {
  it('a problem keeps the fingerprint that older rules gave it', async () => {
    const known = await runOf([refused(1), TRACE]);
    expect(new Set(nameNext([refused(2), TRACE], known))).toEqual(new Set(known.map(({ fingerprint }) => fingerprint)));
  });

  it('so does one with words for values, also for a word that was never seen', async () => {
    const known = await runOf(CARRIERS.map(shipped));
    expect(known).toHaveLength(1);
    expect(nameNext([shipped('golem')], known)).toEqual([known[0]?.fingerprint]);
  });

  it('a new problem is named by the new version', async () => {
    const known = await runOf([refused(1)]);
    const [fingerprint] = nameNext(['Disk of the ledger is full'], known);
    expect(fingerprint).toMatch(/^lg2[0-9a-f]{16}$/);
  });

  it('what a store of a new version remembers is not made anew', async () => {
    const store = await temporaryStore();
    const tokens = NEXT.tokensOf(refused(1), null);
    const example = { message: 'Something else altogether', exception: null };
    await rememberTemplates(store, [{ fingerprint: 'lg10123456789abcdef', tokens, version: NEXT.version, example }]);
    expect(nameNext([refused(2)], await knownTemplates(store))).toEqual(['lg10123456789abcdef']);
  });

  it('a template without its message is known by its tokens alone', () => {
    const known = [{ fingerprint: 'lg10123456789abcdef', tokens: NEXT.tokensOf(refused(1), null) }];
    expect(nameNext([refused(2)], known)).toEqual(['lg10123456789abcdef']);
  });

  it('every template that is remembered says what made it, and of what', async () => {
    for (const template of await runOf([refused(1), TRACE])) {
      expect(template.version).toBe(VERSION);
      expect([refused(1), TRACE]).toContain(template.example?.message);
    }
  });

  it('no message is kept that would be cut short', async () => {
    const [template] = await runOf([`Cannot read answer: ${'long winded '.repeat(2000)}`]);
    expect(template?.example).toBeUndefined();
  });
});
