/** Keeps worklogs up to date with what people decide, behind their backs: to write a large one takes a while. */
export interface Worklogs {
  /** Something of this run is another now. */
  touch(run: string): void;
  /** Writes what is left to be written. */
  settle(): Promise<void>;
}

/** A person who goes through drafts decides on several in a row: their run is written once for all of them. */
const PAUSE_MS = 5_000;

/**
 * @param refresh brings one run and its worklog up to date
 * @param later does something once, after so many milliseconds
 * @param onError told when a worklog could not be written; the decision is kept all the same
 */
export function createWorklogs(
  refresh: (run: string) => Promise<void>,
  later: (work: () => void, milliseconds: number) => void,
  onError: (error: unknown) => void,
): Worklogs {
  const touched = new Set<string>();
  let writing = Promise.resolve();
  const write = (): Promise<void> => {
    writing = writing.then(async () => {
      const runs = [...touched];
      touched.clear();
      for (const run of runs) await refresh(run).catch(onError);
    });
    return writing;
  };
  return {
    touch(run) {
      if (touched.size === 0) later(() => void write(), PAUSE_MS);
      touched.add(run);
    },
    settle: write,
  };
}
