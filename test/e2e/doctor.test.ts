import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addDraft, setDraftState } from '../../src/store/drafts.ts';
import { recordIntent } from '../../src/store/ledger.ts';
import { openStore } from '../../src/store/open.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { runHere } from '../support/run-here.ts';
import { diagnose, doctor, expectWrong, setUp } from './doctor-machine.ts';

/** What differs from machine to machine, and from minute to minute. */
const steady = (text: string): string =>
  text
    .replace(/127\.0\.0\.1:\d+/, '127.0.0.1:<port>')
    .replace(/log-gardener \S+, Node \S+, \d+ cores?/, 'log-gardener <version>, Node <version>, <n> cores')
    .replace(/[\d,]+ of 5,000 left until \d\d:\d\d UTC/, '<some> of 5,000 left until <then> UTC');

describe('doctor', () => {
  it('finds nothing to mend where all is well, and changes nothing', async () => {
    const place = await setUp();
    place.github.limits.search = 30;
    const before = readdirSync(place.folder);
    const { code, stdout, stderr } = await doctor(place);
    await expect(steady(stdout)).toMatchFileSnapshot('doctor-well.snapshot.txt');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(place.folder)).toEqual(before);
    expect(place.github.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('says on a new machine what is missing, and how to get it', async () => {
    const { folder } = await setUp();
    const place = { folder: join(folder, 'empty'), env: { HOME: folder, METADATA_SERVER_DETECTION: 'none' } };
    mkdirSync(place.folder);
    const { code, stdout } = await runHere(['doctor'], { cwd: place.folder, env: place.env });
    await expect(steady(stdout)).toMatchFileSnapshot('doctor-new.snapshot.txt');
    expect(code).toBe(0);
  });

  it('keeps to 80 columns, and shows no secret, whatever is wrong', async () => {
    const place = await setUp({ config: 'repository: acme/shop\nservise: x\n' });
    const env = {
      ...place.env,
      GITHUB_TOKEN: 'ghp_verysecret',
      ANTHROPIC_API_KEY: 'sk-ant-verysecret',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
      GOOGLE_APPLICATION_CREDENTIALS: `${place.folder}/${'deep/'.repeat(30)}key.json`,
    };
    const { stdout } = await doctor({ ...place, env });
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(stdout).not.toMatch(/verysecret|0451/);
  });

  it('checks what it can under a broken config, and exits 2', async () => {
    const place = await setUp({ config: 'servise: shop\nlimits:\n  concurrency: many\n' });
    const { code, checks } = await diagnose(place);
    expect(code).toBe(2);
    expect(checks.get('config')?.says).toBe('cannot be used: 2 problems');
    expect(checks.get('config')?.mend).toMatch(/yaml:1:1 Unknown key `servise`, did you mean `service`\?\n.*yaml:3:3/);
    expect(checks.get('state')?.status).toBe('skipped');
    expect(checks.get('github.token')?.status).toBe('ok');
    const told = await diagnose(place, ['--state', 'elsewhere']);
    expect(told.checks.get('state')).toMatchObject({ status: 'ok', says: 'elsewhere, empty until the first run' });
  });

  it('exits 2 on a command that is wrong', async () => {
    const place = await setUp();
    expect(await doctor(place, ['--repo', 'shop'])).toMatchObject({ code: 2, stdout: '' });
    expect(await doctor(place, ['--config', 'nowhere.yaml'])).toMatchObject({ code: 2 });
  });

  it('takes project, service and repository from the command line too', async () => {
    const place = await setUp({ config: '' });
    const { code, checks } = await diagnose(place, ['--project', 'p', '--service', 's', '--repo', 'acme/shop']);
    expect(code).toBe(0);
    expect(checks.get('target')).toMatchObject({ status: 'ok', says: 'service s in project p, issues in acme/shop' });
  });

  it('finds a state folder and worklogs that cannot be written', async () => {
    const place = await setUp();
    writeFileSync(join(place.folder, 'worklogs'), '');
    writeFileSync(join(place.folder, 'file'), '');
    const { code, checks } = await diagnose(place, ['--state', 'file/state']);
    expect(code).toBe(1);
    expect(checks.get('state')?.says).toMatch(/^file\/state cannot be written: .*file is no folder$/);
    expect(checks.get('worklogs')?.says).toMatch(/^worklogs cannot be written: .*worklogs is no folder$/);
  });

  it('finds a store of a newer version, and one that is damaged', async () => {
    const place = await setUp();
    const state = join(place.folder, '.log-gardener');
    const store = await openStore(state);
    await store.db.insertInto('migrations').values({ version: 999 }).execute();
    await store.close();
    await expectWrong(place, 'state', /newer log-gardener \(schema 999/, /Update log-gardener/);
    expect((await diagnose(place)).checks.get('drafts')?.status).toBe('skipped');
    for (const file of readdirSync(state)) writeFileSync(join(state, file), 'this is a diary. '.repeat(100));
    await expectWrong(place, 'state', /cannot be read/, /damaged/);
  });

  it('finds what a crash left behind, and says how to go on', async () => {
    const place = await setUp();
    const store = await openStore(join(place.folder, '.log-gardener'));
    const draft = newIssueDraft({ repository: 'acme/shop' });
    const at = '2025-09-12T23:31:00Z';
    await addDraft(store, draft);
    await addDraft(store, newIssueDraft({ n: 2 }));
    await setDraftState(store, draft.id, { from: ['pending'], to: { status: 'approved', hash: draft.hash, at } });
    await setDraftState(store, draft.id, { from: ['approved'], to: { status: 'posting', hash: draft.hash, at } });
    await recordIntent(store, { draft: draft.id, step: 'create-issue', hash: draft.hash, action: 'create', at });
    await store.close();
    const { code, status, checks } = await diagnose(place);
    expect({ code, status }).toEqual({ code: 0, status: 'warning' });
    expect(checks.get('state')).toMatchObject({ status: 'ok', says: '.log-gardener' });
    expect(checks.get('drafts')).toMatchObject({
      status: 'warning',
      says: 'posting was cut short for 1 draft; 1 draft to review',
      mend: expect.stringContaining('log-gardener drafts post'),
    });
  });
});
