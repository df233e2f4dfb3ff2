/**
 * A shell in which the documents' blocks are run as they are written. `log-gardener` is the program, in this process;
 * what belongs to somebody else (gcloud, docker …) is a stand-in that only takes down how it was called.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runHere } from '../run-here.ts';
import { type Finished, runChild } from '../start-process.ts';

/** Programs that no test can start, each with what its calls in a document are good for. */
export const FOREIGN: Readonly<Record<string, string>> = {
  claude: 'a client of MCP with an account; test/mcp starts the same server with the clients of both SDKs',
  docker: 'needs an engine; test/e2e/package.test.ts carries out the steps of the Dockerfile',
  gcloud: 'needs an account at Google; `gcloud logging read` prints a log here',
  less: 'waits for a person',
  npm: 'installs, or starts a script of package.json; `npm run gardener` is the program',
};

/** Commands that go on until they are stopped, or need a terminal or PostgreSQL, and the test that runs each. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  enqueue: 'test/fleet/fleet.test.ts',
  eval: 'test/e2e/eval.test.ts',
  mcp: 'test/mcp/whole-job.test.ts',
  review: 'test/e2e/review.test.ts',
  'review --terminal': 'test/e2e/review-terminal.test.ts',
  worker: 'test/fleet/fleet.test.ts',
};

/** Hands a call to the test, through files: the line to the test only says when. */
const OWN = `#!/bin/bash
call=$(mktemp -d "$DOC_CALLS/XXXXXX")
printf '%s\\0' "$@" > "$call/args"; pwd > "$call/folder"; env -0 > "$call/env"; cat > "$call/stdin"
exec 3<> "/dev/tcp/127.0.0.1/$DOC_PORT"
echo "$call" >&3; read -r code <&3
cat "$call/stdout"; cat "$call/stderr" >&2; exit "$code"
`;

const STAND_IN = `#!/bin/bash
name=$(basename "$0"); echo "$name" >> "$DOC_CALLS/foreign"
case "$name $*" in
  "gcloud logging read"*) cat "$DOC_LOG" ;;
  "gcloud storage cp gs:"*" -") tar cz .log-gardener worklogs ;;
  "npm run --silent gardener -- "*) shift 4; exec log-gardener "$@" ;;
  *) if [ "$name" = less ]; then cat "$@"; elif [ ! -t 0 ]; then cat > /dev/null; fi ;;
esac
`;

export interface DocShell {
  /** @param env what the program finds in its environment */
  run(script: string, folder: string, env: Readonly<Record<string, string>>): Promise<Finished>;
  /** Names out of {@link FOREIGN} and {@link ELSEWHERE} that were called. */
  called(): ReadonlySet<string>;
  stop(): Promise<void>;
}

/**
 * @param calls an empty folder for what is called
 * @param log what `gcloud logging read` prints: the path of a file
 */
export async function startDocShell(calls: string, log: string): Promise<DocShell> {
  const bin = join(calls, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'log-gardener'), OWN, { mode: 0o755 });
  for (const name of Object.keys(FOREIGN)) writeFileSync(join(bin, name), STAND_IN, { mode: 0o755 });
  writeFileSync(join(calls, 'foreign'), '');
  const elsewhere = new Set<string>();
  let reader: Readonly<Record<string, string>> = {};
  // One after the other: a command has this process's folder and streams to itself.
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((socket) => {
    socket.setEncoding('utf8').once('data', (line) => {
      last = last.then(async () => {
        const call = String(line).trim();
        const code = await answer(call, reader, elsewhere).catch((error: unknown) => {
          writeFileSync(join(call, 'stdout'), '');
          writeFileSync(join(call, 'stderr'), String(error));
          return 1;
        });
        socket.end(`${code}\n`);
      });
    });
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const surroundings = { PATH: `${bin}:/usr/bin:/bin`, DOC_CALLS: calls, DOC_PORT: `${port}`, DOC_LOG: log };
  return {
    run: (script, cwd, env) => {
      reader = env;
      const args = ['--norc', '-euo', 'pipefail', '-c', script];
      return runChild('bash', args, { cwd, env: { ...surroundings, ...env, HOME: calls } });
    },
    called: () => new Set([...elsewhere, ...readFileSync(join(calls, 'foreign'), 'utf8').trim().split('\n')]),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Runs what a call's files say, leaves what it printed beside them. Gives the exit code. */
async function answer(call: string, env: Readonly<Record<string, string>>, elsewhere: Set<string>): Promise<number> {
  const read = (name: string): string => readFileSync(join(call, name), 'utf8');
  const args = read('args').split('\0').slice(0, -1);
  const leave = ({ code, stdout, stderr }: Pick<Finished, 'code' | 'stdout' | 'stderr'>): number => {
    writeFileSync(join(call, 'stdout'), stdout);
    writeFileSync(join(call, 'stderr'), stderr);
    return code ?? 1;
  };
  const other = [args.slice(0, 2).join(' '), args[0] ?? ''].find((name) => Object.hasOwn(ELSEWHERE, name));
  if (other !== undefined) {
    elsewhere.add(other);
    return leave({ code: 0, stdout: '', stderr: '' });
  }
  const given = read('env')
    .split('\0')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
    // Where a document has … the reader puts a secret, and we ours; where it has a PostgreSQL, the store is a file here.
    .filter(([name]) => name !== 'DATABASE_URL')
    .map(([name, value]): [string, string] => [name, value === '…' ? (env[name] ?? 'a-key') : value]);
  return leave(
    await runHere(args, { cwd: read('folder').trim(), env: Object.fromEntries(given), stdin: read('stdin') }),
  );
}
