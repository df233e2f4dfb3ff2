import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { requireFleetKey } from '../../src/fleet/same-key.ts';
import { runGardener } from '../support/run-gardener.ts';
import { databaseOf, temporaryFolder, temporaryStore } from '../support/store.ts';

const FIRST = Buffer.alloc(32, 1);
const OTHER = Buffer.alloc(32, 2);

it('starts no worker with another key than the first one’s, and says what to copy where', async () => {
  const folder = temporaryFolder();
  const store = await temporaryStore(folder);
  await requireFleetKey(store, FIRST, '/var/a');
  await requireFleetKey(store, FIRST, '/var/b');
  await expect(requireFleetKey(store, OTHER, '/var/b')).rejects.toThrow(
    /^\/var\/b\/redaction\.key is not the redaction\.key .* Copy redaction\.key from/,
  );

  const state = temporaryFolder();
  writeFileSync(join(state, 'redaction.key'), OTHER, { mode: 0o600 });
  const env = { DATABASE_URL: databaseOf(folder), METADATA_SERVER_DETECTION: 'none' };
  const args = ['worker', '--investigator', 'rules', '--state', state];
  // It ends by itself.
  const { code, stderr } = await runGardener(args, { cwd: folder, env });
  expect(code).toBe(1);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain('is not the redaction.key that this fleet began with');

  // They wait for nobody's turn: of two that are first, one is.
  const both = await temporaryStore();
  const began = await Promise.allSettled([FIRST, OTHER].map((key) => requireFleetKey(both, key, '/var/a')));
  expect(began.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
