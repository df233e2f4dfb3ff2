import type { ListrTask } from 'listr2';
import type { TriageEvent } from '../triage/events.ts';
import { onOneLine } from './table.ts';

/** Shows how a run gets on: live tasks on a terminal, plain lines elsewhere. Always on stderr. */
export interface Progress {
  readonly onEvent: (event: TriageEvent) => void;
  /** Settles what is shown; call it whatever happened. */
  stop(): Promise<void>;
}

/** Lines about reading come at most this often, in entries. */
const READING_STEP = 100_000;

export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? createLiveProgress(stream) : createPlainProgress(stream);
}

function createPlainProgress(stream: NodeJS.WriteStream): Progress {
  let nextReading = READING_STEP;
  return {
    onEvent(event) {
      if (event.kind === 'reading') {
        if (event.entries < nextReading) return;
        nextReading = event.entries - (event.entries % READING_STEP) + READING_STEP;
      }
      if (event.kind !== 'investigating' && event.kind !== 'posting') stream.write(`${describe(event)}\n`);
    },
    async stop() {
      // Nothing is held back.
    },
  };
}

/** Where the line of one live task can be changed from outside, and ended. */
interface LiveTask {
  title: (text: string) => void;
  readonly ended: Promise<void>;
  readonly end: () => void;
}

function createLiveTask(): LiveTask {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { title: () => undefined, ended: promise, end: resolve };
}

/** Three tasks that change and end as the events say; what is left when the run stops is closed as it stands. */
function createLiveProgress(stream: NodeJS.WriteStream): Progress {
  const reading = createLiveTask();
  const investigating = createLiveTask();
  const posting = createLiveTask();
  const notes: string[] = [];
  let posted = 0;
  const shown = import('listr2').then(async ({ Listr, ProcessOutput }) => {
    const task = (initial: string, live: LiveTask): ListrTask => ({
      title: initial,
      task: (_context, wrapper) => {
        live.title = (text) => {
          wrapper.title = text;
        };
        return live.ended;
      },
    });
    const tasks = [task('Reading the logs', reading), task('Investigating', investigating), task('Finishing', posting)];
    // Ctrl-C is the run's to handle, and stdout is for the result: both stay out of listr2's hands.
    const processOutput = new ProcessOutput(stream, stream);
    await new Listr(tasks, {
      forceTTY: true,
      registerSignalListeners: false,
      rendererOptions: { processOutput },
    }).run();
  });
  return {
    onEvent(event) {
      const text = describe(event);
      if (event.kind === 'reading') reading.title(text);
      else if (event.kind === 'clustered') {
        reading.title(text);
        reading.end();
      } else if (event.kind === 'investigating' || event.kind === 'decided' || event.kind === 'failed') {
        investigating.title(text);
        const over = event.kind !== 'investigating' && event.done === event.of;
        if (over) investigating.title(`Investigated ${event.of} clusters`);
        if (over) investigating.end();
      } else if (event.kind === 'note') notes.push(text);
      else {
        if (event.kind === 'posted') posted += 1;
        posting.title(posted > 0 ? `Posted ${posted}` : text);
      }
    },
    async stop() {
      posting.title(posted > 0 ? `Posted ${posted}` : 'Worklog written');
      for (const live of [reading, investigating, posting]) live.end();
      await shown;
      for (const note of notes) stream.write(`${note}\n`);
    },
  };
}

function describe(event: TriageEvent): string {
  switch (event.kind) {
    case 'reading':
      return `Read ${event.entries.toLocaleString('en-US')} entries …`;
    case 'clustered':
      return `${event.clusters} clusters in ${event.kept.toLocaleString('en-US')} of ${event.entries.toLocaleString('en-US')} entries`;
    case 'investigating':
      return `Investigating: ${onOneLine(event.title)}`;
    case 'decided':
      return `[${event.done}/${event.of}] ${event.action}${event.issue === null ? '' : ` #${event.issue}`}: ${onOneLine(event.title)}`;
    case 'failed':
      return `[${event.done}/${event.of}] failed: ${onOneLine(event.title)}: ${onOneLine(event.error)}`;
    case 'posting':
      return `Posting: ${onOneLine(event.title)}`;
    case 'posted':
      return `Posted: ${event.url}`;
    case 'not-posted':
      return `Not posted: ${onOneLine(event.title)}: ${onOneLine(event.because)}`;
    case 'note':
      return onOneLine(event.text);
  }
}
