import type { GitHub } from '../github/client.ts';
import type { Tape, TapedAnswer, TapedRows } from '../model/tape.ts';

/** Writes down what a run takes from outside while it goes on. */
export interface Taping {
  /** The clock, written down. */
  now(): string;
  onAnswer(answer: TapedAnswer): void;
  /** GitHub is open: what comes from here on belongs to the run. */
  open(github: GitHub): void;
  /** The run begins: what the clock said before is no part of it. */
  begin(): void;
  /** Everything so far. */
  tape(of: Pick<Tape, 'begun' | 'config' | 'maxUsd' | 'worklog'> & { because: string; memory: TapedRows[] }): Tape;
}

export function createTaping(now: () => string): Taping {
  const answers: TapedAnswer[] = [];
  let times: string[] = [];
  let opened: Tape['github'] | null = null;
  return {
    now() {
      const time = now();
      times.push(time);
      return time;
    },
    onAnswer(answer) {
      if (opened !== null) answers.push(answer);
    },
    begin() {
      times = [];
    },
    open(github) {
      const { owner, name, login, trusted, baseUrl } = github;
      opened = { owner, name, login, trusted: [...trusted], baseUrl, requestsBefore: github.requests() };
    },
    tape: ({ because, ...of }) => ({ ...of, github: opened ?? { because }, answers, times }),
  };
}
