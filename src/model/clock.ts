/** Time as whoever waits sees it, so that tests do not wait for it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves when the time is over, or at once when the signal comes. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
