import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeStateFolder } from '../store/state-folder.ts';

/**
 * Opens an address in the person's browser, without a shell; does nothing where there is no display. Whoever else works
 * on this machine can list what programs were started with, and the address holds a code: so the browser is given a file
 * that only its owner may read, and that leads to the address.
 *
 * @param stateDir made where it is not there; a browser in a sandbox may see no temporary folder
 * @returns takes the file away again
 */
export async function openBrowser(address: string, stateDir: string): Promise<() => Promise<void>> {
  const command = browserCommand(process.platform, process.env);
  if (command === null) return async () => undefined;
  // Where the store is on PostgreSQL nobody may have made it.
  makeStateFolder(stateDir);
  // Nobody but its owner may enter it.
  const own = await mkdtemp(join(stateDir, 'open-'));
  const file = join(own, 'review.html');
  await writeFile(file, pageThatLeadsTo(address), { mode: 0o600 });
  const [program, ...options] = command;
  const child = spawn(program, [...options, pathToFileURL(file).href], { stdio: 'ignore', detached: true });
  // The address is printed all the same.
  child.on('error', () => child.unref());
  child.unref();
  return () => rm(own, { recursive: true, force: true });
}

/** A page without a script that goes on to an address, and has a link where a browser does not let it. */
export function pageThatLeadsTo(address: string): string {
  const to = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return [
    '<!doctype html>',
    '<meta charset="utf-8">',
    '<meta name="referrer" content="no-referrer">',
    `<meta http-equiv="refresh" content="0; url=${to}">`,
    '<title>log-gardener</title>',
    `<a href="${to}">Review</a>`,
    '',
  ].join('\n');
}

/** What opens an address here; null = nobody would see it. */
function browserCommand(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | null {
  // Over SSH it would open where nobody sits.
  if (env.SSH_CONNECTION !== undefined && !env.DISPLAY) return null;
  if (platform === 'darwin') return ['open'];
  // Not `start`: it is part of a shell.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : null;
}
