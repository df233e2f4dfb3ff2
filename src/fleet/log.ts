import { hash } from 'node:crypto';
import { type DestinationStream, pino } from 'pino';
import type { WorkerEvent } from './job-slots.ts';

/** What a worker says of itself, one JSON object a line, as Cloud Logging reads it from a container's output. */
export interface FleetLog {
  job(event: WorkerEvent): void;
  note(text: string): void;
  trouble(text: string): void;
}

/** Names by https://cloud.google.com/logging/docs/structured-logging */
const SEVERITY: Readonly<Record<string, string>> = { info: 'INFO', warn: 'WARNING', error: 'ERROR' };

/** Of standard output it takes the bare id: https://cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields */
const TRACE = 'logging.googleapis.com/trace';

/** By which all lines of one run, of whichever worker, are shown together. */
function traceOf(run: string): string {
  return hash('sha256', run, 'hex').slice(0, 32);
}

export function createFleetLog(out: DestinationStream): FleetLog {
  const log = pino(
    {
      base: { pid: process.pid },
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ severity: SEVERITY[label] ?? 'DEFAULT' }) },
    },
    out,
  );
  return {
    job({ outcome, because, ...about }) {
      const message = `${about.queue} ${about.service}: ${outcome}${because === null ? '' : `: ${because}`}`;
      const fields = { ...about, outcome, ...(about.run !== null && { [TRACE]: traceOf(about.run) }) };
      if (outcome === 'given up') log.error(fields, message);
      else if (outcome === 'failed') log.warn(fields, message);
      else log.info(fields, message);
    },
    note: (text) => log.info(text),
    trouble: (text) => log.error(text),
  };
}
