import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { changeRecentReads } from '../../src/store/recent-reads.ts';
import type { Fault } from '../support/cloud-logging/server.ts';
import { diagnose, expectWrong, setUp } from './doctor-machine.ts';

describe('doctor', () => {
  it('finds credentials for Google Cloud that are named and not there', async () => {
    const place = await setUp();
    const env = { ...place.env, GOOGLE_APPLICATION_CREDENTIALS: 'gone.json', LOGGING_EMULATOR_HOST: '' };
    await expectWrong({ ...place, env }, 'google.credentials', /gone\.json: there is no such file/, /gcloud auth/);
  });

  it.each<[Fault, RegExp, RegExp]>([
    ['PERMISSION_DENIED', /may not read the logs of project acme-prod/, /roles\/logging\.viewer/],
    ['API_DISABLED', /API is disabled in project acme-prod/, /gcloud services enable/],
    ['UNAUTHENTICATED', /no valid Google credentials/, /application-default login/],
    ['UNAVAILABLE', /does not answer/, /Check the network/],
  ])('says what keeps the logs from being read: %s', async (logging, says, mend) => {
    await expectWrong(await setUp({ logging }), 'google.logging', says, mend);
  });

  it('counts its read among those of runs, and asks nothing where these leave none', async () => {
    const place = await setUp();
    const store = await openStore(join(place.folder, '.log-gardener'));
    onTestFinished(() => store.close());
    const started = Date.now();
    await changeRecentReads(store, 'acme-prod', () =>
      Array.from({ length: 59 }, (_, index) => started - 5_900 + index),
    );
    const logging = async () => (await diagnose(place)).checks.get('google.logging');
    expect(await logging()).toMatchObject({
      status: 'ok',
      says: 'the logs of acme-prod may be read; 60 of 60 reads used in the last minute',
      notChecked: expect.stringMatching(/state folder/),
    });
    expect(place.readsOfLogs()).toBe(1);
    let counted: readonly number[] = [];
    await changeRecentReads(store, 'acme-prod', (starts) => {
      counted = starts;
      return starts;
    });
    expect(counted).toHaveLength(60);
    expect(counted.at(-1)).toBeGreaterThanOrEqual(started);
    expect(await logging()).toMatchObject({ status: 'warning', says: expect.stringMatching(/^not asked: 60 of 60/) });
    expect(place.readsOfLogs()).toBe(1);
  });

  it('warns where the quota of reads is used up', async () => {
    const { code, checks } = await diagnose(await setUp({ logging: 'RESOURCE_EXHAUSTED' }));
    expect(code).toBe(0);
    expect(checks.get('google.logging')).toMatchObject({ status: 'warning', says: expect.stringMatching(/quota/) });
  });
});
