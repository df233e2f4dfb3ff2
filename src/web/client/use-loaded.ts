import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Refusal } from './api.ts';

export interface Loaded<Value> {
  /** The last answer; it stays while a newer one is on its way, so that nothing jumps. */
  readonly value: Value | null;
  readonly problem: Refusal | null;
  readonly reload: () => void;
  /** Puts an answer in that came another way. */
  readonly put: (value: Value) => void;
}

/** Asks for something whenever its key changes; answers that come late, to an older key, are dropped. */
export function useLoaded<Value>(key: string | null, load: () => Promise<Value>): Loaded<Value> {
  const [state, setState] = useState<{ key: string | null; value: Value | null; problem: Refusal | null }>({
    key,
    value: null,
    problem: null,
  });
  const latest = useRef({ key, load, turn: 0 });
  latest.current.key = key;
  latest.current.load = load;
  const reload = useCallback(() => {
    const asked = latest.current.key;
    if (asked === null) return;
    const turn = ++latest.current.turn;
    const current = () => latest.current.key === asked && latest.current.turn === turn;
    latest.current.load().then(
      (value) => current() && setState({ key: asked, value, problem: null }),
      (error: unknown) =>
        current() &&
        setState((before) => ({
          key: asked,
          value: before.key === asked ? before.value : null,
          problem: error instanceof Refusal ? error : new Refusal(0, String(error)),
        })),
    );
  }, []);
  useEffect(reload, [key, reload]);
  const put = useCallback((value: Value) => {
    latest.current.turn++;
    setState({ key: latest.current.key, value, problem: null });
  }, []);
  const fresh = state.key === key;
  return { value: fresh ? state.value : null, problem: fresh ? state.problem : null, reload, put };
}
