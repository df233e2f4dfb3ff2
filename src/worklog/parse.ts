import { z } from 'zod';
import { WorklogError } from '../model/errors.ts';
import { Run } from '../model/run.ts';
import { RECORD_MARK } from './record.ts';

/**
 * The run that a worklog was rendered from: `parseWorklog(renderWorklog(run))` equals `run`. Only the record at the end
 * counts; the rest may have been edited.
 * @throws WorklogError
 */
export function parseWorklog(markdown: string): Run {
  const mark = markdown.lastIndexOf(`<!-- ${RECORD_MARK} -->`);
  if (mark === -1) {
    throw new WorklogError(
      'This worklog has no run record (the folded JSON block at its end). Take the run from the store: log-gardener worklog show RUN --json',
    );
  }
  const record = readJson(blockAfter(markdown, mark));
  if (isRun(record)) return record;
  const problem = Run.safeParse(record).error;
  throw new WorklogError(
    `The run record in this worklog does not fit this version of log-gardener:\n${problem ? z.prettifyError(problem) : ''}`,
  );
}

/** Keeps the record as it was written, where zod would drop keys such as `__proto__` from a log entry. */
const isRun = (record: unknown): record is Run => Run.safeParse(record).success;

function blockAfter(markdown: string, mark: number): string {
  const open = markdown.indexOf('```json', mark);
  const start = markdown.indexOf('\n', open) + 1;
  const end = markdown.indexOf('```', start);
  if (open === -1 || start === 0 || end === -1) {
    throw new WorklogError('The run record in this worklog is cut off: its JSON block does not end.');
  }
  return markdown.slice(start, end);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WorklogError(`The run record in this worklog is damaged, it is no JSON: ${reason}`, { cause });
  }
}
