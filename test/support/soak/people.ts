import type { Random } from '../../../bench/entries/random.ts';
import type { History, HistoryInput } from '../github/history.ts';
import type { StoodIssue } from './life.ts';
import type { Problem } from './truth.ts';

type Issue = History['issues'][number];
type Act = (issue: Issue, at: string, random: Random) => Issue;

const WHO = 'ann';

/** What people do on GitHub between two runs. */
const ACTS = {
  'close as completed': (issue, at) => close(issue, at, 'completed'),
  'close as not planned': (issue, at) => close(issue, at, 'not_planned'),
  reopen: (issue, at) =>
    issue.state === 'open'
      ? issue
      : {
          ...issue,
          state: 'open',
          state_reason: 'reopened',
          closed_at: null,
          events: [...issue.events, { event: 'reopened', actor: WHO, created_at: at }],
        },
  'edit the title': (issue, at) => ({
    ...issue,
    title: `Ours: ${issue.title}`,
    events: [
      ...issue.events,
      { event: 'renamed', actor: WHO, created_at: at, from: issue.title, to: `Ours: ${issue.title}` },
    ],
  }),
  'write above': (issue, at) => ({ ...issue, body: `Ann, ${at}: I look at it.\n\n${issue.body}` }),
  'write in the middle': (issue, at) => ({
    ...issue,
    body: issue.body.replace('\n## ', `\nAnn, ${at}: not before Monday.\r\n\n## `),
  }),
  'write below': (issue, at) => ({ ...issue, body: `${issue.body}\r\nAnn, ${at}: see the runbook.\r\n` }),
  'edit with a browser': (issue) => ({ ...issue, body: issue.body.replaceAll(/\r?\n/g, '\r\n') }),
  'rewrite the body': (issue, at) => ({ ...issue, body: `Ann, ${at}: all mine now.` }),
  'take the marker out': (issue) => ({
    ...issue,
    body: issue.body
      .split('\n')
      .filter((line) => !line.startsWith('<!-- log-gardener fingerprint='))
      .join('\n'),
  }),
  'take a label off': (issue, at, random) => {
    const label = issue.labels[random.int(issue.labels.length)];
    if (label === undefined) return issue;
    return {
      ...issue,
      labels: issue.labels.filter((one) => one !== label),
      events: [...issue.events, { event: 'unlabeled', actor: WHO, created_at: at, label }],
    };
  },
  'put a label on': (issue, at) => ({
    ...issue,
    labels: [...new Set([...issue.labels, 'triaged'])],
    events: [...issue.events, { event: 'labeled', actor: WHO, created_at: at, label: 'triaged' }],
  }),
  comment: (issue, at) => ({
    ...issue,
    comments: [...issue.comments, { author: WHO, body: `Seen it too, ${at}.`, created_at: at }],
  }),
  lock: (issue) => ({ ...issue, locked: true }),
  unlock: (issue) => ({ ...issue, locked: false }),
  delete: (issue) => ({ ...issue, gone: 'deleted' }),
  transfer: (issue) => ({ ...issue, gone: 'transferred' }),
} as const satisfies Record<string, Act>;
type ActName = keyof typeof ACTS;
const NAMES = Object.keys(ACTS) as [ActName, ...ActName[]];

interface Chosen {
  readonly issue: number;
  readonly name: ActName;
}

/** Something that somebody does to some issue; null = to none. */
export function chooseAct(
  issues: readonly StoodIssue[],
  made: ReadonlyMap<number, Problem>,
  random: Random,
): Chosen | null {
  const here = issues.filter(({ gone }) => gone === null);
  const issue = here[random.int(here.length)];
  const name = random.pick(NAMES);
  if (issue === undefined) return null;
  const others = here.filter(({ number }) => number !== issue.number && made.get(number) === made.get(issue.number));
  // Of two without a marker nobody could tell which is the one that is kept up to date.
  return name === 'take the marker out' && others.length > 0 ? null : { issue: issue.number, name };
}

/** The history once somebody did this. */
export function act(history: History, { issue, name }: Chosen, at: string, random: Random): HistoryInput {
  const touched = (one: Issue): Issue => ({ ...ACTS[name](one, at, random), updated_at: at });
  return { ...history, issues: history.issues.map((one) => (one.number === issue ? touched(one) : one)) };
}

/** The history once a pull request is merged that says it closes these issues. */
export function merge(history: History, pull: number, closes: readonly number[], at: string): HistoryInput {
  const closed = (issue: Issue): Issue =>
    issue.state === 'closed'
      ? issue
      : {
          ...issue,
          state: 'closed',
          state_reason: 'completed',
          closed_at: at,
          updated_at: at,
          events: [...issue.events, { event: 'closed', actor: WHO, created_at: at, reason: 'completed', pull }],
        };
  return {
    ...history,
    issues: history.issues.map((one) => (closes.includes(one.number) ? closed(one) : one)),
    pulls: history.pulls.map((one) =>
      one.number === pull ? { ...one, state: 'closed', merged_at: at, closed_at: at, closes: [...closes] } : one,
    ),
  };
}

function close(issue: Issue, at: string, reason: 'completed' | 'not_planned'): Issue {
  if (issue.state === 'closed') return issue;
  return {
    ...issue,
    state: 'closed',
    state_reason: reason,
    closed_at: at,
    events: [...issue.events, { event: 'closed', actor: WHO, created_at: at, reason }],
  };
}
