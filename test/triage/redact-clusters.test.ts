import { expect, it } from 'vitest';
import { createRedactor } from '../../src/collect/redact.ts';
import { redactOutgoing } from '../../src/collect/redact-outgoing.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import { redactClusters, redactKept, redactStrings } from '../../src/triage/redact-clusters.ts';
import * as secrets from '../support/made-up-secrets.ts';
import { missingModule, routingFailures } from '../support/triaged-clusters.ts';

const redactor = () => createRedactor({ key: 'test key', patterns: [] });
// Put together here, so that no scanner takes this file for a leak. The fast scanner does not know it; secretlint does.
const token = `glsa_${'abcdefghijklmnopqrstuvwxyz012345'}_${'01234567'}`;

/** A cluster whose log text shows a secret everywhere that log text can be. */
function leaking(): Cluster {
  const { cluster } = routingFailures();
  const [pattern] = cluster.patterns;
  if (pattern === undefined) throw new Error('no pattern');
  const example = { ...pattern.example, jsonPayload: { message: `refused ${token}`, nested: [{ deep: token }] } };
  return {
    ...cluster,
    title: `refused ${token}`,
    patterns: [{ ...pattern, template: `refused ${token}`, example, examples: [example] }],
    rootCause: { type: 'Refused', message: token, frames: [] },
    rules: [`joined: '${token}'`],
  };
}

it('hides a secret in the title, the templates, the examples, the root cause and the rules, as one placeholder', async () => {
  const [redacted] = await redactClusters([leaking()], redactor());
  const text = JSON.stringify(redacted);
  expect(text).not.toContain(token);
  const placeholders = new Set(text.match(/\[secret-[0-9a-f]{4}\]/g));
  expect(placeholders.size).toBe(1);
  const [placeholder = ''] = placeholders;
  expect(redacted?.title).toBe(`refused ${placeholder}`);
  expect(redacted?.patterns[0]?.template).toBe(`refused ${placeholder}`);
  expect(redacted?.patterns[0]?.examples[0]?.jsonPayload).toEqual({
    message: `refused ${placeholder}`,
    nested: [{ deep: placeholder }],
  });
  expect(redacted?.rootCause?.message).toBe(placeholder);
  expect(redacted?.rules).toEqual([`joined: '${placeholder}'`]);
});

it('leaves a cluster without secrets the very object it was, and its neighbours in their order', async () => {
  const clean = missingModule().cluster;
  const dirty = leaking();
  const redacted = await redactClusters([dirty, clean], redactor());
  expect(redacted.map(({ fingerprint }) => fingerprint)).toEqual([dirty.fingerprint, clean.fingerprint]);
  expect(redacted[1]).toBe(clean);
});

it('changes nothing the second time', async () => {
  const once = await redactKept(leaking(), redactor());
  expect(await redactKept(once, redactor())).toEqual(once);
});

it('touches strings alone: numbers, nulls and the names of fields stay', async () => {
  const value = { count: 3, none: null, yes: true, [token]: 'a name', list: [1.5, token] };
  const redacted = await redactStrings(value, redactor());
  expect(redacted).toEqual({ ...value, list: [1.5, expect.stringMatching(/^\[secret-[0-9a-f]{4}\]$/)] });
});

it('sees a secret among many texts as it does alone', async () => {
  const others = Array.from({ length: 40 }, (_, nth) => `entry ${nth}: ${'the cart could not be saved '.repeat(40)}`);
  for (const [name, secret] of Object.entries({ ...secrets, token })) {
    const alone = await redactOutgoing(secret, redactor());
    for (const at of [0, 17, others.length]) {
      const counting = redactor();
      const redacted = await redactStrings(others.toSpliced(at, 0, secret), counting);
      expect(redacted, name).toEqual(others.toSpliced(at, 0, alone));
      expect(counting.count > 0, name).toBe(alone !== secret);
    }
  }
});
