import { type DestinationStream, pino } from 'pino';
import type { WorkerEvent } from './worker.ts';

/** What a worker says of itself, one JSON object a line, as Cloud Logging reads it from a container's output. */
export interface FleetLog {
  job(event: WorkerEvent): void;
  note(text: string): void;
  trouble(text: string): void;
}

/** Names by https://cloud.google.com/logging/docs/structured-logging */
const SEVERITY: Readonly<Record<string, string>> = { info: 'INFO', warn: 'WARNING', error: 'ERROR' };

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
      if (outcome === 'failed') log.warn({ ...about, outcome }, message);
      else log.info({ ...about, outcome }, message);
    },
    note: (text) => log.info(text),
    trouble: (text) => log.error(text),
  };
}
