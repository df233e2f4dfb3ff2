/** A last write may go on for so long once nobody talks to this process any more. */
const GRACE_MS = 1_500;

/** Resolves when the process is told to end; what hangs then does not keep it. `also` = what else ends it. */
export async function untilToldToEnd(also: (end: () => void) => void = () => undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => resolve();
    process.once('SIGINT', end).once('SIGTERM', end);
    also(end);
  });
  setTimeout(() => process.exit(), GRACE_MS).unref();
}
