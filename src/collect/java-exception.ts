import { thrownText } from '../wording/thrown.ts';
import { field, isObject, textIn } from './json-fields.ts';

const MOST_CAUSES = 10;
const MOST_FRAMES = 200;
const NAME = /^[\w.$<>]{1,300}$/;

/**
 * An exception that a logger of the JVM wrote as an object, the way Java would print it: JBoss' (Quarkus)
 * `{ exceptionType, message, frames, causedBy }`, Logback's `{ className, message, stepArray, cause }`, Log4j's
 * `{ name, message, extendedStackTrace, cause }`. Empty where the value is none with frames.
 */
export function javaException(value: unknown): string {
  const thrown: string[] = [];
  for (let cause = value; isObject(cause) && thrown.length < MOST_CAUSES; cause = causeOf(cause)) {
    const type = textIn(cause, 'exceptionType', 'className', 'name');
    const frames = framesOf(cause);
    if (!NAME.test(type) || frames === null) break;
    const message = textIn(cause, 'message');
    thrown.push([thrownText({ type, message }), ...frames].join('\n'));
  }
  return thrown.join('\nCaused by: ');
}

function causeOf(thrown: unknown): unknown {
  return field(field(thrown, 'causedBy'), 'exception') ?? field(thrown, 'cause');
}

function framesOf(thrown: unknown): string[] | null {
  const frames = ['frames', 'stepArray', 'extendedStackTrace'].map((name) => field(thrown, name)).find(Array.isArray);
  if (frames === undefined) return null;
  const lines = frames.slice(0, MOST_FRAMES).map(frameText);
  return lines.includes('') ? null : lines;
}

function frameText(frame: unknown): string {
  const name = textIn(frame, 'class', 'className');
  const method = textIn(frame, 'method', 'methodName');
  if (!NAME.test(name) || !NAME.test(method)) return '';
  const simple = name.slice(name.lastIndexOf('.') + 1).split('$', 1)[0] ?? '';
  const file = textIn(frame, 'fileName', 'file') || `${simple}.java`;
  return `\tat ${name}.${method}(${file}:${textIn(frame, 'lineNumber', 'line')})`;
}
