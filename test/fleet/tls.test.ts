import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listDeadLetters } from '../../src/fleet/dead-letters.ts';
import { lookIntoQueues, openQueue } from '../../src/fleet/queue.ts';
import { StoreError, UsageError } from '../../src/model/errors.ts';
import { openSharedStore } from '../../src/store/fences.ts';
import { lookIntoStore } from '../../src/store/look.ts';
import { openStore } from '../../src/store/open.ts';
import { createAuthority } from '../support/postgres/certificates.ts';
import { type PostgresServer, startPostgres } from '../support/postgres/server.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

const authority = createAuthority('Acme root');
const stranger = createAuthority('Another root');

let server: PostgresServer;

/** It is at 127.0.0.1 too, which its certificate does not name; whoever comes without TLS it sends away. */
beforeAll(async () => {
  server = await startPostgres(undefined, authority.certify('localhost'));
  const { db, close } = await openSharedStore(server.url);
  const { rows } = await sql<{ file: string }>`select current_setting('hba_file') as file`.execute(db);
  await sql`copy (select 'hostssl all all all password') to ${sql.lit(rows[0]?.file)}`.execute(db);
  await sql`select pg_reload_conf()`.execute(db);
  await close();
});
afterAll(() => server.stop());

function addressAt(host: 'localhost' | '127.0.0.1', parameters: Record<string, string>): string {
  const address = new URL(server.url.replace('127.0.0.1', host));
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

function fileOf(text: string): string {
  const path = join(temporaryFolder(), 'root.crt');
  writeFileSync(path, text);
  return path;
}

/** Every way on which this program goes to PostgreSQL. */
const WAYS: readonly ((address: string) => Promise<unknown>)[] = [
  (address) => openStore(temporaryFolder(), address).then(({ close }) => close()),
  (address) => openSharedStore(address).then(({ close }) => close()),
  (address) => lookIntoStore(temporaryFolder(), async () => null, address),
  (address) => openQueue(address, { isWorker: true, onError: () => undefined }).then(({ stop }) => stop()),
  (address) => lookIntoQueues(address, listDeadLetters),
];

it.each([
  ['require', 'asks who it is of nobody', '127.0.0.1', { sslmode: 'require' }],
  ['verify-full', 'believes the right authority', 'localhost', { sslmode: 'verify-full', sslrootcert: 'right' }],
  ['verify-ca', 'does not look at the host', '127.0.0.1', { sslmode: 'verify-ca', sslrootcert: 'right' }],
  ['an authority alone', 'is believed', 'localhost', { sslrootcert: 'right' }],
] as const)('%s %s', async (_mode, _does, host, parameters) => {
  const right = fileOf(authority.certificate);
  const address = addressAt(host, 'sslrootcert' in parameters ? { ...parameters, sslrootcert: right } : parameters);
  for (const connect of WAYS) await connect(address);
});

it.each([
  ['no TLS', '127.0.0.1', {}, /no encryption.*add sslmode=verify-full/],
  ['disable', '127.0.0.1', { sslmode: 'disable', sslrootcert: 'missing' }, /no encryption.*add sslmode=verify-full/],
  ['the wrong host', '127.0.0.1', { sslmode: 'verify-full', sslrootcert: 'right' }, /127\.0\.0\.1.*Write the host/],
  ['the wrong host', '127.0.0.1', { sslrootcert: 'right' }, /127\.0\.0\.1.*Write the host/],
  [
    'a stranger',
    'localhost',
    { sslmode: 'verify-full', sslrootcert: 'wrong' },
    /certificate.*Name the file of the auth/,
  ],
  ['a stranger', 'localhost', { sslmode: 'verify-ca', sslrootcert: 'wrong' }, /certificate.*Name the file of the auth/],
  ['a stranger', 'localhost', { sslmode: 'require', sslrootcert: 'wrong' }, /certificate.*Name the file of the auth/],
  ['whom nobody knows', 'localhost', { sslmode: 'verify-full' }, /certificate.*Name the file of the auth/],
  ['whom nobody knows', 'localhost', { sslrootcert: 'system' }, /certificate.*Name the file of the auth/],
] as const)('refuses %s on every way: %s %o', async (_who, host, parameters, message) => {
  const files: Record<string, string> = {
    right: fileOf(authority.certificate),
    wrong: fileOf(stranger.certificate),
  };
  const named = 'sslrootcert' in parameters ? parameters.sslrootcert : null;
  const address = addressAt(host, { ...parameters, ...(named && { sslrootcert: files[named] ?? named }) });
  for (const connect of WAYS) {
    const error = await connect(address).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoreError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain('secateurs');
  }
});

it('does not begin with an address that leaves open what it asks for', async () => {
  const noCertificate = fileOf('not a certificate');
  for (const [parameters, message] of [
    [{ sslmode: 'prefer' }, /sslmode is one of disable, require, verify-ca, verify-full; "prefer" is none/],
    [{ sslmode: 'verify_full' }, /"verify_full" is none/],
    [{ sslmode: 'verify-ca' }, /verify-ca needs sslrootcert/],
    [{ sslmode: 'require', sslrootcert: 'system' }, /system goes with sslmode=verify-full alone/],
    [{ sslrootcert: '/there/is/none.crt' }, /sslrootcert cannot be read: \/there\/is\/none\.crt: ENOENT/],
    [{ sslrootcert: noCertificate }, /sslrootcert cannot be read: .*root\.crt: /],
    [{ sslmode: 'require', sslkey: '/there/is/none.key' }, /sslkey cannot be read: \/there\/is\/none\.key: ENOENT/],
  ] as const) {
    for (const connect of WAYS) {
      const error = await connect(addressAt('localhost', parameters)).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(UsageError);
      expect(String(error)).toMatch(message);
    }
  }
});

it('says in doctor what is wrong with TLS, and how to mend it', async () => {
  const diagnose = async (parameters: Record<string, string>) => {
    const cwd = temporaryFolder();
    const env = { DATABASE_URL: addressAt('localhost', parameters), METADATA_SERVER_DETECTION: 'none' };
    const { stdout } = await runHere(['doctor', '--json'], { cwd, env });
    const { checks }: { checks: { name: string; status: string; what: string; mend?: string }[] } = JSON.parse(stdout);
    // None takes it for a mistake in log-gardener.
    expect(stdout).not.toContain('could not be checked');
    return JSON.stringify(checks.filter(({ name }) => name === 'state' || name === 'fleet'));
  };
  expect(await diagnose({ sslmode: 'verify-full' })).toMatch(/"wrong".*Name the file of the authority.*"skipped"/);
  expect(await diagnose({ sslrootcert: '/none.crt' })).toMatch(/"wrong".*sslrootcert cannot be read.*"skipped"/);
  const right = fileOf(authority.certificate);
  expect(await diagnose({ sslmode: 'verify-full', sslrootcert: right })).toMatch(/"ok".*store on PostgreSQL.*"ok"/);
});
