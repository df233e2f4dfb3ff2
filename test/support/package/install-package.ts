import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { linkTree } from './link-tree.ts';
import { productionPackages } from './production-packages.ts';

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));

/** What the package is built from. */
const SOURCES = ['package.json', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE'].concat(
  ...['bench/README.md', 'docs', 'prompts', 'schema', 'src'],
  ...['tsconfig.json', 'tsconfig.build.json', 'tsconfig.types.json'],
);

const Packed = z
  .array(
    z.object({
      filename: z.string(),
      unpackedSize: z.int(),
      files: z.array(z.object({ path: z.string(), size: z.int() })),
    }),
  )
  .length(1);

export interface PackedPackage {
  /** The file that npm made. */
  readonly tarball: string;
  /** Bytes of all files, without dependencies. */
  readonly unpackedSize: number;
  readonly files: readonly string[];
}

/** `npm pack` with its build, in a folder of its own: a build in the checkout could meet other tests at work. */
export function packPackage(folder: string): PackedPackage {
  const source = join(folder, 'source');
  for (const name of SOURCES) cpSync(join(CHECKOUT, name), join(source, name), { recursive: true });
  symlinkSync(join(CHECKOUT, 'node_modules'), join(source, 'node_modules'));
  const printed = run('npm', ['pack', '--json', '--loglevel=error', `--pack-destination=${folder}`], { cwd: source });
  // Before the JSON stands what the build's steps print.
  const [packed] = Packed.parse(JSON.parse(printed.slice(printed.indexOf('[\n'))));
  if (packed === undefined) throw new Error('npm pack named no package.');
  const { filename, unpackedSize, files } = packed;
  return { tarball: join(folder, filename), unpackedSize, files: files.map(({ path }) => path) };
}

/**
 * Puts the package where `npm install -g --prefix` puts it, with its production dependencies out of the checkout's
 * node_modules instead of the registry, and nothing else within reach.
 *
 * @returns the command
 */
export function installPackage(tarball: string, prefix: string): string {
  const home = join(prefix, 'lib/node_modules/log-gardener');
  mkdirSync(home, { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', home]);
  for (const { path } of productionPackages(CHECKOUT)) {
    // Each package inside is linked for itself where it belongs to production.
    linkTree(join(CHECKOUT, path), join(home, path), (name) => name !== 'node_modules');
  }
  const { bin } = z
    .object({ bin: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')));
  const command = join(prefix, 'bin/log-gardener');
  mkdirSync(dirname(command), { recursive: true });
  const main = join(home, bin['log-gardener'] ?? '');
  chmodSync(main, 0o755);
  symlinkSync(main, command);
  return command;
}

function run(command: string, args: readonly string[], options: ExecFileSyncOptions = {}): string {
  return execFileSync(command, args, { ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
