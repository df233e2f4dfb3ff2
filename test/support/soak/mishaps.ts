import type { Random } from '../../../bench/entries/random.ts';
import type { ScenarioGitHub } from '../github/server.ts';
import type { Hour } from '../triaging.ts';

/** What goes wrong with a run. */
export interface Mishap {
  readonly name: string;
  readonly options: Partial<Hour>;
}

const KINDS = [
  'dies where it asks for the time',
  'dies where it tells of something',
  'GitHub is down',
  'an answer is lost',
] as const;
/** What fails so often in a row gets past every repeating. */
const TIMES_DOWN = 4;

/** Some mishap at some moment; what GitHub does is planted already. */
export function plantMishap(tracker: ScenarioGitHub, now: string, random: Random): Mishap {
  const kind = random.pick(KINDS);
  const nth = 1 + random.int(20);
  const method = random.pick(['GET', 'GET', 'POST', 'PATCH']);
  const name = `${kind} (${method} ${nth})`;
  let left = nth;
  const die = (): void => {
    left -= 1;
    if (left === 0) throw new Error(name);
  };
  switch (kind) {
    case 'dies where it asks for the time':
      return {
        name,
        options: {
          now: () => {
            die();
            return now;
          },
        },
      };
    case 'dies where it tells of something':
      return { name, options: { onEvent: die } };
    case 'GitHub is down':
      for (let time = 0; time < TIMES_DOWN; time += 1) {
        tracker.failNext({ method, path: /./, nth: nth + time, fault: { kind: 'answer', status: 502 } });
      }
      return { name, options: {} };
    case 'an answer is lost':
      tracker.failNext({ method, path: /./, nth, fault: { kind: 'answer lost' } });
      return { name, options: {} };
  }
}
