import type { LogEntry, Place } from '../model/entry.ts';
import { field, textIn } from './json-fields.ts';

/** Modules of logging libraries: a place there says who wrote the line down, not who had something to say. */
const LOGGING_MODULES = /^(?:logging|loguru|structlog|winston|pino|bunyan|log4j|logback|slf4j|zap|logrus)\b/;

/**
 * Where the line was logged, as far as the entry says, or null: `sourceLocation`, `labels { module, function, line }`
 * inside the payload, the fields that Python, Node, Go and Java loggers use, the logger's name. A place inside the
 * logging library itself (`logging.callHandlers:1706`) is kept only where there is no better one.
 */
export function placeOf(entry: LogEntry): Place | null {
  const payload = entry.jsonPayload;
  const places = [
    fromSource(entry.sourceLocation),
    fromSource(field(payload, 'logging.googleapis.com/sourceLocation')),
    fromSource(field(payload, 'sourceLocation')),
    fromFields(field(payload, 'labels')),
    fromFields(field(payload, 'context')),
    fromFields(payload),
    fromCaller(payload),
  ].filter((place) => place !== null);
  const logger =
    textIn(payload, 'logger', 'logger_name', 'loggerName') || textIn(field(payload, 'context'), 'name', 'logger');

  const own = places.find((place) => !isLoggingPlace(place));
  if (own !== undefined) return own.module === '' && logger !== '' ? { ...own, module: logger } : own;
  if (logger !== '' && !LOGGING_MODULES.test(logger)) return { module: logger, function: '', file: '', line: '' };
  return places[0] ?? null;
}

/** Whether a place is inside a logging library (`logging.callHandlers:1706`): it says nothing about who had something to say. */
export function isLoggingPlace(place: Place): boolean {
  return LOGGING_MODULES.test(place.module) || /[/\\]logging[/\\]__init__\.py$/.test(place.file);
}

function fromSource(source: unknown): Place | null {
  return place(
    '',
    textIn(source, 'function', 'functionName'),
    textIn(source, 'file'),
    textIn(source, 'line', 'lineNumber'),
  );
}

function fromFields(fields: unknown): Place | null {
  const line = textIn(fields, 'line', 'lineno', 'line_number', 'lineNumber');
  // Without a line, `file` may be any file that the application speaks of.
  const file = line === '' ? '' : textIn(fields, 'pathname', 'filename', 'file');
  return place(textIn(fields, 'module'), textIn(fields, 'function', 'funcName', 'func_name', 'func'), file, line);
}

/** zap and logrus: `pkg/file.go:12`. */
function fromCaller(payload: unknown): Place | null {
  const match = /^([^\s:]{1,300}):(\d{1,9})$/.exec(textIn(payload, 'caller'));
  return match === null ? null : place('', '', match[1] ?? '', match[2] ?? '');
}

/** A line alone is no place. */
function place(module: string, fn: string, file: string, line: string): Place | null {
  return module === '' && file === '' && fn === '' ? null : { module, function: fn, file, line };
}
