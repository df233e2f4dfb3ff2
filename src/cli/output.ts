import { EXIT } from './exit-codes.ts';

/**
 * Lets a command come to its end whatever becomes of what it says: it may be posting. A reader that left early, such as
 * `head`, is no error. A result that could not be written, as on a full disk, is told, and makes the exit code 1.
 */
export function outliveOutput({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): void {
  stderr.on('error', () => {
    // Nobody is left to be told.
  });
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    stderr.write(`Error: The result could not be written: ${error.message}.\n`);
    process.once('exit', (code) => {
      if (code !== EXIT.usage) process.exitCode = EXIT.failed;
    });
  });
}
