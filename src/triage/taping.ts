import type { GitHub } from '../github/client.ts';
import type { Tape, TapedAnswer, TapedRows, TapedTracker } from '../model/tape.ts';

/** Writes down what comes from one tracker. */
export interface TrackerTape {
  onAnswer(answer: TapedAnswer): void;
  /** It is open: what comes from here on belongs to the run. */
  open(github: GitHub): void;
  /** It is out of reach. */
  miss(because: string): void;
}

/** Writes down what a run takes from outside while it goes on. */
export interface Taping {
  /** The clock, written down. */
  now(): string;
  /** Of a repository, as the config names it. */
  listenTo(repository: string): TrackerTape;
  /** The run begins: what the clock said before is no part of it. */
  begin(): void;
  /** Everything so far of a run for this repository. */
  tape(of: Pick<Tape, 'begun' | 'config' | 'maxUsd' | 'worklog'> & { because: string; memory: TapedRows[] }): Tape;
}

export function createTaping(now: () => string): Taping {
  const answers: TapedAnswer[] = [];
  const trackers = new Map<string, TapedTracker>();
  let times: string[] = [];
  return {
    now() {
      const time = now();
      times.push(time);
      return time;
    },
    listenTo(repository) {
      let isOpen = false;
      return {
        onAnswer(answer) {
          if (isOpen) answers.push(answer);
        },
        open(github) {
          const { owner, name, login, trusted, baseUrl } = github;
          isOpen = true;
          trackers.set(repository, {
            owner,
            name,
            login,
            trusted: [...trusted],
            baseUrl,
            requestsBefore: github.requests(),
          });
        },
        miss(because) {
          trackers.set(repository, { because });
        },
      };
    },
    begin() {
      times = [];
    },
    tape({ because, ...of }) {
      const own = of.begun.repository ?? '';
      const others = [...trackers].filter(([repository]) => repository !== own);
      return {
        ...of,
        github: trackers.get(own) ?? { because },
        others: others.map(([repository, tracker]) => ({ repository, tracker })),
        answers,
        times,
      };
    },
  };
}
