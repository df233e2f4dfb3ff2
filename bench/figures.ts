/** Time on the clock, and time of the processor, of all threads; much less of it than the clock says = the machine was busy. */
export interface Taken {
  readonly milliseconds: number;
  readonly cpu: number;
}

/** What one run of the benchmarks found; times in milliseconds, memory in MiB. */
export interface Figures {
  readonly entries: number;
  readonly skeletons: number;
  readonly bare: Taken;
  readonly parseOnly: number;
  readonly oneThread: Taken;
  readonly twoWorkers: Taken;
  readonly stage2: number;
  readonly redaction: readonly Redaction[];
  readonly help: number;
  readonly peaks: readonly Peaks[];
}

/** Peak resident memory of a process that read a tenth of the entries, and of one that read all. */
export interface Peaks {
  /** `one thread`, `heap of 128 MiB` … */
  readonly name: string;
  readonly tenth: number;
  readonly all: number;
}

/** Time of the processor for clustering, in milliseconds, with redaction and without, in turns. */
export interface Redaction {
  /** Of a thousand entries, those that a secret was planted in. */
  readonly planted: number;
  readonly on: readonly number[];
  readonly off: readonly number[];
}

export interface Row {
  readonly name: string;
  readonly figure: string;
  /** Empty where there is none. */
  readonly target: string;
  readonly isMissed: boolean;
}

const LEAST_OF_BARE = 0.8;
const LEAST_OF_TWO = 1.7;
const MOST_OF_STAGE_2 = 1;
const MOST_GROWTH = 1.2;
const MOST_OF_REDACTION = 0.25;
const MOST_MEMORY = 350;

/** The figures as a table, with the target beside those that have one. */
export function rowsOf(figures: Figures): Row[] {
  const { entries, bare, parseOnly, oneThread, twoWorkers, stage2, help } = figures;
  const ratio = (a: Taken, b: Taken): number => a.milliseconds / b.milliseconds;
  return [
    timeRow('bare: read the file, JSON.parse each line', bare, entries),
    plain('JSON.parse of lines in memory', perEntry(parseOnly, entries)),
    timeRow('cluster, one thread', oneThread, entries),
    timeRow('cluster, two workers', twoWorkers, entries),
    atLeast('bare / one thread', ratio(bare, oneThread), LEAST_OF_BARE),
    plain('JSON.parse in memory / one thread', (parseOnly / oneThread.milliseconds).toFixed(2)),
    atLeast('one thread / two workers', ratio(oneThread, twoWorkers), LEAST_OF_TWO),
    plain(`stage 2 of ${inWords(figures.skeletons)} skeletons`, `${(stage2 / 1000).toFixed(2)} s`),
    atMost('stage 2 / bare', stage2 / bare.milliseconds, MOST_OF_STAGE_2),
    ...figures.redaction.map(redactionRow),
    ...figures.peaks.flatMap((peaks) => memoryRows(peaks, entries)),
    plain('--help', `${Math.round(help)} ms`),
  ];
}

function timeRow(name: string, { milliseconds, cpu }: Taken, entries: number): Row {
  return plain(name, `${perEntry(milliseconds, entries)} (processor ${(cpu / 1000).toFixed(2)} s)`);
}

/** What redaction adds: the median of the turns, since whatever else the machine does falls on a turn's both halves. */
export function redactionRow({ planted, on, off }: Redaction): Row {
  const added = median(on.map((milliseconds, turn) => milliseconds / (off[turn] ?? Number.NaN) - 1));
  return {
    name: `redaction adds, secrets planted in ${planted / 10} %`,
    figure: `${(added * 100).toFixed(1)} %`,
    target: `≤ ${MOST_OF_REDACTION * 100} %`,
    isMissed: !(added <= MOST_OF_REDACTION),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

function perEntry(milliseconds: number, entries: number): string {
  return `${((milliseconds * 1000) / entries).toFixed(2)} µs, ${(milliseconds / 1000).toFixed(2)} s`;
}

function memoryRows({ name, tenth, all }: Peaks, entries: number): Row[] {
  return [
    plain(`peak memory, ${name}, ${inWords(entries / 10)}`, `${Math.round(tenth)} MiB`),
    {
      name: `peak memory, ${name}, ${inWords(entries)}`,
      figure: `${Math.round(all)} MiB`,
      target: `≤ ${MOST_MEMORY} MB`,
      isMissed: all * 1.048576 > MOST_MEMORY,
    },
    atMost(`growth, ${name}`, all / tenth, MOST_GROWTH),
  ];
}

function plain(name: string, figure: string): Row {
  return { name, figure, target: '', isMissed: false };
}

function atLeast(name: string, ratio: number, target: number): Row {
  return { name, figure: ratio.toFixed(2), target: `≥ ${target}`, isMissed: !(ratio >= target) };
}

function atMost(name: string, ratio: number, target: number): Row {
  return { name, figure: ratio.toFixed(2), target: `≤ ${target}`, isMissed: !(ratio <= target) };
}

export function inWords(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
