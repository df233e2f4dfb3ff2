import { EXIT } from './exit-codes.ts';

/**
 * Ctrl-C, twice if need be: the first time the signal comes, the second time the process ends.
 *
 * @param say tells whoever watches; a live progress holds back what is written past it
 */
export function createInterrupt(say: (text: string) => void): { signal: AbortSignal; end: () => void } {
  const interrupt = new AbortController();
  const onSignal = (): void => {
    // What a second Ctrl-C cuts short, the next run sees through.
    if (interrupt.signal.aborted) process.exit(EXIT.partial);
    say('Stopping after what is under way; Ctrl-C again ends at once.');
    interrupt.abort();
  };
  // Not `once`: without a listener of ours, a live progress would end the process at the first signal.
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: interrupt.signal,
    end() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
