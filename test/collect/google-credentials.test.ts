import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askMetadataServer, findGoogleCredentials } from '../../src/collect/google-credentials.ts';
import { googleCredentialsCheck } from '../../src/triage/doctor/google-credentials.ts';
import { temporaryFolder } from '../support/store.ts';

const KEY = { type: 'service_account', client_email: 'reader@acme.test', private_key: 'pk-0451' };
const USER = { type: 'authorized_user', client_id: 'id', client_secret: 'cs-0451', refresh_token: 'rt-0451' };
const nobody = async () => null;

function put(path: string, content: unknown): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('credentials for Google Cloud', () => {
  it('are those that are named, before those of gcloud', async () => {
    const HOME = temporaryFolder();
    const key = put(join(HOME, 'key.json'), KEY);
    const gcloud = put(join(HOME, '.config/gcloud/application_default_credentials.json'), USER);
    expect(await findGoogleCredentials({ HOME, GOOGLE_APPLICATION_CREDENTIALS: key }, nobody)).toEqual({
      kind: 'file',
      named: 'GOOGLE_APPLICATION_CREDENTIALS',
      path: key,
      type: 'service_account',
    });
    expect(await findGoogleCredentials({ HOME }, nobody)).toMatchObject({ named: 'gcloud', path: gcloud });
  });

  it.each([
    ['no JSON', 'pk-0451'],
    ['a key without its key', { ...KEY, private_key: undefined }],
    ['something else', { installed: { client_secret: 'pk-0451' } }],
  ])('are unusable where the file is %s, and are not quoted', async (_what, content) => {
    const path = put(join(temporaryFolder(), 'key.json'), content);
    const found = await findGoogleCredentials({ GOOGLE_APPLICATION_CREDENTIALS: path }, nobody);
    expect(found).toEqual({
      kind: 'unusable',
      named: 'GOOGLE_APPLICATION_CREDENTIALS',
      path,
      reason: 'it holds no credentials of Google',
    });
  });

  it('may come from the metadata server, which is left alone where that is told', async () => {
    const env = { HOME: temporaryFolder() };
    const machine = async () => 'robot@acme.test';
    expect(await findGoogleCredentials(env, machine)).toEqual({ kind: 'metadata server', account: 'robot@acme.test' });
    let asked = false;
    const found = await findGoogleCredentials({ ...env, METADATA_SERVER_DETECTION: 'none' }, async () => {
      asked = true;
      return 'robot@acme.test';
    });
    expect({ found, asked }).toEqual({ found: { kind: 'none', metadataServerAsked: false }, asked: false });
  });

  it('are not needed for an emulator, which must be named as host:port', async () => {
    const of = (host: string) => googleCredentialsCheck(host, () => findGoogleCredentials({}, nobody)).examine();
    expect(await of('127.0.0.1:8085')).toMatchObject({ status: 'ok' });
    expect(await of('[::1]:8085')).toMatchObject({ status: 'ok' });
    expect(await of('http://me:hunter2@localhost:1')).toMatchObject({
      status: 'wrong',
      says: expect.not.stringContaining('hunter2'),
    });
  });
});

describe('the metadata server', () => {
  async function serve(flavor: string): Promise<string> {
    const server = createServer((request, response) => {
      const known = request.headers['metadata-flavor'] === 'Google' && request.url?.endsWith('/default/email');
      response.writeHead(known ? 200 : 403, { 'metadata-flavor': flavor }).end('robot@acme.test\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `127.0.0.1:${address.port}`;
  }

  it('names the account of the machine', async () => {
    expect(await askMetadataServer({ GCE_METADATA_HOST: await serve('Google') }, 5_000)).toBe('robot@acme.test');
  });

  it('is only believed when it says what it is, and is missed without an error', async () => {
    expect(await askMetadataServer({ GCE_METADATA_HOST: await serve('Captive portal') }, 5_000)).toBeNull();
    expect(await askMetadataServer({ GCE_METADATA_HOST: '127.0.0.1:1' }, 5_000)).toBeNull();
  });
});
