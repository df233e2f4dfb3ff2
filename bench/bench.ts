/**
 * `npm run bench`: how fast `cluster` is beside a bare JSON.parse of the same lines, and how much memory it takes, all in
 * one run on one machine. `bench/README.md` says what each row means.
 *
 *   --entries 200000   fewer entries for a quick look (default 1,000,000); everything else shrinks with them
 *   --runs 1           how often each time is taken; the best counts, of redaction the median (default 3)
 *   --only redaction   what redaction adds, and nothing else
 *   --check            exit 1 when a target is missed
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Figures, inWords, type Peaks, type Redaction, redactionRow, rowsOf, type Taken } from './figures.ts';
import { generateEntries } from './generate.ts';
import { measureBare, measureHelp, measurePipeline, measureRedaction, measureStage2 } from './measure.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    check: { type: 'boolean', default: false },
  },
});
const entries = wholeNumber('entries', values.entries, 1_000);
const runs = wholeNumber('runs', values.runs, 1);
const skeletons = Math.round(entries / 10);

/** Of a thousand entries. */
const PLANTED = [0, 1, 10];

const folder = mkdtempSync(join(tmpdir(), 'log-gardener-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const all = join(folder, 'all.ndjson');
const tenth = join(folder, 'tenth.ndjson');
generateEntries(all, entries);
generateEntries(tenth, Math.round(entries / 10));
const bytes = Math.round(statSync(all).size / entries);
console.log(`${inWords(entries)} entries of ${bytes} bytes, best of ${runs}, one after the other in turns`);
console.log(`Node ${process.version}, ${availableParallelism()} cores\n`);

if (values.only !== '' && values.only !== 'redaction') {
  console.error(`--only ${values.only}: there is only redaction.`);
  process.exit(2);
}
const rows = values.only === '' ? rowsOf(measure()) : measureRedactions().map(redactionRow);
const name = Math.max(...rows.map((row) => row.name.length));
const figure = Math.max(...rows.map((row) => row.figure.length));
for (const row of rows) {
  const target = row.target === '' ? '' : `${row.target}  ${row.isMissed ? 'missed' : 'met'}`;
  console.log(`${row.name.padEnd(name)}  ${row.figure.padEnd(figure)}  ${target}`.trimEnd());
}
if (values.check && rows.some((row) => row.isMissed)) process.exitCode = 1;

type Round = ReturnType<typeof measureRound>;

function measureRound() {
  return {
    bare: measureBare(all),
    oneThread: measurePipeline(all, 0, 'as shipped'),
    twoWorkers: measurePipeline(all, 2, 'as shipped'),
    stage2: measureStage2(skeletons),
    help: measureHelp(),
  };
}

/** Takes turns, so that what else the machine does falls on all alike. */
function measure(): Figures {
  const rounds = Array.from({ length: runs }, (_, round) => {
    process.stderr.write(`round ${round + 1} of ${runs}\n`);
    return measureRound();
  });
  process.stderr.write('memory\n');
  const best = (time: (round: Round) => number): number => Math.min(...rounds.map(time));
  const quickest = (taken: (round: Round) => Taken): Taken =>
    rounds.map(taken).reduce((a, b) => (b.milliseconds < a.milliseconds ? b : a));
  const worst = (peak: (round: Round) => number): number => Math.max(...rounds.map(peak));
  const peaks: Peaks[] = [
    {
      name: 'one thread',
      tenth: measurePipeline(tenth, 0, 'as shipped').peak,
      all: worst(({ oneThread }) => oneThread.peak),
    },
    {
      name: 'two workers',
      tenth: measurePipeline(tenth, 2, 'as shipped').peak,
      all: worst(({ twoWorkers }) => twoWorkers.peak),
    },
    {
      name: 'heap of 128 MiB',
      tenth: measurePipeline(tenth, 0, 'small').peak,
      all: measurePipeline(all, 0, 'small').peak,
    },
  ];
  return {
    entries,
    skeletons,
    bare: quickest(({ bare }) => bare),
    parseOnly: best(({ bare }) => bare.parseOnly),
    oneThread: quickest(({ oneThread }) => oneThread),
    twoWorkers: quickest(({ twoWorkers }) => twoWorkers),
    stage2: best(({ stage2 }) => stage2),
    redaction: measureRedactions(),
    help: best(({ help }) => help),
    peaks,
  };
}

/** With redaction and without, in turns. */
function measureRedactions(): Redaction[] {
  return PLANTED.map((planted) => {
    process.stderr.write(`redaction, secrets planted in ${planted / 10} %\n`);
    const path = planted === 0 ? all : join(folder, 'planted.ndjson');
    if (planted > 0) generateEntries(path, entries, planted);
    const turns = Array.from({ length: runs }, () => {
      const turn = { on: measureRedaction(path, 'on'), off: measureRedaction(path, 'off') };
      process.stderr.write(`  processor ${Math.round(turn.on)} ms with it, ${Math.round(turn.off)} ms without\n`);
      return turn;
    });
    return { planted, on: turns.map(({ on }) => on), off: turns.map(({ off }) => off) };
  });
}

function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  console.error(`--${flag} ${text}: give a whole number, ${least} or more.`);
  process.exit(2);
}
