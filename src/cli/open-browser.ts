import { spawn } from 'node:child_process';

/** Opens an address in the person's browser, without a shell; does nothing where there is no display. */
export function openBrowser(address: string): void {
  const command = browserCommand(process.platform, process.env);
  if (command === null) return;
  const [program, ...options] = command;
  const child = spawn(program, [...options, address], { stdio: 'ignore', detached: true });
  // The address is printed all the same.
  child.on('error', () => child.unref());
  child.unref();
}

/** What opens an address here; null = nobody would see it. */
function browserCommand(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | null {
  // Over SSH it would open where nobody sits.
  if (env.SSH_CONNECTION !== undefined && !env.DISPLAY) return null;
  if (platform === 'darwin') return ['open'];
  // Not `start`: it is part of a shell, to which the & of an address ends a command.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : null;
}
