const TRACES = Buffer.from('/traces/');

/** `projects/p/traces/105445aa…` → the id. */
export function behindTraces(trace: string): string {
  const at = trace.lastIndexOf('/traces/');
  return at === -1 ? trace : trace.slice(at + TRACES.length);
}

/** The same in bytes: where the id begins. */
export function lastTraces(bytes: Buffer, start: number, end: number): number {
  for (let at = end - TRACES.length; at >= start; at -= 1) {
    let same = 0;
    while (same < TRACES.length && bytes[at + same] === TRACES[same]) same += 1;
    if (same === TRACES.length) return at + same;
  }
  return start;
}
