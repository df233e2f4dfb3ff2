/** Does a piece of work once per key; also while the first is still on its way. */
export type Memory<T> = (key: string, work: () => Promise<T>) => Promise<T>;

export function createMemory<T>(): Memory<T> {
  const known = new Map<string, Promise<T>>();
  return (key, work) => {
    const answer = known.get(key) ?? work();
    known.set(key, answer);
    return answer;
  };
}
