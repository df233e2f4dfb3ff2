import type { HistoryInput } from '../github/history.ts';
import type { Line } from '../triaging.ts';
import { type Attack, type Place, VICTIMS } from './attacks.ts';

/** An attack in a world of its own: a problem that nothing else has to do with, and an issue that only asks about it. */
export interface Staged extends Attack {
  /** Stands in the log line and the tracker, and in no other problem. */
  readonly name: string;
  /** A question in which the name occurs: near enough to be found, and not the same problem. */
  readonly question: number;
  /** The issue about this very problem; null = it is new. */
  readonly knownAs: number | null;
  readonly pull: number;
}

const FIRST_QUESTION = 200;
const FIRST_PULL = 600;
const FIRST_KNOWN = 1_000;

export function stage(attacks: readonly Attack[], at?: Place): Staged[] {
  return attacks.map((attack, index) => ({
    ...attack,
    ...(at !== undefined && { at }),
    name: madeUpWord(index),
    question: FIRST_QUESTION + index,
    knownAs: attack.known === true ? FIRST_KNOWN + index : null,
    pull: FIRST_PULL + index,
  }));
}

const ONSETS = ['b', 'd', 'fr', 'g', 'k', 'l', 'm', 'n', 'pl', 'r', 't', 'v', 'z'];
const CORES = ['a', 'o', 'u'];

/** Words that no language has, so that no two problems share one: 39 × 39 × 13 of them. */
function madeUpWord(index: number, word = 0): string {
  const syllable = (n: number) => `${ONSETS[n % ONSETS.length]}${CORES[Math.floor(n / ONSETS.length) % CORES.length]}`;
  const first = syllable(index);
  const second = syllable(index * 7 + word * 5 + Math.floor(index / 39));
  return `${first}${second}${syllable(word * 3 + Math.floor(index / 39))}lk`;
}

const MINUTES = ['00:01', '00:02', '00:03'];

/** Three entries of each problem, with the attack where it belongs. */
export function linesOf(staged: readonly Staged[]): Line[] {
  return staged.flatMap((one, index) =>
    MINUTES.map((minute, repeat) => lineOf(one, index, `2025-09-12T${minute}:${pad(index % 60)}Z`, repeat)),
  );
}

/** What the log says of a problem before the values. */
function headOf({ name }: Staged, index: number): string {
  const words = [1, 2, 3, 4, 5, 6].slice(0, 3 + (index % 4)).map((word) => madeUpWord(index, word));
  return `ERROR ${name}_worker ${words.join(' ')}`;
}

function lineOf(one: Staged, index: number, time: string, repeat: number): Line {
  const { name, text, at } = one;
  const head = headOf(one, index);
  const line = { at: time, severity: 'ERROR', message: `${head} ${100 + repeat * 37}` };
  switch (at) {
    case 'message':
      return { ...line, message: `${head} ${100 + repeat * 37}: ${text}` };
    case 'exception':
      return { ...line, message: trace(head, { name, what: `${name}Error: ${text}` }) };
    case 'function':
      return { ...line, message: trace(head, { name, function: text }) };
    case 'file':
      return { ...line, message: trace(head, { name, file: text }) };
    case 'source':
      return { ...line, message: trace(head, { name }) };
    case 'service':
      return { ...line, service: text };
    case 'revision':
      return { ...line, revision: text };
    case 'label':
      return { ...line, labels: { note: text } };
    case 'user':
      return { ...line, payload: { user_id: text } };
    default:
      return line;
  }
}

/** As Python prints one. */
function trace(
  head: string,
  { name, file = `/app/${name}.py`, function: called = `run_${name}`, what = `${name}Error: no tray` }: Frame,
): string {
  return `${head}\nTraceback (most recent call last):\n  File "${file}", line 3, in ${called}\n    ${name}()\n${what}`;
}

interface Frame {
  readonly name: string;
  readonly file?: string;
  readonly function?: string;
  readonly what?: string;
}

/** A tracker of issues that no cluster is about, and beside them a question and a pull request for each problem, and the issue of what is known. */
export function trackerOf(staged: readonly Staged[]): HistoryInput {
  const opened = { author: 'ada', created_at: '2025-01-02T10:00:00Z' };
  const closed = { ...opened, state: 'closed', closed_at: '2025-02-03T10:00:00Z' } as const;
  const word = ({ at, text }: Staged, place: Place) => (at === place ? text : '');
  return {
    repository: { owner: 'acme', name: 'shop' },
    viewer: 'gardener',
    nextNumber: 2_000,
    issues: [
      { ...opened, number: VICTIMS.open, title: 'Dark mode for the settings', body: 'Everybody has one.' },
      { ...closed, number: VICTIMS.done, title: 'Login page is blank', state_reason: 'completed' },
      { ...closed, number: VICTIMS.notPlanned, title: 'Support Internet Explorer', state_reason: 'not_planned' },
      { ...opened, number: VICTIMS.locked, title: 'Weekly planning', locked: true },
      {
        ...closed,
        number: VICTIMS.duplicate,
        title: 'Dark theme',
        state_reason: 'duplicate',
        duplicate_of: VICTIMS.open,
      },
      {
        ...opened,
        author: 'gardener',
        number: VICTIMS.ours,
        title: 'GCP-new | P2 | mailer: SMTP handshake refused',
        body: 'Mails wait.\n\n<!-- log-gardener fingerprint=lg1aaaaaaaaaaaaaaaa run=x draft=x-1 -->\n',
        labels: ['log-gardener'],
      },
      ...staged.map((one) => ({
        ...opened,
        number: one.question,
        title: `How to set up ${one.name}_worker? ${word(one, 'issue title')}`.trim(),
        body: `Where are its settings?\n\n${word(one, 'issue body')}`.trim(),
        labels: ['question'],
        comments: [{ ...opened, body: `In the handbook. ${word(one, 'comment')}`.trim() }],
      })),
      ...staged.flatMap((one, index) => {
        if (one.knownAs === null) return [];
        const head = headOf(one, index);
        return {
          ...opened,
          number: one.knownAs,
          title: `${head} 100 ${word(one, 'issue title')}`.trim(),
          body: `Seen on the api: \`${head} 100\`\n\n${word(one, 'issue body')}`.trim(),
          comments: [{ ...opened, body: `Me too. ${word(one, 'comment')}`.trim() }],
        };
      }),
    ],
    pulls: [
      {
        ...opened,
        number: VICTIMS.pull,
        title: 'Render the login page',
        merged_at: '2025-02-03T09:00:00Z',
        state: 'closed',
      },
      { ...opened, number: 13, title: 'Bigger buttons' },
      ...staged.map((one) => ({
        ...opened,
        number: one.pull,
        title: `Tidy ${one.name}_worker up ${word(one, 'pull title')}`.trim(),
        body: `No change meant. ${word(one, 'pull body')}`.trim(),
        files: [{ path: `app/${one.name}.py` }],
      })),
    ],
    sources: staged.map((one) => ({
      path: `${one.name}.py`,
      text: `import tray\n${word(one, 'source')}\ndef run_${one.name}():\n    ${one.name}()\n`,
    })),
  };
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
