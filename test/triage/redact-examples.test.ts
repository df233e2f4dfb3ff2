import { expect, it } from 'vitest';
import { createRedactor } from '../../src/collect/redact.ts';
import { redactExamples } from '../../src/triage/redact-clusters.ts';

// Put together here, so that no scanner takes this file for a leak.
const token = `glsa_${'abcdefghijklmnopqrstuvwxyz012345'}_${'01234567'}`;

it('hides a secret in what a template is remembered by, and changes nothing else of it', async () => {
  const fingerprint = 'lg10123456789abcdef';
  const leaking = {
    fingerprint,
    tokens: ['Key', '<*>', 'refused'],
    version: 'lg1',
    example: { message: `Key ${token} refused`, exception: `KeyError: ${token}` },
  };
  const clean = {
    fingerprint,
    tokens: ['Disk', 'full'],
    version: 'lg1',
    example: { message: 'Disk full', exception: null },
  };
  const bare = { fingerprint, tokens: ['Disk', 'gone'], version: 'lg1', example: null };
  const redacted = await redactExamples([leaking, clean, bare], createRedactor({ key: 'test key', patterns: [] }));
  expect(JSON.stringify(redacted)).not.toContain(token);
  expect(redacted).toEqual([
    {
      ...leaking,
      example: {
        message: expect.stringMatching(/^Key \[secret-[0-9a-f]{4}\] refused$/),
        exception: expect.stringMatching(/^KeyError: \[secret-[0-9a-f]{4}\]$/),
      },
    },
    clean,
    bare,
  ]);
});
