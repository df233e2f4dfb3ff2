/** What goes wrong with one call. */
type Fault =
  /** This answer instead of the real one; nothing is done. */
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: unknown }
  /** The connection is reset before anything is done. */
  | { kind: 'reset' }
  /** Nothing is done and nothing answered, ever. */
  | { kind: 'hang' }
  /** The call is carried out, then the connection is dropped without an answer. */
  | { kind: 'answer lost' }
  /** The call is carried out, then nothing is answered, ever: the moment to kill the caller. */
  | { kind: 'answer held' };

export interface FaultRule {
  method: string;
  /** The whole path without the query, or a pattern that it must match. */
  path: string | RegExp;
  /** 1 (default) = the next matching call. */
  nth?: number;
  fault: Fault;
}

export interface Faults {
  add(rule: FaultRule): void;
  /** Counts this call for every rule, and hands out the fault that is due, if any. */
  take(method: string, path: string): Fault | null;
}

export function createFaults(): Faults {
  const waiting: { rule: FaultRule; left: number }[] = [];
  return {
    add(rule) {
      waiting.push({ rule, left: rule.nth ?? 1 });
    },
    take(method, path) {
      const due: typeof waiting = [];
      for (const one of waiting) {
        const { rule } = one;
        const fits = typeof rule.path === 'string' ? rule.path === path : rule.path.test(path);
        if (rule.method === method && fits && --one.left <= 0) due.push(one);
      }
      const [first] = due;
      if (first === undefined) return null;
      waiting.splice(waiting.indexOf(first), 1);
      return first.rule.fault;
    },
  };
}
