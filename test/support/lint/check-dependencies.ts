/**
 * Lint: what an installed log-gardener brings along. Every production dependency has a licence that goes with MIT, and
 * none runs anything when it is installed, but for those that are named here with the reason. `--list` prints them all.
 */
import { fileURLToPath } from 'node:url';
import { productionPackages } from '../package/production-packages.ts';

/** Each is used unchanged, and installed by npm with its notice. */
const COMPATIBLE = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'],
  // Asks that a changed version says so; ours are not changed.
  'Artistic-2.0',
  // The Python Software Foundation's: permissive, asks for the notice.
  'Python-2.0',
  // Public domain.
  'Unlicense',
  '(MIT OR CC0-1.0)',
]);

/** By name and script, why it does no harm. */
const HARMLESS = new Map([
  ['protobufjs postinstall', 'prints a warning where a package.json names it by an unusual range; nothing else'],
]);

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

const packages = productionPackages(fileURLToPath(new URL('../../..', import.meta.url)));
const problems: string[] = [];
const usedExceptions = new Set<string>();
const licences = new Map<string, number>();
for (const { name, version, path, license = 'none named', scripts } of packages) {
  licences.set(license, (licences.get(license) ?? 0) + 1);
  if (!COMPATIBLE.has(license)) {
    problems.push(`${path}: the licence of ${name} ${version} is "${license}", which nobody has looked at.`);
  }
  for (const script of INSTALL_SCRIPTS.filter((one) => Object.hasOwn(scripts, one))) {
    usedExceptions.add(`${name} ${script}`);
    if (HARMLESS.has(`${name} ${script}`)) continue;
    problems.push(`${path}: ${name} ${version} runs "${scripts[script]}" when it is installed.`);
  }
  if (process.argv.includes('--list')) console.log(`${name} ${version}: ${license}`);
}
for (const exception of HARMLESS.keys()) {
  if (!usedExceptions.has(exception)) problems.push(`${exception} is not there any more: take it off the list.`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
const summary = [...licences].sort(([a], [b]) => (a < b ? -1 : 1)).map(([licence, count]) => `${licence} ${count}`);
console.log(`production dependencies: ${packages.length} packages, ${summary.join(', ')}; install scripts looked at`);
