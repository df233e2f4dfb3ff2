import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { NotFoundError, UsageError } from '../../src/model/errors.ts';
import { saveRun } from '../../src/store/runs.ts';
import { explainFromSources, explainFromStore } from '../../src/triage/explain-sources.ts';
import { logEntries } from '../support/log-entries.ts';
import { tempFile } from '../support/log-files.ts';
import { aRun } from '../support/runs.ts';
import { temporaryStore } from '../support/store.ts';
import { missingModule, routingFailures } from '../support/triaged-clusters.ts';

const ROUTING = routingFailures().cluster.fingerprint;
const MODULE = missingModule().cluster.fingerprint;
const OLD = '2025-09-12T23-30-00Z';
const NEW = '2025-09-13T23-30-00Z';
const shared = { config: Config.parse({}), redactionKey: Buffer.alloc(32, 7) };

/** Both problems in the old run, one of them in the new one. */
async function explaining(asked: string, run: string | null = null) {
  const store = await temporaryStore();
  await saveRun(store, aRun({ id: OLD, clusters: [routingFailures(), missingModule()] }));
  await saveRun(store, aRun({ id: NEW, clusters: [routingFailures()] }));
  return explainFromStore(asked, run, { store, ...shared });
}

describe('from the store', () => {
  it.each([
    [ROUTING, null, NEW],
    [ROUTING, OLD, OLD],
    [MODULE, null, OLD],
    // In the newest run this beginning fits one only.
    ['lg1a11ce', null, NEW],
  ])('%s in run %s is that of run %s', async (asked, run, expected) => {
    expect((await explaining(asked, run)).from).toMatchObject({ kind: 'run', id: expected });
  });

  it('says which run does not know it', async () => {
    await expect(explaining(MODULE, NEW)).rejects.toThrow(`Run ${NEW} does not know ${MODULE}.`);
    await expect(explaining(MODULE, NEW)).rejects.toBeInstanceOf(NotFoundError);
    await expect(explaining('lg1ffffffffffffffff')).rejects.toThrow(/^No run in .+ knows lg1ffffffffffffffff\.\n/);
  });

  it('says that a beginning fits several, and that there is no such run', async () => {
    await expect(explaining('lg1a11ce', OLD)).rejects.toThrow(`lg1a11ce fits 2 fingerprints in run ${OLD}.`);
    await expect(explaining('lg1a11ce', OLD)).rejects.toBeInstanceOf(UsageError);
    await expect(explaining(ROUTING, 'yesterday')).rejects.toThrow(/^No run yesterday in /);
  });
});

describe('from files', () => {
  it('says, where it is not found, what could not be read', async () => {
    const entries = logEntries(2, () => ({ severity: 'ERROR', textPayload: 'the disk is full' }));
    const source = tempFile(`${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n{"half of\n`);
    const request = { sources: [source], stdin: Readable.from([]), minSeverity: 'ERROR', ...shared } as const;
    await expect(explainFromSources('lg1ffffffffffffffff', request)).rejects.toThrow(
      /is not among the 1 cluster in .+\nat ERROR or above\.\n1 malformed line could not be read\.\n/,
    );
  });

  it('reads them all, and takes none of the entries below the severity', async () => {
    const of = (severity: string, text: string) =>
      tempFile(
        logEntries(4, (index) => ({ insertId: `${severity}-${index}`, severity, textPayload: text }))
          .map((entry) => `${JSON.stringify(entry)}\n`)
          .join(''),
      );
    const sources = [of('ERROR', 'the disk is full'), of('INFO', 'a request came in')];
    const request = { sources, stdin: Readable.from([]), minSeverity: 'ERROR', ...shared } as const;
    const { explanation, collected, clusters } = await explainFromSources('lg1', request);
    expect(explanation).toMatchObject({ count: 4, from: { kind: 'files', sources }, collected: { read: 8, kept: 4 } });
    expect({ read: collected.read, clusters }).toEqual({ read: 8, clusters: 1 });
    await expect(explainFromSources('lg1ffff', request)).rejects.toThrow(/is not among the 1 cluster in/);
  });
});
