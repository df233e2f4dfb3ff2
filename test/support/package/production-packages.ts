import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  scripts: z.record(z.string(), z.string()).default({}),
});

export interface InstalledPackage extends z.infer<typeof Manifest> {
  /** Below the checkout, for example `node_modules/zod`. */
  readonly path: string;
}

/**
 * What an installed log-gardener has below its node_modules: the dependencies of package.json, and theirs, found as Node
 * finds them. Sorted by path. What is only for development is not among them.
 *
 * @throws Error where one that is needed is not there
 */
export function productionPackages(checkout: string): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const follow = (from: string, { dependencies, optionalDependencies, peerDependencies }: z.infer<typeof Manifest>) => {
    const wanted = [
      ...Object.keys(dependencies).map((name) => ({ name, needed: !Object.hasOwn(optionalDependencies, name) })),
      // npm puts peers beside a package where it can, and leaves out what is for another machine.
      ...Object.keys({ ...optionalDependencies, ...peerDependencies }).map((name) => ({ name, needed: false })),
    ];
    for (const { name, needed } of wanted) {
      const path = find(checkout, from, name);
      if (path === null) {
        if (needed) throw new Error(`${name}, which ${from || 'package.json'} needs, is not installed. Run npm ci.`);
        continue;
      }
      if (found.has(path)) continue;
      const manifest = read(join(checkout, path));
      found.set(path, { ...manifest, path });
      follow(path, manifest);
    }
  };
  follow('', read(checkout));
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Where Node finds a package that a file below `from` imports: in the nearest node_modules above. */
function find(checkout: string, from: string, name: string): string | null {
  for (let folder = from; ; folder = dirname(folder) === '.' ? '' : dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (!folder.endsWith('node_modules') && existsSync(join(checkout, path, 'package.json'))) return path;
    if (folder === '') return null;
  }
}

function read(folder: string): z.infer<typeof Manifest> {
  return Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}
