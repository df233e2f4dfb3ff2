import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { linkTree } from './link-tree.ts';
import { productionPackages } from './production-packages.ts';

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));

/** What npm takes from, beside what is built. */
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

/**
 * `npm pack` in a folder of its own: what the checkout holds may be of another build.
 *
 * @param dist what `npm run build` made, which is what npm would do first
 */
export function packPackage(folder: string, dist: string): PackedPackage {
  const source = join(folder, 'source');
  for (const name of SOURCES) cpSync(join(CHECKOUT, name), join(source, name), { recursive: true });
  linkTree(dist, join(source, 'dist'));
  const asBuilt = ['--ignore-scripts', '--json', '--loglevel=error', `--pack-destination=${folder}`];
  const [packed] = Packed.parse(JSON.parse(run('npm', ['pack', ...asBuilt], { cwd: source })));
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
