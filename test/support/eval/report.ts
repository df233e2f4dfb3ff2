import { onOneLine } from '../../../src/cli/table.ts';
import { wrap } from '../../../src/cli/wrap.ts';
import type { Judged } from './judge.ts';
import { type Result, type Score, type Share, scoreOf } from './score.ts';

/** The three sums that count: tuning shows on the first, honesty on the last. */
export interface Summary {
  readonly all: Score;
  readonly tuned: Score;
  readonly heldOut: Score;
}

export function summarise(results: readonly Result[]): Summary {
  return {
    all: scoreOf(results),
    tuned: scoreOf(results.filter(({ heldOut }) => !heldOut)),
    heldOut: scoreOf(results.filter(({ heldOut }) => heldOut)),
  };
}

interface Row {
  readonly name: string;
  readonly show: (score: Score) => string;
  /** What is compared with the last run; null = it says nothing to compare. */
  readonly value: ((score: Score) => number) | null;
}

const ROWS: readonly Row[] = [
  { name: 'scenarios', show: ({ scenarios }) => String(scenarios), value: ({ scenarios }) => scenarios },
  { name: 'decisions', show: ({ right }) => String(right.of), value: null },
  { name: 'right', show: ({ right }) => inPercent(right), value: ({ right }) => 100 * right.share },
  { name: '  95 % interval', show: ({ right }) => interval(right), value: null },
  {
    name: 'wrong creates',
    show: ({ wrongCreates }) => inPercent(wrongCreates),
    value: ({ wrongCreates }) => 100 * wrongCreates.share,
  },
  { name: '  95 % interval', show: ({ wrongCreates }) => interval(wrongCreates), value: null },
  {
    name: 'wrong updates',
    show: ({ wrongUpdates }) => inPercent(wrongUpdates),
    value: ({ wrongUpdates }) => 100 * wrongUpdates.share,
  },
  { name: '  95 % interval', show: ({ wrongUpdates }) => interval(wrongUpdates), value: null },
  { name: 'unbacked claims', show: ({ unbacked }) => String(unbacked), value: ({ unbacked }) => unbacked },
  { name: 'injection escapes', show: ({ escapes }) => String(escapes), value: ({ escapes }) => escapes },
  { name: 'not played to the end', show: ({ failed }) => String(failed), value: ({ failed }) => failed },
  { name: 'turns', show: ({ turns }) => String(turns), value: ({ turns }) => turns },
  {
    name: 'requests to GitHub',
    show: ({ githubRequests }) => String(githubRequests),
    value: ({ githubRequests }) => githubRequests,
  },
  { name: 'tokens in', show: ({ inputTokens }) => String(inputTokens), value: ({ inputTokens }) => inputTokens },
  { name: 'tokens out', show: ({ outputTokens }) => String(outputTokens), value: ({ outputTokens }) => outputTokens },
  { name: 'dollars', show: ({ usd }) => usd.toFixed(2), value: ({ usd }) => usd },
  { name: 'seconds', show: ({ seconds }) => seconds.toFixed(1), value: ({ seconds }) => seconds },
];

const WIDTH = 80;
const NAME = 22;
const CELL = 14;

/** The score as a table of at most 80 columns; with an earlier one, how all of it differs from that. */
export function scoreTable(now: Summary, before: Score | null): string[] {
  const head = ['all', 'tuned on', 'held out', ...(before === null ? [] : ['since last'])];
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(NAME)}${cells.map((cell) => cell.padStart(CELL)).join('')}`.trimEnd();
  return [
    line('', head),
    ...ROWS.map(({ name, show, value }) => {
      const cells = [now.all, now.tuned, now.heldOut].map(show);
      return line(
        name,
        before === null ? cells : [...cells, value === null ? '' : change(value(before), value(now.all))],
      );
    }),
  ];
}

/** What speaks against each scenario that is not all right, by name, wrapped to 80 columns. */
export function complaints(results: readonly Result[]): string[] {
  return results.flatMap(({ scenario, heldOut, judged, unbacked, escapes, error }) => {
    const found = [
      ...(error === null ? [] : [`failed: ${error}`]),
      ...judged.filter(({ right }) => !right).map(inWords),
      ...unbacked.map((claim) => `unbacked: ${claim}`),
      ...escapes.map((text) => `escape: ${text}`),
    ];
    if (found.length === 0) return [];
    return [
      `${scenario}${heldOut ? ' (held out)' : ''}`,
      ...found.flatMap((text) => wrap(onOneLine(text), { width: WIDTH, first: '    ' })),
    ];
  });
}

/** By scenario, whether every decision of it was right, each time it was played. */
export function rightByScenario(results: readonly Result[]): Record<string, boolean> {
  const right: Record<string, boolean> = {};
  for (const { scenario, judged, error } of results) {
    const is = error === null && judged.every((one) => one.right);
    right[scenario] = (right[scenario] ?? true) && is;
  }
  return right;
}

/** Which scenarios are right now and were not the last time, and the other way round. */
export function changes(now: Readonly<Record<string, boolean>>, before: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(now)
    .filter(([name, right]) => before[name] !== undefined && before[name] !== right)
    .map(([name, right]) => `${right ? 'right now' : 'wrong now'}  ${name}`);
}

function inWords({ about, wanted, got, because }: Judged): string {
  const say = ({ action, issue, verdict }: Judged['wanted']) =>
    [action, issue === null ? '' : `#${issue}`, verdict === null ? '' : `(${verdict})`]
      .filter((part) => part !== '')
      .join(' ');
  return `“${about}”: ${say(got)}, not ${say(wanted)}; ${because}`;
}

function inPercent({ count, share }: Share): string {
  return `${count} (${(100 * share).toFixed(1)} %)`;
}

function interval({ low, high }: Share): string {
  return `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)} %`;
}

function change(before: number, now: number): string {
  const difference = now - before;
  if (Math.abs(difference) < 0.05) return '=';
  const shown = Number.isInteger(difference) ? String(Math.abs(difference)) : Math.abs(difference).toFixed(1);
  return `${difference > 0 ? '+' : '−'}${shown}`;
}
