import type { ListrTask } from 'listr2';
import type { TriageEvent } from '../triage/events.ts';
import { issueName } from '../wording/issue-name.ts';
import { notPostedWords } from '../wording/same-reason.ts';
import { count, formatNumber } from '../wording/words.ts';
import { layOut } from './say.ts';
import { onOneLine } from './table.ts';

/** Shows how a run gets on: live tasks on a terminal, plain lines elsewhere. Always on stderr. */
export interface Progress {
  readonly onEvent: (event: TriageEvent) => void;
  /** Settles what is shown; call it whatever happened. `done`: the run came to its end. */
  stop(done: boolean): Promise<void>;
}

/** Of interest only while it lasts: shown where a line can be written over. */
const SHORT_LIVED: ReadonlySet<TriageEvent['kind']> = new Set(['investigating', 'turn', 'posting']);

/** Lines about reading come at most this often, in entries. */
const READING_STEP = 100_000;

export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? createLiveProgress(stream) : createPlainProgress(stream);
}

export function createPlainProgress(stream: { write(text: string): unknown }): Progress {
  let nextReading = READING_STEP;
  const reasons = new Set<string>();
  return {
    onEvent(event) {
      if (event.kind === 'reading') {
        if (event.entries < nextReading) return;
        nextReading = event.entries - (event.entries % READING_STEP) + READING_STEP;
      }
      // Each reason once; of how many it holds, the run says at its end.
      if (event.kind === 'not-posted') {
        const reason = `${notPostedWords(event.status)}: ${event.because}`;
        if (reasons.has(reason)) return;
        reasons.add(reason);
      }
      if (!SHORT_LIVED.has(event.kind)) stream.write(`${describe(event)}\n`);
    },
    async stop() {
      // Nothing is held back.
    },
  };
}

/** What the line of one live task says can be changed from outside; it ends well or not. */
interface LiveTask {
  title: (text: string) => void;
  /** A line below it. */
  remark: (text: string) => void;
  readonly ended: Promise<void>;
  isOver: boolean;
  readonly end: (well: boolean) => void;
}

function createLiveTask(): LiveTask {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const task: LiveTask = {
    title: () => undefined,
    remark: () => undefined,
    ended: promise,
    isOver: false,
    end(well) {
      task.isOver = true;
      if (well) resolve();
      else reject(new Error('It did not come to its end.'));
    },
  };
  // Until its turn comes nobody else listens.
  promise.catch(() => undefined);
  return task;
}

/** Three tasks that change and end as the events say; what is left when the run stops is closed as it stands. */
function createLiveProgress(stream: NodeJS.WriteStream): Progress {
  const reading = createLiveTask();
  const investigating = createLiveTask();
  const posting = createLiveTask();
  const tasks = [reading, investigating, posting];
  const notes: string[] = [];
  let [posted, clusters] = [0, 0];
  const shown = showTasks(stream, [
    ['Reading the logs', reading],
    ['Investigating', investigating],
    ['Finishing', posting],
  ]);
  const overAt = (done: number, of: number): void => {
    if (done < of) return;
    investigating.title(`Investigated ${count(of, 'cluster')}`);
    investigating.end(true);
  };
  return {
    onEvent(event) {
      const text = describe(event);
      if (event.kind === 'reading') reading.title(text);
      else if (event.kind === 'clustered') {
        clusters = event.clusters;
        reading.title(text);
        reading.end(true);
        overAt(0, clusters);
      } else if (event.kind === 'investigating' || event.kind === 'turn') investigating.title(text);
      else if (event.kind === 'decided' || event.kind === 'failed') {
        investigating.title(text);
        overAt(event.done, event.of);
      } else if (event.kind === 'note' || event.kind === 'waiting') {
        if (event.kind === 'note') notes.push(text);
        tasks.find(({ isOver }) => !isOver)?.remark(text);
      } else {
        if (event.kind === 'posted') posted += 1;
        posting.title(posted > 0 ? `Posted ${posted}` : text);
      }
    },
    async stop(done) {
      if (done) posting.title(posted > 0 ? `Posted ${posted}` : 'Worklog written');
      for (const live of tasks) if (!live.isOver) live.end(done && live === posting);
      await shown;
      for (const note of notes) stream.write(`${layOut(note, stream)}\n`);
    },
  };
}

async function showTasks(stream: NodeJS.WriteStream, lines: readonly (readonly [string, LiveTask])[]): Promise<void> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const tasks = lines.map(
    ([title, live]): ListrTask => ({
      title,
      task: (_context, wrapper) => {
        live.title = (text) => {
          wrapper.title = text;
        };
        live.remark = (text) => {
          wrapper.output = text;
        };
        return live.ended;
      },
    }),
  );
  // stdout is for the result: the logger is what writes, and it takes stdout unless it is told otherwise.
  const rendererOptions = {
    logger: new ListrLogger({ processOutput: new ProcessOutput(stream, stream) }),
    showErrorMessage: false,
    collapseErrors: false,
  };
  await new Listr(tasks, {
    rendererOptions,
    // Where stdout is no terminal, the first renderer is refused; stderr is one all the same.
    fallbackRenderer: 'default',
    fallbackRendererOptions: rendererOptions,
    // Ctrl-C is the run's to handle.
    registerSignalListeners: false,
    exitOnError: false,
  }).run();
}

function describe(event: TriageEvent): string {
  switch (event.kind) {
    case 'reading':
      return `Read ${count(event.entries, 'entry', 'entries')} …`;
    case 'clustered':
      return `${count(event.clusters, 'cluster')} in ${formatNumber(event.kept)} of ${count(event.entries, 'entry', 'entries')}`;
    case 'investigating':
      return `Investigating: ${onOneLine(event.title)}`;
    case 'turn': {
      const { turn, written, tools } = event;
      const writing = written === 0 ? '' : `, ${formatNumber(written)} characters`;
      const what = tools.length === 0 ? `turn ${turn}${writing}` : tools.join(', ');
      return `${what}, $${event.usd.toFixed(3)}: ${onOneLine(event.title)}`;
    }
    case 'decided':
      return `[${event.done}/${event.of}] ${event.action}${event.issue === null ? '' : ` ${issueName(event.issue, event.repository)}`}: ${onOneLine(event.title)}`;
    case 'failed':
      return `[${event.done}/${event.of}] failed: ${onOneLine(event.title)}: ${onOneLine(event.error)}`;
    case 'posting':
      return `Posting: ${onOneLine(event.title)}`;
    case 'posted':
      return `Posted: ${event.url}`;
    case 'not-posted':
      return `${notPostedWords(event.status)}: ${onOneLine(event.title)}: ${onOneLine(event.because)}`;
    case 'note':
    case 'waiting':
      return onOneLine(event.text);
  }
}
